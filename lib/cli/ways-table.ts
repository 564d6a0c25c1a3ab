import Table from "cli-table3";
import type { Description } from "../config/checks/check";
import { exposedPort } from "../config/sandbox/exposed-port";
import { hostName } from "../config/sandbox/host-name";
import { networksOf } from "../config/sources";

/** All ways into the sandboxes of a testbed, as a table: node ports by number, then hosts. */
export function waysTable({ sandboxes, place }: Pick<Description, "sandboxes" | "place">): string {
  const table = new Table({
    head: ["way in", "sandbox", "component", "open to"],
    style: { head: [], border: [] },
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  const exposures = Object.entries(sandboxes).flatMap(([name, sandbox]) =>
    sandbox.expose.map((exposure) => ({ sandbox: name, ...exposure, target: exposedPort(exposure, sandbox).port })),
  );
  const rows = exposures.map(({ sandbox, component, replica, target, nodePort = 0, host, from = [] }) => ({
    order: host === undefined ? nodePort : Number.POSITIVE_INFINITY,
    cells: [
      host === undefined ? String(nodePort) : `https://${hostName(host, place.domain)}`,
      sandbox,
      `${component}${replica === undefined ? "" : `-${replica}`}:${target}`,
      host === undefined ? openTo(from, place.sources) : "everybody",
    ],
  }));
  table.push(...rows.sort((a, b) => compare(a.order, b.order)).map(({ cells }) => cells));
  return rows.length === 0 ? "no sandbox has a way in" : table.toString();
}

function compare(a: number, b: number): number {
  return a < b ? -1 : Number(a > b);
}

function openTo(from: readonly string[], sources: Description["place"]["sources"]): string {
  if (from.length === 0) return "nobody";
  return from.map((name) => `${name} (${networksOf([name], sources).join(", ")})`).join(", ");
}
