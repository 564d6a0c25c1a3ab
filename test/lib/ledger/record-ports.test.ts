import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EMPTY_LEDGER } from "../../../lib/config/ledger";
import { changesOf, recordChanges } from "../../../lib/ledger/record";
import { temporaryFolder } from "../../support/synth";

const nothing = { written: {}, dropped: [] };
const ports = (assignedPorts: Record<string, number>, known: Record<string, number> = {}) =>
  changesOf({ sandboxes: {}, ledger: { ...EMPTY_LEDGER, ports: known }, assignedPorts }).ports;

describe("what a ledger has to learn of node ports", () => {
  it("is each port that was assigned now", () => {
    expect(ports({ "demo/ui/80": 30000, "demo/ui/81": 30001 }, { "demo/ui/80": 30000 })).toEqual({
      written: { "demo/ui/81": 30001 },
      dropped: [],
    });
  });

  it("is each port that is another one now", () => {
    expect(ports({ "demo/ui/80": 30001 }, { "demo/ui/80": 30000 }).written).toEqual({ "demo/ui/80": 30001 });
  });

  it("is to forget ways that are gone, or ask for a port of their own now", () => {
    expect(ports({}, { "demo/ui/80": 30000 })).toEqual({ written: {}, dropped: ["demo/ui/80"] });
  });

  it("is nothing where it knows them all", () => {
    expect(ports({ "demo/ui/80": 30000 }, { "demo/ui/80": 30000 })).toEqual(nothing);
  });
});

describe("the node ports in a ledger", () => {
  const record = (before: string, changes: Partial<Parameters<typeof recordChanges>[2]>) => {
    const folder = temporaryFolder();
    if (before !== "") writeFileSync(join(folder, "ledger.yaml"), before);
    const said = recordChanges(folder, "test", { datasets: nothing, ports: nothing, ...changes });
    return { said, text: readFileSync(join(folder, "ledger.yaml"), "utf8") };
  };

  it("are written in the order of their ways, and told", () => {
    const written = { "pilot2/ui/80": 30000, "pilot1/ui/80": 30001 };
    const { said, text } = record("", { ports: { written, dropped: [] } });
    expect(text).toContain("\n\ntest:\n  ports:\n    pilot1/ui/80: 30001\n    pilot2/ui/80: 30000\n");
    expect(text).not.toContain("datasets:\n");
    expect(said).toEqual([
      "ledger.yaml: wrote pilot2/ui/80 (node port 30000); commit it",
      "ledger.yaml: wrote pilot1/ui/80 (node port 30001); commit it",
    ]);
  });

  it("leave everything else as it stands, comments too", () => {
    const before = [
      "# ours",
      "test:",
      "  # the first port",
      "  ports:",
      "    b/ui/80: 30000 # of b",
      "    d/ui/80: 30001 # of d",
      "  reserved: { x: 31000-31099 } # theirs",
      "other: { ports: { a/ui/80: 30000 } }",
      "",
    ];
    const { text } = record(before.join("\n"), { ports: { written: { "c/ui/80": 30002 }, dropped: ["d/ui/80"] } });
    expect(text.split("\n")).toEqual([
      ...before.slice(0, 5),
      "    c/ui/80: 30002",
      "  reserved: { x: 31000-31099 } # theirs",
      "other: { ports: { a/ui/80: 30000 } }",
      "",
    ]);
  });

  it("stand beside the datasets that are written at the same time", () => {
    const { said, text } = record("", {
      datasets: { written: { "demo/risk": { size: "1Gi" } }, dropped: [] },
      ports: { written: { "demo/ui/80": 30000 }, dropped: [] },
    });
    expect(text).toContain("test:\n  datasets:\n    demo/risk: { size: 1Gi }\n  ports:\n    demo/ui/80: 30000\n");
    expect(said).toEqual([
      "ledger.yaml: wrote demo/risk (1Gi); commit it",
      "ledger.yaml: wrote demo/ui/80 (node port 30000); commit it",
    ]);
  });

  it("go when their ways do, and that is told", () => {
    const { said, text } = record("test:\n  ports:\n    demo/ui/80: 30000\n    demo/ui/81: 30001\n", {
      ports: { written: {}, dropped: ["demo/ui/80"] },
    });
    expect(text).toBe("test:\n  ports:\n    demo/ui/81: 30001\n");
    expect(said).toEqual(["ledger.yaml: dropped demo/ui/80, which is gone or has a number of its own; commit it"]);
  });

  it("are sorted in the same way on every machine", () => {
    const written = { "pilot10/ui/80": 30000, "pilot-2/ui/80": 30001, "pilot2/ui/80": 30002, "fraud/ui/80": 30003 };
    const ways = (text: string) => [...text.matchAll(/^ {4}(\S+):/gm)].map(([, way]) => way);
    const { text } = record("", { ports: { written, dropped: [] } });
    expect(ways(text)).toEqual(["fraud/ui/80", "pilot-2/ui/80", "pilot10/ui/80", "pilot2/ui/80"]);
  });

  it("leave the datasets alone where those do not change", () => {
    const datasets = "test:\n  datasets:\n    b/risk: { size: 1Gi }\n    a/risk: { size: 1Gi }\n";
    const { text } = record(datasets, { ports: { written: { "demo/ui/80": 30000 }, dropped: [] } });
    expect(text).toBe(`${datasets}  ports:\n    demo/ui/80: 30000\n`);
  });
});
