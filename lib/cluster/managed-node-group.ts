import { AutoscalingGroupTagA } from "@cdktf/provider-aws/lib/autoscaling-group-tag";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import { CILIUM_TAINT } from "../cilium-taint";
import { DEFAULTS } from "../defaults";
import { elementId } from "../element-id";
import { initialNodes, type NodeGroupOptions, NodeImage } from "./node-group-options";

const TAINT_EFFECTS = {
  NoSchedule: "NO_SCHEDULE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
} as const;

/** What a `ManagedNodeGroup` is made of. */
export interface ManagedNodeGroupProps extends NodeGroupOptions {
  /** Name of the testbed; the launch template is `<name>.<groupName>`. */
  readonly name: string;
  readonly groupName: string;
  readonly clusterName: string;
  /** Kubernetes minor of the nodes: the control plane's. A change rolls the nodes. */
  readonly version: string;
  readonly roleArn: string;
  /** Private subnets of its zones (INF-13). */
  readonly subnetIds: string[];
  /** Name tag of the workers (INF-12). */
  readonly nodeName: string;
  /** Tags of the testbed, for what Auto Scaling makes: the provider's do not reach it. A change rolls the nodes. */
  readonly tags: Readonly<Record<string, string>>;
  /** What the nodes wait for: the rights of their role, and the CNI. */
  readonly after: ITerraformDependable[];
}

/**
 * A managed node group in private subnets (INF-13): Amazon Linux 2023, an encrypted gp3 root volume, the metadata service
 * closed to pods. The launch template names no security group, so the workers carry the cluster's.
 */
export class ManagedNodeGroup extends Construct {
  readonly nodeGroup: EksNodeGroup;
  readonly autoscalingGroupName: string;

  /** @throws Error when not min <= initial <= max */
  constructor(scope: Construct, id: string, props: ManagedNodeGroupProps) {
    super(scope, id);
    const [min, initial, max] = [props.min ?? DEFAULTS.nodes.min, initialNodes(props), props.max ?? DEFAULTS.nodes.max];
    if (!(min <= initial && initial <= max)) {
      throw new Error(
        `Node group "${props.groupName}" has min ${min}, initial ${initial} and max ${max}. Keep min <= initial <= max.`,
      );
    }
    const template = this.launchTemplate(props);
    this.nodeGroup = new EksNodeGroup(this, "nodes", {
      clusterName: props.clusterName,
      nodeGroupName: props.groupName,
      nodeRoleArn: props.roleArn,
      subnetIds: props.subnetIds,
      version: props.version,
      amiType: (props.image ?? NodeImage.X86_64).amiType,
      capacityType: props.spot ? "SPOT" : "ON_DEMAND",
      scalingConfig: { minSize: min, desiredSize: initial, maxSize: max },
      updateConfig: { maxUnavailable: 1 },
      launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
      labels: { ...props.labels },
      taint: [CILIUM_TAINT, ...(props.taints ?? [])].map(({ key, value, effect }) => ({
        key,
        value: value === "" ? undefined : value,
        effect: TAINT_EFFECTS[effect],
      })),
      tags: { Name: props.groupName },
      dependsOn: props.after,
      lifecycle: { ignoreChanges: ["scaling_config[0].desired_size"] },
    });
    this.autoscalingGroupName = this.nodeGroup.resources.get(0).autoscalingGroups.get(0).name;
    for (const [key, value] of Object.entries(props.tags)) {
      new AutoscalingGroupTagA(this, `tag-${elementId(key)}`, {
        autoscalingGroupName: this.autoscalingGroupName,
        tag: { key, value, propagateAtLaunch: false },
      });
    }
  }

  private launchTemplate(props: ManagedNodeGroupProps): LaunchTemplate {
    const tags = { ...props.tags, Name: props.nodeName };
    return new LaunchTemplate(this, "template", {
      name: `${props.name}.${props.groupName}`,
      updateDefaultVersion: true,
      // Here, and not in the node group, a change rolls the nodes; there it would destroy the group before the new one.
      instanceType: props.instance ?? DEFAULTS.instance,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            volumeType: "gp3",
            volumeSize: props.diskGib ?? DEFAULTS.diskGib,
            encrypted: "true",
            deleteOnTermination: "true",
          },
        },
      ],
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
    });
  }
}
