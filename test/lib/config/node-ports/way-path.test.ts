import { describe, expect, it } from "vitest";
import { ledgerSchema } from "../../../../lib/config/ledger";
import { assignableWays, wayPath } from "../../../../lib/config/node-ports/way-path";
import { sandboxOf } from "../../../support/sandbox";

const STORE = { kind: "stateful", image: "a:1", replicas: 2, ports: { sql: 1529, admin: 9000 } };
const pathOf = (exposure: object, components: object = { store: STORE }) => {
  const sandbox = sandboxOf({ components, expose: [{ component: "store", ...exposure }] });
  return sandbox.expose.map((way) => wayPath("demo", way, sandbox)).join();
};

describe("the path of a way in", () => {
  it.each([
    ["sandbox, component and port", { port: "admin" }, "demo/store/9000"],
    ["the replica too, where the way names one", { port: "sql", replica: 0 }, "demo/store/0/1529"],
  ])("is %s", (_, exposure, path) => {
    expect(pathOf(exposure)).toBe(path);
  });

  it("is the same whether the component is described here or elsewhere", () => {
    expect(pathOf({ portNumber: 1529 }, {})).toBe(pathOf({ port: "sql" }));
  });

  it("is the same whether the only port is named or not", () => {
    const store = { ...STORE, ports: { sql: 1529 } };
    expect(pathOf({}, { store })).toBe(pathOf({ port: "sql" }, { store }));
  });

  it("is the same whatever else changes: image, replicas, scale, sources and advertisement", () => {
    const store = { ...STORE, image: "b:2", replicas: 5, aliases: ["sql"], config: { a: "b" } };
    expect(pathOf({ port: "sql", from: ["office"], advertise: "url" }, { store })).toBe("demo/store/1529");
  });

  it("is one that the ledger takes", () => {
    const ports = { [pathOf({ port: "sql" })]: 30000, [pathOf({ port: "sql", replica: 1 })]: 30001 };
    expect(ledgerSchema.safeParse({ demo: { ports } }).success).toBe(true);
  });
});

describe("the ways that ask for a port", () => {
  it("are those by node port that name none, and lead somewhere", () => {
    const expose = [
      { component: "store", port: "sql" },
      { component: "store", port: "sql", replica: 1, nodePort: 30040 },
      { component: "store", port: "admin", host: "admin" },
      { component: "store", port: "none" },
      { component: "none", port: "sql" },
    ];
    expect([...assignableWays({ demo: sandboxOf({ components: { store: STORE }, expose }) })]).toEqual([
      "demo/store/1529",
    ]);
  });
});
