import { Fn } from "cdktf";
import { Construct } from "constructs";
import { ComputeInstanceV2 } from "../providers/openstack/compute-instance-v2";
import { ComputeServergroupV2 } from "../providers/openstack/compute-servergroup-v2";
import { NetworkingPortV2 } from "../providers/openstack/networking-port-v2";

/** Servers that are alike. */
export interface OpenStackNodeGroup {
  /** Name of the flavor. */
  readonly flavor: string;
  /** Size of the boot volume, in GiB. */
  readonly diskGib: number;
  /** Type of the boot volume. Default: that of the cloud */
  readonly volumeType?: string | undefined;
  readonly count: number;
  /** Availability zone. Default: the cloud chooses */
  readonly zone?: string | undefined;
  /** Security groups of the servers. */
  readonly securityGroupIds: readonly string[];
  /** Whether Terraform refuses to destroy or replace a server: one that keeps the cluster's state. */
  readonly deletionProtection: boolean;
  /** What cloud-init does on a server, by its name. */
  readonly userData: (server: string) => string;
}

/** What `OpenStackNodes` are made of. */
export interface OpenStackNodesProps {
  /** Name of the testbed. */
  readonly name: string;
  readonly networkId: string;
  /** Private subnet that the servers stand in. */
  readonly subnetId: string;
  /** Id of the image of the servers. */
  readonly image: string;
  /** Name of the key pair that opens them. Default: none */
  readonly keyPair?: string | undefined;
  /** The groups by name. */
  readonly groups: Readonly<Record<string, OpenStackNodeGroup>>;
  /** Tags of the ports. Default: none */
  readonly tags?: readonly string[];
}

/**
 * The servers of a cluster on OpenStack, numbered in each group: one more changes none of the others. Each has a port of its own, so
 * that a server that is made anew has the address of the old one. Servers of a group stand on different hosts where the cloud
 * can do it. Once there, a server keeps its image, its key and what cloud-init did: `terraform apply -replace` makes it anew.
 */
export class OpenStackNodes extends Construct {
  /** Addresses of the servers by name, by group. */
  readonly addresses: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The servers. */
  readonly servers: readonly ComputeInstanceV2[];

  constructor(scope: Construct, id: string, props: OpenStackNodesProps) {
    super(scope, id);
    const servers: ComputeInstanceV2[] = [];
    const addresses: Record<string, Record<string, string>> = {};
    for (const [group, options] of Object.entries(props.groups)) {
      const apart = new ComputeServergroupV2(this, `${group}-apart`, {
        name: `${props.name}-${group}`,
        policies: ["soft-anti-affinity"],
      });
      const ofGroup: Record<string, string> = {};
      for (const key of Array.from({ length: options.count }, (_, index) => `${group}-${index + 1}`)) {
        const port = this.port(key, props, options);
        servers.push(this.server(key, props, options, { portId: port.id, serverGroup: apart.id }));
        ofGroup[`${props.name}-${key}`] = Fn.element(port.allFixedIps, 0);
      }
      addresses[group] = ofGroup;
    }
    this.servers = servers;
    this.addresses = addresses;
  }

  private port(key: string, props: OpenStackNodesProps, { securityGroupIds }: OpenStackNodeGroup): NetworkingPortV2 {
    return new NetworkingPortV2(this, `${key}-port`, {
      networkId: props.networkId,
      name: `${props.name}-${key}`,
      securityGroupIds: [...securityGroupIds],
      fixedIp: [{ subnetId: props.subnetId }],
      tags: props.tags,
    });
  }

  private server(
    key: string,
    { name, image, keyPair }: OpenStackNodesProps,
    group: OpenStackNodeGroup,
    { portId, serverGroup }: { readonly portId: string; readonly serverGroup: string },
  ): ComputeInstanceV2 {
    const server = `${name}-${key}`;
    return new ComputeInstanceV2(this, key, {
      name: server,
      flavorName: group.flavor,
      keyPair,
      availabilityZone: group.zone,
      userData: group.userData(server),
      network: [{ port: portId }],
      blockDevice: [
        {
          sourceType: "image",
          uuid: image,
          destinationType: "volume",
          volumeSize: group.diskGib,
          volumeType: group.volumeType,
          bootIndex: 0,
          deleteOnTermination: true,
        },
      ],
      schedulerHints: [{ group: serverGroup }],
      metadata: { testbed: name },
      lifecycle: {
        preventDestroy: group.deletionProtection,
        ignoreChanges: ["user_data", "block_device", "key_pair", "scheduler_hints"],
      },
    });
  }
}
