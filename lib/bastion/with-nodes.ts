import { createHash } from "node:crypto";
import type { NodeRole } from "../way";

/** Addresses of the nodes, by role. */
export type Nodes = Readonly<Partial<Record<NodeRole, readonly string[]>>>;

/**
 * Writes the nodes into a configuration: each line that names a role becomes one line for each node of it, in the order of
 * their addresses; and the digest of all of it. The program on the bastion (`bastion/refresh.py`) does the same with the nodes of the moment.
 *
 * @throws Error when a role has no nodes
 */
export function withNodes(configuration: string, nodes: Nodes): string {
  const text = configuration
    .split("\n")
    .flatMap((line) => {
      const role = line.match(/\{(worker|control-plane)\}/)?.[1] as NodeRole | undefined;
      if (role === undefined) return [line];
      const addresses = [...new Set(nodes[role])].sort(byNumber);
      if (addresses.length === 0) throw new Error(`There is no node with the role ${role}. Name at least one.`);
      return addresses.map((address) => line.replaceAll(`{${role}}`, address));
    })
    .join("\n");
  return text.replaceAll("{digest}", createHash("sha256").update(text).digest("hex"));
}

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
