import { DefaultServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/default-service-account-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import {
  NetworkPolicyV1,
  type NetworkPolicyV1SpecEgress,
  type NetworkPolicyV1SpecIngressFrom,
} from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { Construct } from "constructs";
import { type PodSecurityLevel, podSecurityLabels } from "../pod-security";

/** What a `ToolsNamespace` is made of. */
export interface ToolsNamespaceProps {
  readonly name: string;
  readonly podSecurity: PodSecurityLevel;
  /** Kubernetes minor whose Pod Security standards are enforced. */
  readonly kubernetesMinor: string;
  /** Where its pods may go. Default: anywhere */
  readonly egress?: NetworkPolicyV1SpecEgress[];
}

/** Who may reach which pods. */
export interface OpenDoor {
  /** Labels of the pods. */
  readonly to: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  readonly from: readonly NetworkPolicyV1SpecIngressFrom[];
}

/** Label of every namespace with its own name, set by Kubernetes itself. */
const NAMESPACE_LABEL = "kubernetes.io/metadata.name";

/** Pods of a namespace, as policies name them. */
export function podsOf(namespace: string): NetworkPolicyV1SpecIngressFrom {
  return { namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: namespace } } };
}

/** A namespace of the tools. Nobody reaches its pods but by doors that are opened; its pods have no rights by themselves. */
export class ToolsNamespace extends Construct {
  /** Its name as a reference, which makes Terraform create the namespace first. */
  readonly reference: string;

  constructor(scope: Construct, id: string, { name, podSecurity, kubernetesMinor, egress }: ToolsNamespaceProps) {
    super(scope, id);
    const resource = new NamespaceV1(this, "namespace", {
      metadata: { name, labels: { name, ...podSecurityLabels(podSecurity, kubernetesMinor, podSecurity) } },
    });
    this.reference = resource.metadata.name;
    new DefaultServiceAccountV1(this, "default-account", {
      metadata: { namespace: this.reference },
      automountServiceAccountToken: false,
    });
    new NetworkPolicyV1(this, "closed", {
      metadata: { name: "closed", namespace: this.reference },
      spec: {
        podSelector: {},
        policyTypes: ["Ingress", ...(egress ? ["Egress"] : [])],
        ingress: [],
        egress,
      },
    });
  }

  /** Lets somebody in. */
  open(name: string, { to, ports, from }: OpenDoor): void {
    new NetworkPolicyV1(this, `open-${name}`, {
      metadata: { name, namespace: this.reference },
      spec: {
        podSelector: { matchLabels: { ...to } },
        policyTypes: ["Ingress"],
        ingress: [{ from: [...from], ports: ports.map((port) => ({ port: String(port), protocol: "TCP" })) }],
      },
    });
  }
}
