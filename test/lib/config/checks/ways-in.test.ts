import { describe, expect, it } from "vitest";
import { checkWaysIn } from "../../../../lib/config/checks/ways-in";
import type { TestbedLedger } from "../../../../lib/config/ledger";
import { descriptionOf } from "../../../support/description";
import { sandboxOf } from "../../../support/sandbox";

const way = (rest: object = {}) => ({ component: "ui", portNumber: 80, from: ["office"], ...rest });
const check = (expose: Record<string, object[]>, ledger: Partial<TestbedLedger> = {}, place: object = {}) => {
  const named = Object.entries(expose).map(([name, ways]) => [name, sandboxOf({ expose: ways })]);
  const description = descriptionOf(Object.fromEntries(named), ledger, place);
  return checkWaysIn(description.sandboxes, description);
};

describe("the check of the ways in is content with", () => {
  it("a port of the range that is reserved for the sandbox itself", () => {
    expect(check({ demo: [way({ nodePort: 31000 })] }, { reserved: { demo: "31000-31099" } })).toEqual([]);
  });

  it("ports beside the range of another, and beside those of the ingress controller", () => {
    const ports = [30999, 31100, 32079, 32081, 32442, 32444];
    const ways = ports.map((nodePort) => way({ nodePort, portNumber: nodePort }));
    expect(check({ demo: ways }, { reserved: { other: "31000-31099" } })).toEqual([]);
  });

  it("the port that the way itself was assigned before", () => {
    expect(check({ demo: [way({ nodePort: 30000 })] }, { ports: { "demo/ui/80": 30000 } })).toEqual([]);
  });

  it("the port of a way that is gone, or asks for another now", () => {
    const ledger = { ports: { "gone/ui/80": 30000, "other/ui/80": 30001 } };
    const ways = [way({ nodePort: 30000 }), way({ nodePort: 30001, portNumber: 81 })];
    expect(check({ demo: ways, other: [way({ nodePort: 30500 })] }, ledger)).toEqual([]);
  });

  it("one label below the domain, and the same label of another one", () => {
    const ways = [way({ host: "risk", from: undefined }), way({ host: "risk.bank.example", from: undefined })];
    expect(check({ demo: ways }, {}, { domain: "demo.example.org", hosts: ["risk.bank.example"] })).toEqual([]);
  });
});

describe("the host of the testbed's own registry", () => {
  const place = { domain: "demo.example.org", registry: { address: "registry.demo.example.org:5000/pilots" } };
  const host = (name: string) => way({ host: name, from: undefined });

  it("is nobody's, however often it is claimed, and is told once for each claim", () => {
    expect(check({ one: [host("registry")], two: [host("ui"), host("registry")] }, {}, place)).toMatchObject([
      { file: "sandboxes/one", path: ["expose", 0, "host"], what: "registry is the host of the testbed's registry" },
      { file: "sandboxes/two", path: ["expose", 1, "host"], mend: "Choose another host." },
    ]);
  });

  it("is nobody's beyond the domain either", () => {
    const elsewhere = { hosts: ["registry.bank.example"], registry: { address: "registry.bank.example" } };
    expect(check({ demo: [host("registry.bank.example")] }, {}, elsewhere)).toHaveLength(1);
  });

  it("is no host below or beside it, and none where the place has no registry", () => {
    expect(check({ demo: [host("registry-ui"), host("my-registry")] }, {}, place)).toEqual([]);
    expect(check({ demo: [host("registry")] }, {}, { domain: "demo.example.org" })).toEqual([]);
    expect(check({ demo: [host("registry")] }, {}, { ...place, domain: "other.example.org" })).toEqual([]);
  });
});

describe("the check of the ways in without the testbed around them", () => {
  it("finds ports and hosts that two sandboxes claim, and those of the ingress controller", () => {
    const one = sandboxOf({ expose: [way({ nodePort: 30000 }), way({ host: "ui" }), way({ nodePort: 32080 })] });
    expect(checkWaysIn({ first: one, second: one }).map(({ file, path }) => [file, ...path])).toEqual([
      ["sandboxes/first", "expose", 2, "nodePort"],
      ["sandboxes/second", "expose", 0, "nodePort"],
      ["sandboxes/second", "expose", 1, "host"],
      ["sandboxes/second", "expose", 2, "nodePort"],
    ]);
  });
});
