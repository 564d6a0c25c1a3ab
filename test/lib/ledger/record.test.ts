import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { EMPTY_LEDGER, type TestbedLedger } from "../../../lib/config/ledger";
import { changesOf, type LedgerChanges, recordChanges } from "../../../lib/ledger/record";
import { sandboxOf } from "../../support/sandbox";
import { temporaryFolder } from "../../support/synth";

const changes = (datasets: object, ledger: Partial<TestbedLedger> = {}, assignedPorts = {}) =>
  changesOf({ sandboxes: { demo: sandboxOf({ datasets }) }, ledger: { ...EMPTY_LEDGER, ...ledger }, assignedPorts });
const claims = (datasets: object, ledger: Partial<TestbedLedger> = {}) => changes(datasets, ledger).datasets;

describe("what a ledger has to learn", () => {
  it("is each claim that is new", () => {
    const datasets = {
      risk: { size: "5Gi" },
      chain: { perReplica: { component: "peer", replicas: 2 } },
      all: { shared: true },
    };
    expect(claims(datasets)).toEqual({
      written: {
        "demo/risk": { size: "5Gi" },
        "demo/chain-peer-0": { size: "10Gi" },
        "demo/chain-peer-1": { size: "10Gi" },
        "demo/all": { size: "10Gi", shared: true },
      },
      dropped: [],
    });
  });

  it("is each claim that has grown", () => {
    const datasets = { "demo/risk": { size: "5Gi", shared: false } };
    expect(claims({ risk: { size: "6Gi" } }, { datasets }).written).toEqual({ "demo/risk": { size: "6Gi" } });
  });

  it("is nothing where it knows everything, in whatever unit", () => {
    const datasets = { "demo/risk": { size: "5120Mi", shared: false } };
    expect(claims({ risk: { size: "5Gi" } }, { datasets })).toEqual({ written: {}, dropped: [] });
  });

  it("is to drop what is removed", () => {
    const datasets = { "demo/risk": { size: "5Gi", shared: false } };
    expect(claims({}, { datasets, removed: ["demo/risk"] })).toEqual({ written: {}, dropped: ["demo/risk"] });
  });
});

describe("a ledger", () => {
  let folder: string;
  const text = () => readFileSync(join(folder, "ledger.yaml"), "utf8");
  const record = (datasets: object, ledger?: Partial<TestbedLedger>) =>
    recordChanges(folder, "test", changes(datasets, ledger));
  beforeEach(() => {
    folder = temporaryFolder();
  });

  it("is written where there was none, in order, and says what it is", () => {
    const said = record({ b: {}, a: {} });
    expect(said).toEqual([
      "ledger.yaml: wrote demo/b (10Gi); commit it",
      "ledger.yaml: wrote demo/a (10Gi); commit it",
    ]);
    expect(text()).toMatch(/^# What must never move by accident/);
    expect(text()).toContain("test:\n  datasets:\n    demo/a: { size: 10Gi }\n    demo/b: { size: 10Gi }\n");
  });

  it("is left alone where nothing changed", () => {
    expect(record({})).toEqual([]);
    expect(existsSync(join(folder, "ledger.yaml"))).toBe(false);
  });

  it("keeps what others wrote, comments too", () => {
    writeFileSync(join(folder, "ledger.yaml"), "# ours\nother:\n  datasets: { x/y: { size: 1Gi } } # theirs\n");
    record({ a: {} });
    expect(text()).toBe(
      "# ours\nother:\n  datasets: { x/y: { size: 1Gi } } # theirs\ntest:\n  datasets:\n    demo/a: { size: 10Gi }\n",
    );
  });

  it("loses what is removed, and remembers that it was", () => {
    writeFileSync(
      join(folder, "ledger.yaml"),
      "test:\n  datasets:\n    demo/a: { size: 10Gi }\n    demo/b: { size: 10Gi }\n  removed: [demo/a]\n",
    );
    const claim = { size: "10Gi", shared: false };
    record({ b: {} }, { datasets: { "demo/a": claim, "demo/b": claim }, removed: ["demo/a"] });
    expect(text()).toBe("test:\n  datasets:\n    demo/b: { size: 10Gi }\n  removed: [ demo/a ]\n");
  });
});

describe("the comments of a ledger", () => {
  const record = (before: string, datasets: LedgerChanges["datasets"]): string => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "ledger.yaml"), before);
    recordChanges(folder, "test", { datasets, ports: { written: {}, dropped: [] } });
    return readFileSync(join(folder, "ledger.yaml"), "utf8");
  };
  const writing = (...names: string[]) => ({
    written: Object.fromEntries(names.map((name) => [name, { size: "2Gi" }])),
    dropped: [],
  });

  it.each([
    ["one", "# ours\n"],
    ["several, with a line between them", "# ours\n\n# and theirs\n"],
    ["one, without a line end", "# ours"],
  ])("survive where there is nothing else: %s", (_, before) => {
    const text = record(before, writing("demo/a"));
    for (const line of before.split("\n").filter((one) => one.startsWith("#"))) expect(text).toContain(`${line}\n`);
    expect(text).toContain("# What must never move by accident");
    expect(text).toContain("\ntest:\n  datasets:\n    demo/a: { size: 2Gi }\n");
  });

  it("go with the entry that they stand above or beside, also with the first one", () => {
    const before = [
      "test:",
      "  datasets:",
      "    # of c",
      "    demo/c: { size: 1Gi } # beside c",
      "    # of d",
      "    demo/d: { size: 1Gi }",
      "",
    ];
    expect(record(before.join("\n"), writing("demo/a", "demo/c")).split("\n")).toEqual([
      ...before.slice(0, 2),
      "    demo/a: { size: 2Gi }",
      "    # of c",
      "    demo/c: { size: 2Gi } # beside c",
      ...before.slice(4),
    ]);
  });

  it("go when their entry goes: none is told of another", () => {
    const before = "test:\n  datasets:\n    # of a\n    demo/a: { size: 1Gi }\n    demo/b: { size: 1Gi }\n";
    expect(record(before, { written: {}, dropped: ["demo/a"] })).toBe(
      "test:\n  datasets:\n    demo/b: { size: 1Gi }\n",
    );
  });

  it("stay with their section where they stand beside its name", () => {
    const before = "test:\n  datasets: # of the pilots\n    demo/b: { size: 1Gi }\n";
    expect(record(before, writing("demo/a"))).toMatch(
      /datasets:\s+# of the pilots\n {4}demo\/a: .*\n {4}demo\/b: .*\n$/,
    );
  });

  it("are not told twice by a second record", () => {
    const first = record("# ours\n", writing("demo/b"));
    expect(record(first, writing("demo/a"))).toBe(first.replace("    demo/b", "    demo/a: { size: 2Gi }\n    demo/b"));
  });
});
