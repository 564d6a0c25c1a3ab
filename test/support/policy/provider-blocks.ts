import { COMMENT_KEY, childPath, isAbsent, isObject, type JsonObject } from "../provider-schema/json";

/** Blocks of the Kubernetes provider that stand for one object. */
const SINGLE = new Set(["metadata", "spec", "pod_selector", "namespace_selector", "ip_block"]);

/** Blocks that stand for an element of a list. */
const REPEATED = new Set(["ingress", "egress", "from", "to", "ports", "match_expressions"]);

/** Arguments that are text in the provider, and in Kubernetes a number where the text is one. */
const NUMBER_OR_NAME = new Set(["port", "target_port", "end_port", "node_port"]);

/** Names that are not just written together. */
const NAMES: Readonly<Record<string, string>> = {
  cluster_ip: "clusterIP",
  cluster_ips: "clusterIPs",
  external_ips: "externalIPs",
  load_balancer_ip: "loadBalancerIP",
};

/** An object of Kubernetes from the blocks in which the Kubernetes provider writes it; labels and the like stay as they are. */
export function objectOf(block: JsonObject, path: string): JsonObject {
  return Object.fromEntries(
    Object.entries(block)
      .filter(([key, value]) => key !== COMMENT_KEY && !isAbsent(value))
      .flatMap(([key, value]) => fieldOf(key, value, childPath(path, key))),
  );
}

function fieldOf(key: string, value: unknown, path: string): [string, unknown][] {
  if (key === "dynamic") throw new Error(`${path}: dynamic blocks cannot be read`);
  if (SINGLE.has(key))
    return blocksOf(value, path)
      .slice(0, 1)
      .map((block) => [nameOf(key), block]);
  if (REPEATED.has(key)) return [[nameOf(key), blocksOf(value, path)]];
  if (key === "port" && typeof value === "object") return [["ports", blocksOf(value, path)]];
  return [[nameOf(key), NUMBER_OR_NAME.has(key) ? numberOrName(value) : value]];
}

function blocksOf(value: unknown, path: string): JsonObject[] {
  return (Array.isArray(value) ? value : [value]).map((block: unknown, index) => {
    if (!isObject(block)) throw new Error(`${path}: must be a block or a list of blocks`);
    return objectOf(block, Array.isArray(value) ? childPath(path, index) : path);
  });
}

function nameOf(key: string): string {
  return NAMES[key] ?? key.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

function numberOrName(value: unknown): unknown {
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
}
