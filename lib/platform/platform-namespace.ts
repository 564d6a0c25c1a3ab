import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { Construct } from "constructs";
import { type PodSecurityLevel, podSecurityLabels } from "../pod-security";

/** What a `PlatformNamespace` is made of. */
export interface PlatformNamespaceProps {
  readonly name: string;
  readonly podSecurity: PodSecurityLevel;
  /** Kubernetes minor whose Pod Security standards are enforced. */
  readonly kubernetesMinor: string;
  /** Ports of its pods that anybody may reach; all others are closed to other pods. */
  readonly openPorts: readonly number[];
}

/** A namespace of the platform: its Pod Security level, and which ports of its pods others reach. */
export class PlatformNamespace extends Construct {
  /** Its name as a reference, which makes Terraform create the namespace first. */
  readonly reference: string;
  readonly resource: NamespaceV1;

  constructor(scope: Construct, id: string, props: PlatformNamespaceProps) {
    super(scope, id);
    const { name, podSecurity, kubernetesMinor, openPorts } = props;
    this.resource = new NamespaceV1(this, "namespace", {
      metadata: { name, labels: { name, ...podSecurityLabels(podSecurity, kubernetesMinor, podSecurity) } },
    });
    this.reference = this.resource.metadata.name;
    new NetworkPolicyV1(this, "policy", {
      metadata: { name: "open-ports", namespace: this.reference },
      spec: {
        podSelector: {},
        policyTypes: ["Ingress"],
        ingress:
          openPorts.length === 0 ? [] : [{ ports: openPorts.map((port) => ({ port: String(port), protocol: "TCP" })) }],
      },
    });
  }
}
