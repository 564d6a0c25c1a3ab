import { describe, expect, it } from "vitest";
import { expandShorthands, shortPath } from "../../../../lib/config/sandbox/shorthand";

describe("short forms", () => {
  it("are written in full", () => {
    const short = {
      components: {
        ui: {
          image: "ui:1",
          ports: { http: 8080 },
          env: { LOG_LEVEL: "info" },
          dependsOn: ["store"],
          init: [{ name: "prepare", image: "prepare:1", env: { DEPTH: "3" } }],
        },
      },
    };
    expect(expandShorthands(short)).toEqual({
      components: {
        ui: {
          image: { reference: "ui:1" },
          ports: { http: { port: 8080 } },
          env: { LOG_LEVEL: { value: "info" } },
          dependsOn: [{ component: "store" }],
          init: [{ name: "prepare", image: { reference: "prepare:1" }, env: { DEPTH: { value: "3" } } }],
        },
      },
    });
  });

  it("leave long forms and everything else as they are", () => {
    const long = {
      pilot: "pilot1",
      components: { ui: { kind: "stateless", image: { project: "ui:1" }, ports: { http: { port: 8080 } } } },
      expose: [{ component: "ui", host: "ui" }],
    };
    expect(expandShorthands(long)).toEqual(long);
  });

  it("are expanded where their values are wrong too, so that the error is about the value", () => {
    const wrong = { components: { ui: { image: 5, ports: { http: "web" }, env: { DEBUG: true } } } };
    expect(expandShorthands(wrong)).toEqual({
      components: {
        ui: { image: { reference: 5 }, ports: { http: { port: "web" } }, env: { DEBUG: { value: true } } },
      },
    });
  });

  it.each([
    null,
    5,
    "text",
    [],
    { components: null },
    { components: ["ui"] },
    { components: { ui: null } },
    { components: { ui: { image: null, ports: null, env: [], dependsOn: "store", init: {} } } },
  ])("stay where there is no mapping for them: %j", (value) => {
    expect(expandShorthands(value)).toEqual(value);
  });

  it("do not change what they are given", () => {
    const input = { components: { ui: { image: "ui:1" } } };
    expandShorthands(input);
    expect(input).toEqual({ components: { ui: { image: "ui:1" } } });
  });
});

describe("the path to a value", () => {
  const written = {
    components: { ui: { image: "ui:1", ports: { http: 8080, udp: { port: 53 } }, dependsOn: ["store"] } },
  };

  it.each([
    { path: ["components", "ui", "image", "reference"], short: ["components", "ui", "image"] },
    { path: ["components", "ui", "ports", "http", "port"], short: ["components", "ui", "ports", "http"] },
    { path: ["components", "ui", "dependsOn", 0, "component"], short: ["components", "ui", "dependsOn", 0] },
  ])("ends where a short form was written: $short", ({ path, short }) => {
    expect(shortPath(path, written)).toEqual(short);
  });

  it.each([
    { path: ["components", "ui", "ports", "udp", "port"] },
    { path: ["components", "ui", "kind"] },
    { path: ["components", "api", "image", "reference"] },
    { path: [] },
  ])("stays as it is where none was: $path", ({ path }) => {
    expect(shortPath(path, written)).toEqual(path);
  });
});
