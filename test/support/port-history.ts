import { checkReservedPorts } from "../../lib/config/checks/reserved-ports";
import { checkWaysIn } from "../../lib/config/checks/ways-in";
import { EMPTY_LEDGER, type TestbedLedger } from "../../lib/config/ledger";
import { assignNodePorts } from "../../lib/config/node-ports/assign";
import { ownerOf, rangeOf } from "../../lib/config/node-ports/reserved";
import type { SandboxDescription } from "../../lib/config/sandbox/sandbox";
import { INGRESS } from "../../lib/ingress";
import { changesOf } from "../../lib/ledger/record";
import { descriptionOf } from "./description";

/** A testbed between two synths: what it has, what its ledger says, and which ports its ways have. */
export interface PortState {
  readonly sandboxes: Readonly<Record<string, SandboxDescription>>;
  readonly ledger: TestbedLedger;
  readonly assigned: Readonly<Record<string, number>>;
}

export const NO_PORTS: PortState = { sandboxes: {}, ledger: EMPTY_LEDGER, assigned: {} };

const AROUND = descriptionOf({});

/** What a synth makes of other sandboxes and ranges; undefined where it refuses them. */
export function synth(before: PortState, sandboxes: PortState["sandboxes"], reserved = before.ledger.reserved) {
  const description = { ...AROUND, sandboxes, ledger: { ...before.ledger, reserved } };
  const found = [...checkReservedPorts(description), ...checkWaysIn(sandboxes, description)];
  if (found.some(({ severity }) => severity === "error")) return undefined;
  const { sandboxes: complete, assigned, findings } = assignNodePorts(description);
  if (findings.length > 0) return undefined;
  const { written, dropped } = changesOf({ ...description, sandboxes: complete, assignedPorts: assigned }).ports;
  const all = Object.entries({ ...before.ledger.ports, ...written });
  const ports = Object.fromEntries(all.filter(([way]) => !dropped.includes(way)));
  return { after: { sandboxes, ledger: { ...description.ledger, ports }, assigned } satisfies PortState, complete };
}

/** What is wrong with the ports after a synth, given those before it: nothing may ever be. */
export function brokenPromises(before: PortState, { after, complete }: NonNullable<ReturnType<typeof synth>>) {
  const { assigned, ledger } = after;
  const ways = Object.entries(assigned);
  const own: readonly number[] = Object.values(INGRESS.nodePorts);
  const numbers = Object.values(complete).flatMap(({ expose }) =>
    expose.flatMap(({ nodePort, host }) => (host === undefined ? [nodePort] : [])),
  );
  const isNew = (way: string) => before.assigned[way] === undefined;
  const outside = ([way, port]: [string, number]) => {
    const text = ledger.reserved[way.split("/")[0] ?? ""];
    if (text === undefined) return false;
    const { first, last } = rangeOf(text);
    return port < first || port > last;
  };
  return {
    moved: ways.filter(([way, port]) => !isNew(way) && before.assigned[way] !== port),
    without: numbers.filter((port) => port === undefined),
    twice: numbers.filter((port, index) => numbers.indexOf(port) !== index),
    outOfRange: ways.filter(([, port]) => port < 30000 || port > 32767),
    ofTheIngress: ways.filter(([, port]) => own.includes(port)),
    ofOthers: ways.filter(([way, port]) => !way.startsWith(`${ownerOf(port, ledger.reserved) ?? way.split("/")[0]}/`)),
    outsideTheOwnRange: ways.filter((way) => isNew(way[0]) && outside(way)),
    notRemembered: ways.filter(([way, port]) => ledger.ports[way] !== port),
    remembered: Object.keys(ledger.ports).filter((way) => assigned[way] === undefined),
  };
}

/** The promises, none of them broken. */
export const NOTHING_BROKEN: ReturnType<typeof brokenPromises> = {
  moved: [],
  without: [],
  twice: [],
  outOfRange: [],
  ofTheIngress: [],
  ofOthers: [],
  outsideTheOwnRange: [],
  notRemembered: [],
  remembered: [],
};
