import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { loadDescription } from "../../../lib/config/load";
import { DescriptionError, type Problem } from "../../../lib/config/problem";
import { temporaryFolder } from "../../support/synth";

const EXAMPLES = join(__dirname, "../../../examples");

/** Values that nobody asked for, and some that stand in the wrong place. */
const ODD = [
  null,
  "",
  0,
  -1,
  1e21,
  2.5,
  true,
  [],
  {},
  [null],
  { a: 1 },
  "10.0.0.0/33",
  "0.0.0.0/0",
  "10.0.0.1",
  "${x}",
  "constructor",
  "__proto__",
  "anywhere",
  "http://a:99999",
  "\n",
  "🦄",
  "a".repeat(300),
  ["etcd"],
  "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
  "ssh-rsa AAAA",
];

const slip = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom("remove", "replace", "rename", "twice", "cut"),
  value: fc.constantFrom(...ODD),
  name: fc.constantFrom<string>("aws", "openstack", "rancher", "existing", "state", "nodes", "toString", "x"),
});

type Slip = typeof slip extends fc.Arbitrary<infer Value> ? Value : never;

interface Spot {
  readonly parent: Record<string | number, unknown>;
  readonly key: string | number;
}

/** Every place in a value where another one stands. */
function spots(value: unknown): Spot[] {
  if (typeof value !== "object" || value === null) return [];
  const parent = value as Spot["parent"];
  return Object.keys(parent).flatMap((name) => {
    const key = Array.isArray(value) ? Number(name) : name;
    return [{ parent, key }, ...spots(parent[key])];
  });
}

function make({ at, kind, value, name }: Slip, place: unknown): void {
  const all = spots(place);
  const spot = all[at % Math.max(all.length, 1)];
  if (!spot) return;
  const { parent, key } = spot;
  const old = parent[key];
  if (kind === "replace") parent[key] = structuredClone(value);
  else if (kind === "cut" && typeof old === "string") parent[key] = old.slice(0, at % (old.length + 1));
  else if (kind === "twice") parent[Array.isArray(parent) ? parent.length : name] = structuredClone(old);
  else {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
    if (kind === "rename" && !Array.isArray(parent)) parent[name] = old;
  }
}

describe("a place with slips", () => {
  it.each([
    ["openstack", "nova"],
    ["openstack", "larger"],
    ["rancher-bare-metal", "smart-bear"],
    ["existing", "lab"],
  ])("given any in examples/%s/places/%s.yaml, then each message has a position and a mend", (example, name) => {
    const directory = temporaryFolder();
    cpSync(join(EXAMPLES, example), directory, { recursive: true });
    const file = join(directory, `places/${name}.yaml`);
    const good = readFileSync(file, "utf8");
    fc.assert(
      fc.property(fc.array(slip, { minLength: 1, maxLength: 4 }), (slips) => {
        const place: unknown = parse(good);
        for (const one of slips) make(one, place);
        writeFileSync(file, stringify(place, { aliasDuplicateObjects: false }));
        for (const { position, what, mend } of problemsOf(directory, name)) {
          expect(what).not.toMatch(/undefined|\[object|Invalid input/);
          expect(mend).toMatch(/[.?>]$/);
          expect(mend).not.toMatch(/undefined|\[object/);
          const text = readFileSync(join(directory, position.file), "utf8").split("\n");
          expect(text[position.line - 1]?.length).toBeGreaterThanOrEqual(position.column - 1);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** What is wrong with a place, or looks wrong. @throws what is no list of problems */
function problemsOf(directory: string, place: string): readonly Problem[] {
  try {
    return loadDescription({ directory, place }).warnings;
  } catch (error) {
    if (error instanceof DescriptionError) return error.problems;
    throw error;
  }
}
