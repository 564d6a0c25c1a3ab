import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SandboxDescription } from "../../../../lib/config/sandbox/sandbox";
import { brokenPromises, NO_PORTS, NOTHING_BROKEN, type PortState, synth } from "../../../support/port-history";
import { sandboxOf } from "../../../support/sandbox";

const NAMES = ["pilot1", "pilot2", "pilot10", "fraud", "x"] as const;
const name = fc.constantFrom(...NAMES);

/** Few ports, so that they meet often. */
const nodePort = fc.integer({ min: 30000, max: 30012 });
const ports = { sql: 1529, admin: 9000 };
const exposure = fc.record(
  {
    component: fc.constantFrom("store", "ui"),
    port: fc.constantFrom("sql", "admin"),
    replica: fc.constantFrom(0, 1),
    nodePort,
  },
  { requiredKeys: ["component", "port"] },
);
const sandbox = fc
  .record({
    image: fc.constantFrom("a:1", "a:2"),
    replicas: fc.constantFrom(2, 5),
    expose: fc.uniqueArray(exposure, {
      maxLength: 6,
      selector: ({ component, port, replica }) => `${component}/${port}/${replica}`,
    }),
  })
  .map(({ image, replicas, expose }) => {
    const component = { kind: "stateful", image, replicas, ports };
    return sandboxOf({ components: { store: component, ui: component }, expose });
  });
const range = fc.tuple(nodePort, fc.nat(3)).map(([first, more]) => `${first}-${first + more}`);

type Change = (state: PortState) => Parameters<typeof synth>;
const change = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(name, sandbox).map(([key, value]) => describing(key, value)) },
  {
    weight: 3,
    arbitrary: name.map(
      (key): Change =>
        (state) => [state, without(state.sandboxes, key)],
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...NAMES, "partner"), range).map(([key, text]) => reserving(key, text)),
  },
  { weight: 1, arbitrary: fc.shuffledSubarray([...NAMES], { minLength: NAMES.length }).map(reordering) },
);

function describing(key: string, value: SandboxDescription): Change {
  return (state) => [state, { ...state.sandboxes, [key]: value }];
}

function reserving(key: string, text: string): Change {
  return (state) => [state, state.sandboxes, { ...state.ledger.reserved, [key]: text }];
}

/** The same sandboxes, as another file system would list them. */
function reordering(order: readonly string[]): Change {
  return (state) => {
    const listed = order.flatMap((key) => (state.sandboxes[key] ? [[key, state.sandboxes[key]]] : []));
    return [state, Object.fromEntries(listed)];
  };
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== key));
}

describe("node ports that nobody asked for", () => {
  it("break no promise, whatever is described, removed, reserved and listed in another order", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25 }), (changes) => {
        changes.reduce((state, next) => {
          const outcome = synth(...next(state));
          if (!outcome) return state;
          expect(brokenPromises(state, outcome)).toEqual(NOTHING_BROKEN);
          return outcome.after;
        }, NO_PORTS);
      }),
      { numRuns: 300 },
    );
  });

  it("are the same for ways in any order in the file, once the ledger knows them", () => {
    const reversed = (one: SandboxDescription): SandboxDescription => ({ ...one, expose: [...one.expose].reverse() });
    fc.assert(
      fc.property(fc.dictionary(name, sandbox), (sandboxes) => {
        const first = synth(NO_PORTS, sandboxes)?.after;
        fc.pre(first !== undefined);
        const turned = Object.entries(sandboxes).map(([key, one]) => [key, reversed(one)] as const);
        expect(synth(first, Object.fromEntries(turned.reverse()))?.after.ledger).toEqual(first.ledger);
      }),
    );
  });

  it("are the same when a component changes otherwise", () => {
    const of = (image: string, replicas: number) => {
      const component = { kind: "stateful", image, replicas, ports };
      return sandboxOf({ components: { store: component }, expose: [{ component: "store", port: "sql", replica: 1 }] });
    };
    fc.assert(
      fc.property(fc.constantFrom("a:1", "b:2"), fc.integer({ min: 2, max: 9 }), (image, replicas) => {
        const { after } = synth(NO_PORTS, { demo: of("a:1", 2) }) ?? { after: NO_PORTS };
        expect(synth(after, { aaa: of("a:1", 2), demo: of(image, replicas) })?.after.assigned).toEqual({
          "demo/store/1/1529": 30000,
          "aaa/store/1/1529": 30001,
        });
      }),
    );
  });
});
