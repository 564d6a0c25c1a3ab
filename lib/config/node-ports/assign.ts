import { INGRESS } from "../../ingress";
import type { CheckFinding, Description } from "../checks/check";
import { sandboxError } from "../checks/check";
import { NODE_PORTS } from "../sandbox/exposure";
import type { SandboxDescription } from "../sandbox/sandbox";
import { ownerOf, rangeOf } from "./reserved";
import { isNodePort, wayPath } from "./way-path";

/** Sandboxes in which each way in by node port has its number, and where those came from that nobody asked for. */
export interface AssignedPorts {
  readonly sandboxes: Readonly<Record<string, SandboxDescription>>;
  /** Numbers that were assigned, now or in the past, by way. */
  readonly assigned: Readonly<Record<string, number>>;
  /** Ways for which no port is left. */
  readonly findings: readonly CheckFinding[];
}

/**
 * Gives a number to each way in by node port that asks for none (INF-33): the one that the ledger remembers, or else the
 * lowest that is free, in the range that is reserved for its sandbox where there is one. Kubernetes gives
 * numbers from the other end of the range first (KEP-3668), so the two seldom meet.
 */
export function assignNodePorts({ sandboxes, ledger }: Pick<Description, "sandboxes" | "ledger">): AssignedPorts {
  const taken = new Set<number>([
    ...Object.values(INGRESS.nodePorts),
    ...Object.values(ledger.ports),
    ...Object.values(sandboxes).flatMap(({ expose }) => expose.flatMap(({ nodePort }) => nodePort ?? [])),
  ]);
  const assigned: Record<string, number> = {};
  const findings: CheckFinding[] = [];
  const take = (sandbox: string): number | undefined => {
    const own = ledger.reserved[sandbox];
    const { first, last } = own === undefined ? NODE_PORTS : rangeOf(own);
    for (let port: number = first; port <= last; port++) {
      const owner = ownerOf(port, ledger.reserved);
      if (taken.has(port) || (owner !== undefined && owner !== sandbox)) continue;
      taken.add(port);
      return port;
    }
    return undefined;
  };
  const complete = Object.entries(sandboxes).map(([name, sandbox]) => {
    const expose = sandbox.expose.map((exposure, index) => {
      if (!isNodePort(exposure) || exposure.nodePort !== undefined) return exposure;
      const path = wayPath(name, exposure, sandbox);
      const nodePort = ledger.ports[path] ?? take(name);
      if (nodePort === undefined) {
        findings.push(noPortLeft(name, index, ledger.reserved[name]));
        return exposure;
      }
      assigned[path] = nodePort;
      return { ...exposure, nodePort };
    });
    return [name, { ...sandbox, expose }] as const;
  });
  return { sandboxes: Object.fromEntries(complete), assigned, findings };
}

function noPortLeft(sandbox: string, index: number, own: string | undefined): CheckFinding {
  const path = ["expose", index];
  return own === undefined
    ? sandboxError(sandbox, path, "finds no node port that is free", "Narrow the ranges of others in ledger.yaml.")
    : sandboxError(sandbox, path, `finds no node port that is free in ${own}`, "Widen that range in ledger.yaml.");
}
