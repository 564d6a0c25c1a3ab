import { describe, expect, it } from "vitest";
import { waysTable } from "../../../lib/cli/ways-table";
import { descriptionOf } from "../../support/description";
import { sandboxOf } from "../../support/sandbox";

const PLACE = {
  domain: "demo.example.org",
  sources: { office: ["91.10.20.0/24"], bank: ["91.10.21.0/24", "91.10.22.1/32"] },
};
const components = {
  store: { kind: "stateful", image: "a:1", replicas: 2, ports: { sql: 1529, admin: 9000 } },
  ui: { kind: "stateless", image: "a:1", ports: { http: 8080 } },
};

/** The cells of a table, by row. */
function rows(expose: object[], more: Record<string, object[]> = {}): string[][] {
  const all = Object.entries({ demo: expose, ...more });
  const sandboxes = Object.fromEntries(all.map(([name, ways]) => [name, sandboxOf({ components, expose: ways })]));
  const lines = waysTable(descriptionOf(sandboxes, {}, PLACE))
    .split("\n")
    .slice(2, -1);
  return lines.map((line) =>
    line
      .split("│")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe("the table of the ways in", () => {
  it("says so where there is none", () => {
    expect(waysTable(descriptionOf({ demo: sandboxOf() }))).toBe("no sandbox has a way in");
  });

  it("names what its columns hold", () => {
    const demo = sandboxOf({ components, expose: [{ component: "ui", nodePort: 30001 }] });
    expect(waysTable(descriptionOf({ demo }, {}, PLACE))).toMatch(
      /│ way in +│ sandbox +│ component +│ open to +│\n│ 30001 /,
    );
  });

  it("shows a node port with the lists that it is open to, and their addresses", () => {
    expect(rows([{ component: "ui", nodePort: 30001, from: ["office", "bank"] }])).toEqual([
      ["30001", "demo", "ui:8080", "office (91.10.20.0/24), bank (91.10.21.0/24, 91.10.22.1/32)"],
    ]);
  });

  it("shows who may come in by a node port that is open to nobody, and to all", () => {
    const expose = [
      { component: "ui", nodePort: 30001 },
      { component: "store", port: "sql", nodePort: 30002, from: ["anywhere"] },
    ];
    expect(rows(expose).map((cells) => cells[3])).toEqual(["nobody", "anywhere (0.0.0.0/0)"]);
  });

  it("shows the replica that a node port leads to", () => {
    expect(rows([{ component: "store", port: "sql", replica: 0, nodePort: 30001 }])[0]?.[2]).toBe("store-0:1529");
  });

  it("shows hosts by their address, open to everybody", () => {
    const expose = [{ component: "ui", host: "demo" }];
    expect(rows(expose)).toEqual([["https://demo.demo.example.org", "demo", "ui:8080", "everybody"]]);
  });

  it("orders node ports of all sandboxes by number, and puts hosts behind them", () => {
    const expose = [
      { component: "ui", host: "demo" },
      { component: "ui", nodePort: 30500 },
    ];
    const other = [
      { component: "ui", nodePort: 30001 },
      { component: "ui", host: "a.bank.example" },
    ];
    expect(rows(expose, { other }).map(([way, sandbox]) => [way, sandbox])).toEqual([
      ["30001", "other"],
      ["30500", "demo"],
      ["https://demo.demo.example.org", "demo"],
      ["https://a.bank.example", "other"],
    ]);
  });
});
