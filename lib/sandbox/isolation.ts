import {
  NetworkPolicyV1,
  type NetworkPolicyV1SpecEgress,
  type NetworkPolicyV1SpecIngressFrom,
} from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { Construct } from "constructs";
import { EVERYWHERE } from "../config/place";
import type { EgressDescription } from "../config/sandbox/egress";
import type { ExposedPort } from "../config/sandbox/exposed-port";
import type { SandboxDescription } from "../config/sandbox/sandbox";
import { OWN_NAMES } from "../platform-namespaces";
import { type FrameNamespace, frameMetadata } from "./frame-namespace";
import { COMPONENT_LABEL } from "./labels";

/** What an `Isolation` is made of. */
export interface IsolationProps {
  readonly namespace: FrameNamespace;
  readonly sandbox: SandboxDescription;
  /** IPv4 networks that traffic through node ports comes from: the private address of the bastion. */
  readonly entrySources: readonly string[];
  /** IPv4 networks that no pod reaches by way of the internet: of pods, services, machines and their metadata. */
  readonly closedNetworks: string[];
  /** Namespace of the ingress controller. Default: `ingress-nginx` (INF-15) */
  readonly ingressNamespace?: string | undefined;
}

/** Label of every namespace with its own name, set by Kubernetes itself. */
const NAMESPACE_LABEL = "kubernetes.io/metadata.name";

/**
 * The network policies of a sandbox (INF-29): in only from itself and by the ways in that are declared; out only to
 * itself, to DNS, and by the ways out that are declared. Standard policies, for any CNI that enforces them.
 */
export class Isolation extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: IsolationProps,
  ) {
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
  }

  /**
   * Lets in what comes by node ports: to all pods of the component, also where the way leads to one replica, because Cilium
   * knows no pod by its name.
   */
  openNodePort(name: string, component: string, port: ExposedPort): void {
    const from = this.props.entrySources.map((cidr) => ({ ipBlock: { cidr } }));
    this.open(name, { [COMPONENT_LABEL]: component }, port, from);
  }

  /** Lets the ingress controller in: to the component behind a host, or to whatever these labels choose. */
  openToIngress(name: string, pods: Record<string, string>, port: ExposedPort): void {
    const namespace = this.props.ingressNamespace ?? OWN_NAMES.ingress;
    this.open(name, pods, port, [{ namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: namespace } } }]);
  }

  private open(
    name: string,
    matchLabels: Record<string, string>,
    { port, protocol }: ExposedPort,
    from: NetworkPolicyV1SpecIngressFrom[],
  ): void {
    new NetworkPolicyV1(this, name, {
      metadata: frameMetadata(this.props.namespace, name),
      spec: {
        podSelector: { matchLabels },
        policyTypes: ["Ingress"],
        ingress: [{ from, ports: [{ port: String(port), protocol }] }],
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
