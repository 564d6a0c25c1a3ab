import { describe, expect, it } from "vitest";
import { assertWay } from "../../../lib/bastion/assert-way";
import { haproxyConfiguration } from "../../../lib/bastion/haproxy-configuration";
import type { Way } from "../../../lib/way";

const WAY: Way = { port: 30040, owner: "pilot2", target: "kafka", from: ["192.0.2.0/24"] };
const OWN = [8404, 8405];
const asserting = (way: Partial<Way>) => () => assertWay({ ...WAY, ...way }, OWN);

describe("a way can stand in a configuration", () => {
  it.each<[string, Partial<Way>]>([
    ["from some networks", {}],
    ["from nowhere", { from: [] }],
    ["from anywhere", { from: "anywhere" }],
    ["from every address, as a network", { from: ["0.0.0.0/0", "192.0.2.1/32"] }],
    ["by the lowest port and the highest", { port: 1, nodePort: 65_535 }],
    ["to a port behind that is HAProxy's own in front", { port: 80, nodePort: 8404 }],
  ])("%s", (_, way) => {
    expect(asserting(way)).not.toThrow();
  });
});

describe("a way is refused", () => {
  it.each([0, -1, 65_536, 30_040.5, Number.NaN, Number.POSITIVE_INFINITY])("with the port %d", (port) => {
    const message = `The way to kafka of pilot2 has the port ${port}. Write a number from 1 to 65535.`;
    expect(asserting({ port })).toThrow(message);
    expect(asserting({ nodePort: port })).toThrow(message);
  });

  it.each(OWN)("with the port %d of HAProxy's own", (port) => {
    expect(asserting({ port })).toThrow(
      `The way to kafka of pilot2 has the port ${port}, which is HAProxy's own, for statistics or metrics. Give it another.`,
    );
  });

  it.each([
    "office",
    "192.0.2.1",
    "192.0.2.1/24",
    "192.0.2.0/33",
    "2001:db8::/32",
    "",
    "192.0.2.0/24 or anybody",
    "192.0.2.0/24\n  bind :1",
  ])("open to %j, which is no network", (network) => {
    expect(asserting({ from: ["192.0.2.0/24", network] })).toThrow(
      `The way to kafka of pilot2 is open to ${JSON.stringify(network)}, which is no IPv4 network. Write it as in "192.0.2.0/24".`,
    );
  });

  it("by the configuration itself, which knows its own ports", () => {
    expect(() => haproxyConfiguration([{ ...WAY, port: 8404 }])).toThrow("which is HAProxy's own");
    expect(() => haproxyConfiguration([{ ...WAY, port: 8405 }])).toThrow("which is HAProxy's own");
    const endpoints = { statistics: "127.0.0.1:9001", metrics: ":9002" };
    expect(() => haproxyConfiguration([{ ...WAY, port: 8404 }], {}, endpoints)).not.toThrow();
    expect(() => haproxyConfiguration([{ ...WAY, port: 9002 }], {}, endpoints)).toThrow("which is HAProxy's own");
  });
});
