import { describe, expect, it } from "vitest";
import { checkEntry } from "../../../../lib/config/checks/entry";
import { descriptionOf } from "../../../support/description";
import { sandboxOf } from "../../../support/sandbox";
import { descriptionAt } from "../support/places";

const SOURCES = { office: ["91.10.20.0/24"], bank: ["91.10.21.0/24", "91.10.22.0/24"] };
const numbers = (count: number, step = 1) => Array.from({ length: count }, (_, index) => 30000 + index * step);
const check = (...expose: object[]) =>
  checkEntry(descriptionOf({ demo: sandboxOf({ expose }) }, {}, { sources: SOURCES }));
const ways = (ports: readonly number[], from?: string[]) =>
  ports.map((nodePort) => ({ component: "ui", portNumber: nodePort, nodePort, ...(from ? { from } : {}) }));

describe("the check of the entry", () => {
  it("is content with ways that have sources, and with hosts", () => {
    expect(check(...ways([30000], ["office"]), { component: "ui", portNumber: 80, host: "ui" })).toEqual([]);
  });

  it("warns of each way by node port that nobody may come in by, and names the port", () => {
    expect(check(...ways([30000], ["office"]), ...ways([30001]))).toEqual([
      {
        file: "sandboxes/demo",
        severity: "warning",
        target: "value",
        path: ["expose", 1],
        what: "nobody may come in by the node port 30001",
        mend: "Name lists under sources of the place as from, or anywhere.",
      },
    ]);
  });

  describe("of the rules of security groups", () => {
    it("is content with 60 of them, of which the workers have three for others", () => {
      expect(check(...ways(numbers(57, 2), ["office"]))).toEqual([]);
      expect(check(...ways(numbers(58, 2), ["office"]))).toMatchObject([
        { what: expect.stringContaining("workers needs 61 rules") },
      ]);
    });

    it("warns of more: each range of ports counts once at the workers, and at the bastion in and out", () => {
      expect(check(...ways(numbers(61, 2), ["office"]))).toMatchObject([
        {
          severity: "warning",
          path: ["name"],
          what: "the security group of the bastion needs 62 rules, and AWS gives 60 without asking",
        },
        {
          severity: "warning",
          path: ["name"],
          what: "the security group of the workers needs 64 rules, and AWS gives 60 without asking",
        },
      ]);
    });

    it("counts at the bastion what is more: the ways in, or those out to the workers and to the services of AWS", () => {
      const bastion = (count: number, ...from: string[]) =>
        check(...ways(numbers(count, 2), from)).flatMap(({ what }) => /bastion needs (\d+)/.exec(what)?.[1] ?? []);
      expect(bastion(59, "office")).toEqual([]);
      expect(bastion(60, "office")).toEqual(["61"]);
      expect(bastion(30, "bank")).toEqual([]);
      expect(bastion(31, "bank")).toEqual(["62"]);
      expect(bastion(60, "office", "bank")).toEqual(["180"]);
    });

    it("counts each network of a list", () => {
      expect(check(...ways(numbers(31, 2), ["bank"]))).toMatchObject([
        { what: "the security group of the bastion needs 62 rules, and AWS gives 60 without asking" },
      ]);
    });

    it("counts ports that follow each other once, where they are open to the same", () => {
      expect(check(...ways(numbers(200), ["bank"]))).toEqual([]);
      const apart = numbers(122).map((port, index) => ways([port], [index % 2 === 0 ? "office" : "bank"])[0] ?? {});
      expect(check(...apart)).toMatchObject([{ what: expect.stringContaining("bastion needs 183 rules") }]);
    });

    it("counts a network once that several lists hold, and anywhere as one", () => {
      expect(check(...ways(numbers(57, 2), ["office", "office"]))).toEqual([]);
      expect(check(...ways(numbers(57, 2), ["anywhere"]))).toEqual([]);
    });
  });

  describe("of the rules of a project of OpenStack", () => {
    const rules = (count: number, sources: readonly string[]) =>
      checkEntry(
        descriptionAt("openstack", {
          place: { sources: SOURCES },
          sandboxes: { demo: sandboxOf({ expose: ways(numbers(count), [...sources]) }) },
        }),
      );

    it("given as many as Neutron gives without asking, then it is content", () => {
      // 11 that are always there, one on to the node ports, and two for each way from one network.
      expect(rules(44, ["office"])).toEqual([]);
    });

    it("given more, then it warns: ways, networks and nodes behind count", () => {
      expect(rules(45, ["office"])).toMatchObject([
        {
          severity: "warning",
          path: ["name"],
          what: "the testbed needs 102 rules of security groups, and OpenStack gives a project 100 without asking",
        },
      ]);
      expect(rules(30, ["bank"])).toMatchObject([{ what: expect.stringContaining("needs 102 rules") }]);
    });

    it.each(["rancher", "existing"] as const)("given %s, then there are none", (target) => {
      const sandboxes = { demo: sandboxOf({ expose: ways(numbers(200), ["office"]) }) };
      expect(checkEntry(descriptionAt(target, { place: { sources: SOURCES }, sandboxes }))).toEqual([]);
    });
  });

  describe("errors", () => {
    it("are more ways by node port than the bastion takes, over all sandboxes", () => {
      const sandboxes = {
        one: sandboxOf({ expose: ways(numbers(100), ["office"]) }),
        two: sandboxOf({
          expose: ways(
            numbers(101).map((port) => port + 100),
            ["office"],
          ),
        }),
      };
      expect(checkEntry(descriptionOf(sandboxes, {}, { sources: SOURCES }))).toMatchObject([
        {
          file: "place",
          severity: "error",
          path: ["name"],
          what: "its sandboxes have 201 ways in by node port, more than the 200 of one bastion",
          mend: "Expose hosts instead, or make a second place.",
        },
      ]);
    });

    it("are not 200 ways, nor any number of hosts", () => {
      const hosts = numbers(50).map((port) => ({ component: "ui", portNumber: port, host: `ui-${port}` }));
      expect(check(...ways(numbers(200), ["office"]), ...hosts)).toEqual([]);
    });
  });
});
