import { describe, expect, it } from "vitest";
import { brokenPromises, NO_PORTS, NOTHING_BROKEN, type PortState, synth } from "../../../support/port-history";
import { sandboxOf } from "../../../support/sandbox";

const STORE = { kind: "stateful", image: "a:1", replicas: 2, ports: { sql: 1529, admin: 9000 } };
const storeWith = (...expose: object[]) =>
  sandboxOf({ components: { store: STORE }, expose: expose.map((way) => ({ component: "store", ...way })) });

/** Ways that are assigned, that ask for a port in their midst, and that have a range of their own. */
const SANDBOXES = {
  pilot1: storeWith({ port: "sql" }, { port: "sql", replica: 1 }),
  pilot2: storeWith({ port: "sql", nodePort: 30002 }, { port: "admin" }),
  pilot3: storeWith({ port: "admin" }, { port: "sql" }, { port: "sql", host: "pilot3" }),
  pilot4: storeWith({ port: "sql" }, { port: "admin" }, { port: "sql", replica: 0 }),
  pilot5: storeWith({ port: "sql", nodePort: 30000 }, { port: "sql", replica: 0, nodePort: 31000 }),
};
type Name = keyof typeof SANDBOXES;
const NAMES = Object.keys(SANDBOXES) as Name[];
const RESERVED = { pilot4: "30004-30006", partner: "30001-30001" };

interface Walk {
  readonly state: PortState;
  readonly steps: number;
  readonly refused: number;
}

const START: Walk = {
  state: { ...NO_PORTS, ledger: { ...NO_PORTS.ledger, reserved: RESERVED } },
  steps: 0,
  refused: 0,
};

/** Adds a sandbox that is not there, or removes one that is: the promises hold, or the step is refused and nothing changes. */
function step({ state, steps, refused }: Walk, name: Name): Walk {
  const { [name]: there, ...others } = state.sandboxes;
  const outcome = synth(state, there ? others : { ...others, [name]: SANDBOXES[name] });
  if (!outcome) return { state, steps, refused: refused + 1 };
  expect(brokenPromises(state, outcome)).toEqual(NOTHING_BROKEN);
  return { state: outcome.after, steps: steps + 1, refused };
}

/** Walks every order in which each of the names comes up so many times. */
function everyOrder(walk: Walk, left: Readonly<Partial<Record<Name, number>>>, atEnd: (walk: Walk) => void): void {
  const names = NAMES.filter((name) => (left[name] ?? 0) > 0);
  if (names.length === 0) atEnd(walk);
  for (const name of names) everyOrder(step(walk, name), { ...left, [name]: (left[name] ?? 0) - 1 }, atEnd);
}

describe("sandboxes that come and go", () => {
  it("keep the ports of all others, in all 2520 orders in which four come and go", () => {
    let orders = 0;
    everyOrder(START, { pilot1: 2, pilot2: 2, pilot3: 2, pilot4: 2 }, () => {
      orders++;
    });
    expect(orders).toBe(2520);
  });

  it("keep their ports in all 120 orders in which five come", () => {
    let refused = 0;
    const ends: number[] = [];
    everyOrder(START, { pilot1: 1, pilot2: 1, pilot3: 1, pilot4: 1, pilot5: 1 }, (walk) => {
      refused += walk.refused;
      ends.push(Object.keys(walk.state.sandboxes).length);
    });
    expect(ends).toHaveLength(120);
    expect(Math.max(...ends)).toBe(5);
    // A port that somebody asks for may have been given away before: then they are told, and nobody moves.
    expect(refused).toBeGreaterThan(0);
  });

  it("are forgotten when they go: the last one leaves an empty ledger", () => {
    everyOrder(START, { pilot1: 2, pilot3: 2, pilot4: 2 }, ({ state }) => {
      expect(state.ledger.ports).toEqual({});
    });
  });

  it("take the port of a sandbox only when the ledger has forgotten that", () => {
    const both = synth(NO_PORTS, { pilot1: SANDBOXES.pilot1 })?.after ?? NO_PORTS;
    const swapped = synth(both, { pilot3: SANDBOXES.pilot3 })?.after ?? NO_PORTS;
    expect(swapped.assigned).toEqual({ "pilot3/store/9000": 30002, "pilot3/store/1529": 30003 });
  });
});
