import { DefaultServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/default-service-account-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { Construct } from "constructs";
import type { SandboxDescription } from "../config/sandbox/sandbox";
import { volumeGroups } from "../config/sandbox/volume-groups";
import { CustomResources } from "../helm/custom-resources";
import { ciliumPolicies } from "./cilium-policies";
import { Cni } from "./cni";
import { ContainerDefaults } from "./container-defaults";
import { Dataset } from "./dataset";
import { exposedPort } from "./exposed-port";
import { Facts, type PlaceFacts } from "./facts";
import { guardResources } from "./guard";
import { Isolation } from "./isolation";
import { frameLabels } from "./labels";
import { memberGroup } from "./member-group";
import { NodePort, nodePortName } from "./node-port";
import { Roles } from "./roles";
import { SandboxQuota } from "./sandbox-quota";
import { Subject } from "./subject";

/** What a `SandboxFrame` is made of. */
export interface SandboxFrameProps {
  /** Name of the sandbox and of its namespace: an RFC 1123 label (INF-15). */
  readonly name: string;
  readonly sandbox: SandboxDescription;
  readonly place: PlaceFacts;
  /** Kubernetes minor whose Pod Security standards are enforced. */
  readonly kubernetesMinor: string;
  /** IPv4 networks that traffic through node ports comes from: the private address of the bastion. */
  readonly entrySources: readonly string[];
  /** IPv4 networks that no pod reaches by way of the internet: of pods, services, machines and their metadata. */
  readonly closedNetworks: string[];
  /** Default: Cilium */
  readonly cni?: Cni;
  /** Secret of the namespace to pull images of the testbed's own registry with; its developers can read it. Default: none */
  readonly pullSecret?: string | undefined;
  /** Who has the role developer, beside the robot. Default: the group `testbed-<name>-developers` */
  readonly developers?: readonly Subject[];
  /** Who has the role viewer. Default: the group `testbed-<name>-viewers` */
  readonly viewers?: readonly Subject[];
}

/**
 * The frame of a sandbox, which the administrators keep: the namespace, what it may use, who may reach it and be reached
 * from it, who works in it, and the data that outlives what runs there. It knows nothing of any cloud.
 *
 * @throws Error when a way out is told by host name and the CNI does not know any
 */
export class SandboxFrame extends Construct {
  constructor(scope: Construct, id: string, props: SandboxFrameProps) {
    super(scope, id);
    const { name, sandbox, cni = Cni.CILIUM } = props;
    const host = sandbox.egress.find((way) => way.host !== undefined)?.host;
    if (host !== undefined && !cni.knowsCiliumPolicies) {
      throw new Error(
        `The sandbox ${name} has a way out to the host ${host}, and ${cni.name} knows no host names. ` +
          "Name a network instead (egress: [{network: ..., port: ...}]), or use Cilium.",
      );
    }
    const labels = frameLabels(name);
    const { level, reason } = sandbox.podSecurity;
    const version = `v${props.kubernetesMinor}`;
    const resource = new NamespaceV1(this, "namespace", {
      metadata: {
        name,
        labels: {
          ...labels,
          name,
          "testbed-blueprint/pilot": sandbox.pilot ?? name,
          "pod-security.kubernetes.io/enforce": level,
          "pod-security.kubernetes.io/enforce-version": version,
          "pod-security.kubernetes.io/warn": "restricted",
          "pod-security.kubernetes.io/warn-version": version,
        },
        ...(reason === undefined ? {} : { annotations: { "testbed-blueprint/pod-security-reason": reason } }),
      },
    });
    const namespace = { name, reference: resource.metadata.name };
    const { place, closedNetworks } = props;
    const quota = new SandboxQuota(this, "quota", { namespace, sandbox }).resource;
    new ContainerDefaults(this, "defaults", { namespace });
    new Isolation(this, "isolation", { namespace, sandbox, entrySources: props.entrySources, closedNetworks });
    const guard = new CustomResources(this, "guard", {
      releaseName: `sandbox-${name}`,
      namespace: "kube-system",
      resources: {
        ...guardResources(name, labels),
        ...(cni.knowsCiliumPolicies ? ciliumPolicies(name, sandbox.egress, closedNetworks, labels) : {}),
      },
      after: [resource],
    });
    new DefaultServiceAccountV1(this, "default-account", {
      metadata: { namespace: namespace.reference },
      automountServiceAccountToken: false,
      imagePullSecret: [...(props.pullSecret ? [props.pullSecret] : []), ...sandbox.pullSecrets].map((secret) => ({
        name: secret,
      })),
    });
    new Roles(this, "roles", {
      namespace,
      after: [guard.release],
      developers: props.developers ?? [Subject.group(memberGroup(name, "developers"))],
      viewers: props.viewers ?? [Subject.group(memberGroup(name, "viewers"))],
    });
    new Facts(this, "facts", { namespace, sandbox, place });
    const groups = volumeGroups(sandbox);
    for (const [dataset, description] of Object.entries(sandbox.datasets)) {
      new Dataset(this, `dataset-${dataset}`, {
        namespace,
        name: dataset,
        dataset: description,
        group: groups.get(dataset),
        after: [quota],
      });
    }
    for (const exposure of sandbox.expose) {
      if (exposure.nodePort !== undefined) {
        const { port } = exposedPort(exposure, sandbox);
        new NodePort(this, nodePortName(exposure, port), {
          namespace,
          sandbox,
          exposure,
          nodePort: exposure.nodePort,
          after: [quota],
        });
      }
    }
  }
}
