import type {
  NetworkPolicyV1SpecEgress,
  NetworkPolicyV1SpecIngressFrom,
} from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { ACME_SOLVER } from "../acme-solver";
import { EVERYWHERE } from "../config/place";
import { DIRECTORY_PORT } from "./directory/configuration";
import { DIRECTORY_LABELS } from "./directory/directory";
import { DEVOPS } from "./names";
import { type OpenDoor, podsOf } from "./tools-namespace";

/** Label by which the charts of the tools name their pods. */
const NAME_LABEL = "app.kubernetes.io/name";

/** Labels of the tools' pods, as their charts set them, and the ports that they answer at. */
export const TOOL_PODS = {
  jenkins: { labels: { [NAME_LABEL]: "jenkins" }, ports: [8080] },
  nexus: { labels: { [NAME_LABEL]: "nexus3" }, ports: [8081, 8082] },
} as const;

/** What the doors depend on. */
export interface DoorsOptions {
  /** Namespace of the ingress controller. */
  readonly ingressNamespace: string;
  readonly tools: readonly (keyof typeof TOOL_PODS)[];
  /** Whether the testbed has a directory of its own. */
  readonly directory: boolean;
  /** Whether each host has a certificate of its own, which Let's Encrypt asks for at a pod in the namespace. */
  readonly ownCertificates: boolean;
}

/**
 * Who reaches what in the namespace of the tools: the ingress controller and the agents reach the tools, the tools each other, and the
 * directory is for the tools alone.
 */
export function doors({ ingressNamespace, tools, directory, ownCertificates }: DoorsOptions): Record<string, OpenDoor> {
  const ingress = podsOf(ingressNamespace);
  const agents = [podsOf(DEVOPS.builds), podsOf(DEVOPS.deploys)];
  const inside: NetworkPolicyV1SpecIngressFrom = { podSelector: {} };
  const readers = tools.map((tool) => TOOL_PODS[tool].labels[NAME_LABEL]);
  const ofTools = tools.map((tool): [string, OpenDoor] => {
    const { labels, ports } = TOOL_PODS[tool];
    return [tool, { to: labels, ports, from: [ingress, inside, ...agents] }];
  });
  const toDirectory: OpenDoor = {
    to: DIRECTORY_LABELS,
    ports: [DIRECTORY_PORT],
    from: [{ podSelector: { matchExpressions: [{ key: NAME_LABEL, operator: "In", values: readers }] } }],
  };
  return {
    ...Object.fromEntries(ofTools),
    ...(directory && readers.length > 0 ? { directory: toDirectory } : {}),
    ...(ownCertificates && tools.length > 0
      ? { acme: { to: ACME_SOLVER.labels, ports: [ACME_SOLVER.port.port], from: [ingress] } }
      : {}),
  };
}

/** What the ways out of builds depend on. */
export interface BuildsEgressOptions {
  /** IPv4 networks that no pod reaches by way of the internet: of pods, services, machines and their metadata. */
  readonly closedNetworks: string[];
  /** Public address of the entry, behind which the hosts of the testbed are. */
  readonly entryAddress: string;
}

/**
 * Where builds may go, as they run what partners write: to the internet, to the tools, to the testbed's own hosts by the front door,
 * and nowhere else in the cluster.
 */
export function buildsEgress({ closedNetworks, entryAddress }: BuildsEgressOptions): NetworkPolicyV1SpecEgress[] {
  const ports = (...numbers: number[]) => numbers.map((port) => ({ port: String(port), protocol: "TCP" }));
  return [
    {
      to: [{ ...podsOf("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
      ports: [
        { port: "53", protocol: "UDP" },
        { port: "53", protocol: "TCP" },
      ],
    },
    {
      to: [podsOf(DEVOPS.namespace)],
      ports: ports(...TOOL_PODS.jenkins.ports, ...TOOL_PODS.nexus.ports),
    },
    { to: [{ ipBlock: { cidr: EVERYWHERE, except: closedNetworks } }] },
    { to: [{ ipBlock: { cidr: `${entryAddress}/32` } }], ports: ports(80, 443) },
  ];
}
