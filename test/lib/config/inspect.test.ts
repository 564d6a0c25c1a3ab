import { describe, expect, it } from "vitest";
import { inspect } from "../../../lib/config/inspect";
import { ledgerSchema } from "../../../lib/config/ledger";
import { placeSchema } from "../../../lib/config/place";
import { formatPath } from "../../../lib/config/problem";
import { sandboxSchema } from "../../../lib/config/sandbox/sandbox";

const image = { reference: "example.org/ui:1" };
const component = (rest: object) => ({ components: { ui: { kind: "stateless", image, ...rest } } });

describe("a value with errors", () => {
  it("gets stand-ins, so that the checks across keys can run all the same", () => {
    const { value } = inspect(sandboxSchema, component({ kind: "deamon", ports: { http: { port: "web" } } }));
    expect(value?.components.ui).toMatchObject({ kind: "stateless", ports: { http: { port: 8080 } } });
  });

  it.each([
    { title: "names of sandboxes", schema: placeSchema, input: { sandboxes: [5, "Pilot 1"], aws: {} } },
    { title: "sources", schema: placeSchema, input: { aws: { apiAccess: ["10.0.0.0/8", 5] } } },
    { title: "roles", schema: placeSchema, input: { aws: { admins: ["anna", "berta"] } } },
    {
      title: "claims",
      schema: ledgerSchema,
      input: { demo: { datasets: { risk: { size: "1Gi" } }, removed: ["risk"] } },
    },
    { title: "keys of secrets", schema: sandboxSchema, input: { secrets: { "Market Data": ["to ken", 5] } } },
    { title: "freedoms", schema: sandboxSchema, input: component({ relax: ["root", "user"], capabilities: ["ALL"] }) },
    { title: "paths", schema: sandboxSchema, input: component({ scratch: { tmp: 64, logs: "64M" } }) },
    { title: "texts", schema: sandboxSchema, input: component({ command: [5, true], aliases: ["UI"] }) },
  ])("gets stand-ins for $title", ({ schema, input }) => {
    expect(inspect<typeof schema>(schema, input).value).toBeDefined();
  });

  it("keeps wrong names, in a wrong mapping too", () => {
    const { value, findings } = inspect(sandboxSchema, {
      components: { UI: { kind: "stateless", image, ports: { HTTP: { port: 0 } } } },
    });
    expect(value?.components.UI?.ports).toEqual({ HTTP: { port: 8080, protocol: "TCP" } });
    expect(findings.map(({ path }) => formatPath(path))).toEqual([
      "components.UI",
      "components.UI.ports.HTTP",
      "components.UI.ports.HTTP.port",
    ]);
  });

  it("is not said to lack what is there under a misspelt key", () => {
    const { findings } = inspect(sandboxSchema, { components: { UI: { knd: "stateless", image } } });
    expect(findings.map(({ what }) => what)).toEqual(['"UI" is not an RFC 1123 name', 'unknown key "knd"']);
  });
});
