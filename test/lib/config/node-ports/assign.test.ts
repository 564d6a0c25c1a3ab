import { describe, expect, it } from "vitest";
import { EMPTY_LEDGER, type TestbedLedger } from "../../../../lib/config/ledger";
import { assignNodePorts } from "../../../../lib/config/node-ports/assign";
import type { SandboxDescription } from "../../../../lib/config/sandbox/sandbox";
import { sandboxOf } from "../../../support/sandbox";

const way = (portNumber: number, rest: object = {}) => ({ component: "ui", portNumber, ...rest });
const exposing = (...expose: object[]) => sandboxOf({ expose });
const assign = (sandboxes: Record<string, SandboxDescription>, ledger: Partial<TestbedLedger> = {}) =>
  assignNodePorts({ sandboxes, ledger: { ...EMPTY_LEDGER, ...ledger } });

describe("the assignment of node ports", () => {
  describe("defaults", () => {
    it("gives the lowest ports, in the order of the sandboxes and of their ways", () => {
      const sandboxes = { first: exposing(way(80), way(81)), second: exposing(way(80)) };
      expect(assign(sandboxes).assigned).toEqual({ "first/ui/80": 30000, "first/ui/81": 30001, "second/ui/80": 30002 });
    });

    it("gives nothing to ways that ask for a port, and to hosts", () => {
      const { assigned, sandboxes } = assign({ demo: exposing(way(80, { nodePort: 30040 }), way(80, { host: "ui" })) });
      expect(assigned).toEqual({});
      expect(sandboxes.demo?.expose.map(({ nodePort }) => nodePort)).toEqual([30040, undefined]);
    });

    it("writes the numbers into the ways, and leaves everything else as it is", () => {
      const demo = exposing(way(80, { from: ["office"], replica: 1 }));
      expect(assign({ demo }).sandboxes.demo).toEqual({ ...demo, expose: [{ ...demo.expose[0], nodePort: 30000 }] });
    });
  });

  describe("custom", () => {
    it("gives each way the port that the ledger remembers", () => {
      const ledger = { ports: { "demo/ui/81": 30500 } };
      expect(assign({ demo: exposing(way(80), way(81)) }, ledger).assigned).toEqual({
        "demo/ui/80": 30000,
        "demo/ui/81": 30500,
      });
    });

    it("gives no port that a way asks for, also where that comes later", () => {
      const sandboxes = { first: exposing(way(80)), second: exposing(way(80, { nodePort: 30000 })) };
      expect(assign(sandboxes).assigned).toEqual({ "first/ui/80": 30001 });
    });

    it("gives no port of a way that is gone, for as long as the ledger knows it", () => {
      expect(assign({ demo: exposing(way(80)) }, { ports: { "gone/ui/80": 30000 } }).assigned).toEqual({
        "demo/ui/80": 30001,
      });
    });

    it("gives no port of a range that is reserved for others", () => {
      expect(assign({ demo: exposing(way(80)) }, { reserved: { partner: "30000-30009" } }).assigned).toEqual({
        "demo/ui/80": 30010,
      });
    });

    it("gives ports of the range that is reserved for the sandbox, from its first to its last", () => {
      const demo = exposing(way(80), way(81));
      expect(assign({ demo }, { reserved: { demo: "31000-31001" } }).assigned).toEqual({
        "demo/ui/80": 31000,
        "demo/ui/81": 31001,
      });
    });

    it.each([32080, 32443])("gives nobody the port %i of the ingress controller", (port) => {
      const demo = exposing(way(80));
      expect(assign({ demo }, { reserved: { demo: `${port}-${port + 1}` } }).assigned).toEqual({
        "demo/ui/80": port + 1,
      });
    });

    it("lets a way keep its port when a range is reserved for its sandbox later", () => {
      const ledger = { ports: { "demo/ui/80": 30000 }, reserved: { demo: "31000-31099" } };
      expect(assign({ demo: exposing(way(80)) }, ledger).assigned).toEqual({ "demo/ui/80": 30000 });
    });
  });

  describe("errors", () => {
    it("names each way that no port of its range is left for, and gives it none", () => {
      const demo = exposing(way(80), way(81), way(82, { nodePort: 31000 }));
      const { findings, assigned, sandboxes } = assign({ demo }, { reserved: { demo: "31000-31001" } });
      expect(findings).toMatchObject([
        {
          file: "sandboxes/demo",
          severity: "error",
          path: ["expose", 1],
          what: "finds no node port that is free in 31000-31001",
          mend: "Widen that range in ledger.yaml.",
        },
      ]);
      expect(assigned).toEqual({ "demo/ui/80": 31001 });
      expect(sandboxes.demo?.expose[1]?.nodePort).toBeUndefined();
    });

    it("says so where others have reserved all ports", () => {
      const { findings } = assign({ demo: exposing(way(80)) }, { reserved: { partner: "30000-32767" } });
      expect(findings).toMatchObject([{ mend: "Narrow the ranges of others in ledger.yaml." }]);
    });
  });
});
