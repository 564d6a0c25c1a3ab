import { INGRESS } from "../../ingress";
import { suggest } from "../../suggest";
import { ownerOf, rangeOf } from "../node-ports/reserved";
import { NODE_PORTS } from "../sandbox/exposure";
import type { Check, CheckFinding, Description } from "./check";

/** The node ports of the ledger belong to one way each, and its ranges to one sandbox each. */
export const checkReservedPorts: Check = (description) => [
  ...checkRanges(description),
  ...checkOwners(description),
  ...checkAssigned(description),
];

/** Warns of ranges that keep ports for nobody: a misspelt name protects nothing. */
function checkOwners({ ledger, place, sandboxes }: Description): CheckFinding[] {
  const names = Object.keys(sandboxes);
  const known = [...names, ...(place.sandboxes ?? [])];
  return Object.keys(ledger.reserved)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const what = `there is no sandbox "${name}" at this place yet`;
      const mend = suggest(name, names, "sandboxes");
      const path = [place.name, "reserved", name];
      // A sandbox that cannot be read is there, too.
      const restsOnFiles = [
        { file: `sandboxes/${name}`, path: [] },
        { file: "place", path: ["sandboxes"] },
      ];
      const rest = { restsOn: [path], restsOnFiles };
      return { file: "ledger", severity: "warning", target: "key", path, what, mend, ...rest } as const;
    });
}

function checkRanges({ ledger, place }: Description): CheckFinding[] {
  const ranges = Object.entries(ledger.reserved);
  return ranges.flatMap(([sandbox, text], index) => {
    const path = [place.name, "reserved", sandbox];
    const { first, last } = rangeOf(text);
    if (first > last || first < NODE_PORTS.first || last > NODE_PORTS.last) {
      const what = `"${text}" is not a range within ${NODE_PORTS.first} to ${NODE_PORTS.last}`;
      return [ledgerError(path, what, "Write the lower port first, and node ports alone.")];
    }
    const other = ranges.slice(0, index).find(([, earlier]) => {
      const range = rangeOf(earlier);
      return first <= range.last && range.first <= last;
    });
    if (!other) return [];
    const what = `"${text}" overlaps ${other[1]}, which is reserved for ${other[0]}`;
    return [ledgerError(path, what, "Give them ranges apart.", [place.name, "reserved", other[0]])];
  });
}

function checkAssigned({ ledger, place }: Description): CheckFinding[] {
  const owners = new Map<number, string>();
  return Object.entries(ledger.ports).flatMap(([way, port]) => {
    const path = [place.name, "ports", way];
    const twin = owners.get(port);
    owners.set(port, way);
    if (twin !== undefined) {
      const what = `${port} is ${twin}'s already, as happens when two branches are merged`;
      const mend = "Remove the line that nobody relies on yet: the next synth assigns it another port.";
      return [ledgerError(path, what, mend, [place.name, "ports", twin])];
    }
    if (Object.values(INGRESS.nodePorts).some((own) => own === port)) {
      return [ledgerError(path, `${port} is the ingress controller's (SB-2)`, "Remove the line.")];
    }
    const owner = ownerOf(port, ledger.reserved);
    if (owner === undefined || way.startsWith(`${owner}/`)) return [];
    const what = `${port} lies in the range that is reserved for ${owner}`;
    const mend = "Reserve another range, or remove this line: the next synth assigns the way another port.";
    const reserved = [place.name, "reserved", owner];
    return [ledgerError(path, what, mend, reserved)];
  });
}

function ledgerError(
  path: CheckFinding["path"],
  what: string,
  mend: string,
  ground?: CheckFinding["path"],
): CheckFinding {
  const restsOn = ground ? [ground] : [];
  return { file: "ledger", severity: "error", target: "value", path, what, mend, restsOn };
}
