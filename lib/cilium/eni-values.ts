import { CILIUM_TAINT } from "../cilium-taint";

/** What Cilium has to know about an AWS cluster. */
export interface EniOptions {
  /** Name of the testbed: Cilium's cluster name, at most 32 characters. */
  readonly name: string;
  /** Address of the Kubernetes API without `https://`; a DNS name, because its addresses change. */
  readonly apiHost: string;
  readonly region: string;
  /** ARN of the operator's role. */
  readonly operatorRoleArn: string;
  /** Copies of the operator, which never share a node. */
  readonly operatorReplicas: number;
  /** Tags of the network interfaces that Cilium makes. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Values of the Cilium chart for AWS in ENI mode (INF-14): pods take addresses of the VPC, traffic is routed as it is,
 * the NAT gateways masquerade it, and Cilium stands in for kube-proxy. The names are those of the pinned chart, which
 * ignores keys that it does not know: a test checks them against the recorded schema.
 */
export function eniValues(options: EniOptions) {
  const region = { value: options.region };
  return {
    cluster: { name: options.name },
    eni: { enabled: true, iamRole: options.operatorRoleArn, eniTags: { ...options.tags } },
    ipam: { mode: "eni" },
    routingMode: "native",
    enableIPv4Masquerade: false,
    kubeProxyReplacement: true,
    k8sServiceHost: options.apiHost,
    k8sServicePort: 443,
    agentNotReadyTaintKey: CILIUM_TAINT.key,
    // A changed value, such as the tags of the interfaces, reaches pods only when they start anew.
    rollOutCiliumPods: true,
    operator: {
      rollOutPods: true,
      replicas: options.operatorReplicas,
      removeNodeTaints: true,
      // With iamRole set, the chart leaves the region out, and the operator stops for lack of it (cilium#39307).
      extraEnv: [
        { name: "AWS_REGION", ...region },
        { name: "AWS_DEFAULT_REGION", ...region },
      ],
    },
    hubble: {
      enabled: true,
      relay: { enabled: true },
      ui: { enabled: true },
      // Certificates that Helm makes run out after a year without an upgrade; the job renews them in time.
      tls: { auto: { enabled: true, method: "cronJob" } },
    },
  };
}
