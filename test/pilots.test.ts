import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadDescription } from "../lib/config/load";

const { sandboxes } = loadDescription({ directory: join(__dirname, "..") });
const component = (sandbox: string, name: string) => {
  const found = sandboxes[sandbox]?.components[name];
  if (!found) throw new Error(`${sandbox} has no component ${name}.`);
  return found;
};
const numbers = (sandbox: string, name: string) => {
  const { kind, ports, resources } = component(sandbox, name);
  return { kind, ports: Object.values(ports).map(({ port }) => port), ...resources };
};

const INFINISTORE = {
  kind: "stateful",
  ports: [2181, 1529, 9876, 9992, 14400],
  requests: { cpu: "2", memory: "4Gi" },
  limits: { cpu: "4", memory: "8Gi" },
};
const LX_KAFKA = {
  kind: "stateful",
  ports: [8081, 9092],
  requests: { cpu: "1", memory: "1Gi" },
  limits: { cpu: "2", memory: "2Gi" },
};

describe("the reference pilot, to the number (INF-41)", () => {
  it.each([
    ["infinistore", INFINISTORE],
    ["lx-kafka", LX_KAFKA],
    [
      "backend",
      {
        kind: "stateless",
        ports: [54735],
        requests: { cpu: "100m", memory: "128Mi" },
        limits: { cpu: "200m", memory: "128Mi" },
      },
    ],
  ])("has %s", (name, expected) => {
    expect(numbers("pilot-ref", name)).toEqual(expected);
  });

  it("tells the backend its data store by the name of a service that is there (INF-40)", () => {
    expect(component("pilot-ref", "backend").env).toEqual({ DATASTORE_HOST: { value: "infinistore-service" } });
    expect(component("pilot-ref", "infinistore").aliases).toContain("infinistore-service");
  });

  it("configures lx-kafka by all keys of the documents", () => {
    const advertised = sandboxes["pilot-ref"]?.expose.flatMap(({ advertise }) => advertise ?? []) ?? [];
    const keys = [...Object.keys(component("pilot-ref", "lx-kafka").config), ...advertised];
    expect(keys.sort()).toEqual([
      "advertised.url",
      "connection.database",
      "connection.url",
      "fields.whitelist",
      "pk.fields",
      "topics",
    ]);
  });
});

describe("the pilots of INF-42", () => {
  it("pilot 2 has infinistore with its dataset, lx-kafka with node ports, the predictor and a user interface", () => {
    expect(Object.keys(sandboxes.pilot2?.components ?? {})).toEqual(["infinistore", "lx-kafka", "var-predictor", "ui"]);
    expect(component("pilot2", "infinistore").mounts).toEqual({ risk: "/datasets" });
    const ports = sandboxes.pilot2?.expose.flatMap(({ nodePort }) => nodePort ?? []);
    expect(ports).toEqual([30040, 30041]);
  });

  it("pilot 5b has its services, and trains its models every day on a volume of their own", () => {
    expect(Object.keys(sandboxes.pilot5b?.components ?? {})).toEqual([
      "infinistore",
      "lx-kafka",
      "transaction-categorisation",
      "cashflow-prediction",
      "boc-api",
      "training",
    ]);
    expect(component("pilot5b", "training")).toMatchObject({
      kind: "schedule",
      schedule: "0 3 * * *",
      mounts: { model: "/model" },
    });
  });

  it.each(["pilot2", "pilot5b"])("%s has the data store and the stream of the reference", (sandbox) => {
    expect(numbers(sandbox, "infinistore")).toEqual(INFINISTORE);
    expect(numbers(sandbox, "lx-kafka")).toEqual(LX_KAFKA);
  });
});
