import { CILIUM_TAINT } from "../cilium-taint";
import { type CommonOptions, commonValues } from "./common-values";

/** What Cilium has to know about an AWS cluster. */
export interface EniOptions extends CommonOptions {
  /** Address of the Kubernetes API without `https://`; a DNS name, because its addresses change. */
  readonly apiHost: string;
  readonly region: string;
  /** ARN of the operator's role. */
  readonly operatorRoleArn: string;
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
  const common = commonValues(options);
  return {
    ...common,
    eni: { enabled: true, iamRole: options.operatorRoleArn, eniTags: { ...options.tags } },
    ipam: { mode: "eni" },
    routingMode: "native",
    enableIPv4Masquerade: false,
    k8sServiceHost: options.apiHost,
    k8sServicePort: 443,
    agentNotReadyTaintKey: CILIUM_TAINT.key,
    operator: {
      ...common.operator,
      removeNodeTaints: true,
      // With iamRole set, the chart leaves the region out, and the operator stops for lack of it (cilium#39307).
      extraEnv: [
        { name: "AWS_REGION", ...region },
        { name: "AWS_DEFAULT_REGION", ...region },
      ],
    },
  };
}
