import { type PartRequests, PLATFORM_REQUESTS } from "../../charts/requests";
import type { PlatformFeatures } from "../platform-features";
import type { TestbedDescription } from "../testbed";
import { type Amounts, sum, times } from "./amounts";
import { below, requestsIn } from "./chart-amounts";

type PlatformValues = Partial<TestbedDescription["platform"]["values"]>;

/** What the whole platform of a place asks for on so many nodes, with the values that a description sets. */
export function platformRequests(nodes: number, features: PlatformFeatures, values: PlatformValues = {}): Amounts {
  const parts = Object.entries<PartRequests>(PLATFORM_REQUESTS).filter(([name]) => isPart(name as Part, features));
  return sum(parts.map(([, part]) => partRequests(part, nodes, values)));
}

type Part = keyof typeof PLATFORM_REQUESTS;

/** Whether the platform of a place installs a part. */
function isPart(part: Part, { autoscaler, present, shared, standard, volumeDriver }: PlatformFeatures): boolean {
  const nfs = (shared === "nfs" || standard === "nfs") && !present.includes("csi-driver-nfs");
  const certificates = !present.includes("cert-manager");
  const parts: Readonly<Record<Part, boolean>> = {
    ingress: true,
    certificates,
    certificatesWebhook: certificates,
    certificatesInjector: certificates,
    autoscaler,
    metrics: !present.includes("metrics-server"),
    volumes: volumeDriver !== undefined,
    volumesOnNodes: volumeDriver !== undefined,
    sharedVolumes: nfs,
    sharedVolumesOnNodes: nfs,
  };
  return parts[part];
}

function partRequests(
  { pods, cpu, memory, values: where }: PartRequests,
  nodes: number,
  values: PlatformValues,
): Amounts {
  const set: unknown = where && values[where.chart];
  const part = where?.below === undefined ? set : below(set, where.below);
  const given = where?.pods === undefined ? undefined : below(part, where.pods);
  return times(
    requestsIn(part, { cpu, memory }),
    pods === "each node" ? nodes : typeof given === "number" ? given : pods,
  );
}
