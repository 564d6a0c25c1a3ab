import { type PartRequests, PLATFORM_REQUESTS } from "../../charts/requests";
import type { PlatformFeatures } from "../platform-features";
import { UNITS } from "../sandbox/quantity";
import type { TestbedDescription } from "../testbed";
import { type Amounts, sum, times } from "./amounts";

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
  const requests = below(below(part, "resources"), "requests");
  const given = where?.pods === undefined ? undefined : below(part, where.pods);
  const amounts = {
    cpu: Math.round((amountOf(below(requests, "cpu")) ?? amountOf(cpu) ?? 0) * 1000),
    memory: amountOf(below(requests, "memory")) ?? amountOf(memory) ?? 0,
  };
  return times(amounts, pods === "each node" ? nodes : typeof given === "number" ? given : pods);
}

function below(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

const FACTORS: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  ...UNITS,
};

/** An amount as Kubernetes writes it, in cores or bytes; undefined for what is none. */
function amountOf(amount: unknown): number | undefined {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(String(amount)) ?? [];
  const factor = FACTORS[unit];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
