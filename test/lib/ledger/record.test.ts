import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { EMPTY_LEDGER, type TestbedLedger } from "../../../lib/config/ledger";
import { changesOf, recordChanges } from "../../../lib/ledger/record";
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
