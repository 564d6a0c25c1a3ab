import { NetworkPolicyV1, type NetworkPolicyV1SpecEgress } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { Construct } from "constructs";
import { EVERYWHERE } from "../config/place";
import type { EgressDescription } from "../config/sandbox/egress";
import type { ExposureDescription } from "../config/sandbox/exposure";
import type { SandboxDescription } from "../config/sandbox/sandbox";
import { exposedPort } from "./exposed-port";
import { type FrameNamespace, frameMetadata } from "./frame-namespace";
import { COMPONENT_LABEL } from "./labels";
import { nodePortName } from "./node-port";

/** What an `Isolation` is made of. */
export interface IsolationProps {
  readonly namespace: FrameNamespace;
  readonly sandbox: SandboxDescription;
  /** IPv4 networks that traffic through node ports comes from: the private address of the bastion. */
  readonly entrySources: readonly string[];
  /** IPv4 networks that no pod reaches by way of the internet: of pods, services, machines and their metadata. */
  readonly closedNetworks: string[];
}

/** Namespace of the ingress controller (INF-15, INF-16). */
const INGRESS_NAMESPACE = "ingress-nginx";

/** Label of every namespace with its own name, set by Kubernetes itself. */
const NAMESPACE_LABEL = "kubernetes.io/metadata.name";

/**
 * The network policies of a sandbox (INF-29): in only from itself and by the ways in that are declared; out only to
 * itself, to DNS, and by the ways out that are declared. Standard policies, for any CNI that enforces them.
 */
export class Isolation extends Construct {
  constructor(scope: Construct, id: string, props: IsolationProps) {
    super(scope, id);
    const { namespace, sandbox } = props;
    new NetworkPolicyV1(this, "namespace", {
      metadata: frameMetadata(namespace, "namespace"),
      spec: {
        podSelector: {},
        policyTypes: ["Ingress", "Egress"],
        ingress: [{ from: [{ podSelector: {} }] }],
        egress: [{ to: [{ podSelector: {} }] }, TO_DNS],
      },
    });
    const out = sandbox.egress.filter(({ host }) => host === undefined);
    if (out.length > 0) {
      new NetworkPolicyV1(this, "outside", {
        metadata: frameMetadata(namespace, "outside"),
        spec: {
          podSelector: {},
          policyTypes: ["Egress"],
          egress: out.map((way) => egressRule(way, props.closedNetworks)),
        },
      });
    }
    for (const exposure of sandbox.expose) this.wayIn(exposure, props);
  }

  /** To all pods of the component, also where the way leads to one replica: Cilium knows no pod by its name. */
  private wayIn(exposure: ExposureDescription, props: IsolationProps): void {
    const { namespace, sandbox, entrySources } = props;
    const { component, host } = exposure;
    const { port, protocol } = exposedPort(exposure, sandbox);
    const name = host === undefined ? nodePortName(exposure, port) : `host-${host}`;
    new NetworkPolicyV1(this, name, {
      metadata: frameMetadata(namespace, name),
      spec: {
        podSelector: { matchLabels: { [COMPONENT_LABEL]: component } },
        policyTypes: ["Ingress"],
        ingress: [
          {
            from:
              host === undefined
                ? entrySources.map((cidr) => ({ ipBlock: { cidr } }))
                : [{ namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: INGRESS_NAMESPACE } } }],
            ports: [{ port: String(port), protocol }],
          },
        ],
      },
    });
  }
}

/** DNS of the cluster, which every isolation needs beside it. */
const TO_DNS: NetworkPolicyV1SpecEgress = {
  to: [
    {
      namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: "kube-system" } },
      podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
    },
  ],
  ports: [
    { port: "53", protocol: "UDP" },
    { port: "53", protocol: "TCP" },
  ],
};

function egressRule({ network, port, protocol }: EgressDescription, closed: string[]): NetworkPolicyV1SpecEgress {
  const ports = port === undefined ? undefined : [{ port: String(port), protocol }];
  const ipBlock = network === undefined ? { cidr: EVERYWHERE, except: closed } : { cidr: network };
  return { to: [{ ipBlock }], ports };
}
