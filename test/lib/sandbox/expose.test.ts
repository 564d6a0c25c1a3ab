import { describe, expect, it } from "vitest";
import { SandboxApp } from "../../../lib/sandbox/sandbox-app";
import { SandboxFrame } from "../../../lib/sandbox/sandbox-frame";
import type { Way } from "../../../lib/way";
import { framePropsOf, type Resources, sandboxOf } from "../../support/sandbox";
import { synthesizeConstruct } from "../../support/synth";

const COMPONENTS = {
  peer: {
    kind: "stateful",
    image: "a:1",
    replicas: 2,
    ports: { p2p: 30303, rpc: 8545, udp: { port: 53, protocol: "UDP" } },
  },
  ui: { kind: "stateless", image: "a:1", ports: { http: 8080 } },
};
const sources = { office: ["198.51.100.0/24"], bank: ["192.0.2.0/28", "198.51.100.0/24"] };
type Options = Parameters<SandboxFrame["expose"]>[0];

/** A frame whose file has some ways in, and whose program opens others. */
function frameWith(
  inFile: readonly object[],
  inCode: readonly Options[] = [],
  rest: object = {},
  ofPlace: { domain?: undefined } = {},
): { resources: Resources; ways: readonly Way[] } {
  let ways: readonly Way[] = [];
  const text = synthesizeConstruct((scope) => {
    const props = framePropsOf({ components: COMPONENTS, expose: inFile, ...rest });
    const place = { ...props.place, sources, ...ofPlace };
    const frame = new SandboxFrame(scope, "frame", { ...props, place });
    for (const exposure of inCode) frame.expose(exposure);
    ways = frame.ways;
  });
  return { resources: JSON.parse(text).resource, ways };
}

const WAYS: readonly Options[] = [
  { component: "peer", port: "p2p", nodePort: 30001, from: ["office", "bank"], advertise: "public.address" },
  { component: "peer", port: "p2p", replica: 0, nodePort: 30002 },
  { component: "peer", port: "rpc", nodePort: 30003, from: ["anywhere"] },
  { component: "ui", host: "ui", advertise: "url" },
  { component: "ui", host: "risk.bank.example" },
];

describe("a way in that is opened in code", () => {
  it("makes the same as in the file, whichever of them stand there", () => {
    const all = frameWith(WAYS);
    for (const count of [0, 1, 2, 3, 4]) {
      expect(frameWith(WAYS.slice(0, count), WAYS.slice(count))).toEqual(all);
    }
  });

  it("is counted by the quota, and told to the component", () => {
    const { resources } = frameWith([], WAYS);
    expect(JSON.stringify(resources.kubernetes_resource_quota_v1)).toContain('"services.nodeports":"3"');
    const [facts] = Object.values(resources.kubernetes_config_map_v1 ?? {});
    const told = Object.entries(facts?.data ?? {}).filter(([key]) => key.startsWith("advertised."));
    expect(told).toEqual([
      ["advertised.peer.public.address", "203.0.113.7:30001"],
      ["advertised.ui.url", "https://ui.example.org"],
    ]);
  });
});

describe("the order of the ways in a file", () => {
  const EXPOSE: readonly Options[] = [
    { component: "peer", port: "p2p", nodePort: 30001, advertise: "b.address" },
    { component: "peer", port: "rpc", nodePort: 30002, advertise: "a.address" },
    { component: "peer", port: "rpc", host: "peer", advertise: "C_URL" },
    { component: "ui", host: "ui", advertise: "url" },
    { component: "ui", nodePort: 30003, from: ["office"] },
  ];
  const appWith = (expose: readonly Options[]) => {
    const sandbox = sandboxOf({ components: COMPONENTS, expose });
    return synthesizeConstruct((scope) => {
      new SandboxApp(scope, "app", { name: "demo", testbed: "test", sandbox });
    });
  };

  it("changes nothing in its app, not by a byte, so that no pod rolls", () => {
    const text = appWith(EXPOSE);
    expect(text).toContain("advertised.peer.a.address");
    for (let turn = 1; turn < EXPOSE.length; turn++) {
      const turned = [...EXPOSE.slice(turn), ...EXPOSE.slice(0, turn)];
      expect(appWith(turned)).toBe(text);
      expect(appWith(turned.reverse())).toBe(text);
    }
  });
});

describe("the ways of a frame", () => {
  it("are those by node port: whose they are, where they lead, and who may come in", () => {
    expect(frameWith(WAYS).ways).toEqual([
      { port: 30001, owner: "demo", target: "peer", from: ["198.51.100.0/24", "192.0.2.0/28"] },
      { port: 30002, owner: "demo", target: "peer-0", from: [] },
      { port: 30003, owner: "demo", target: "peer", from: "anywhere" },
    ]);
  });

  it("are none where nothing is exposed", () => {
    expect(frameWith([]).ways).toEqual([]);
  });
});

describe("a way in that cannot be", () => {
  const opening = (exposure: Options) => () => frameWith([], [exposure]);

  it("is refused where its list of sources is not there, by name", () => {
    expect(opening({ component: "ui", nodePort: 30001, from: ["office", "factory"] })).toThrow(
      'The way in to ui of demo is open to "factory", which sources does not list.',
    );
  });

  it("is refused where it has no number", () => {
    expect(opening({ component: "ui", from: ["office"] })).toThrow(
      "The way in to ui of demo has no node port. Name one, or load the description, which assigns one.",
    );
  });

  it.each<[string, Options, string]>([
    [
      "its port is not there",
      { component: "ui", port: "https", nodePort: 30001 },
      'port: ui has no port "https". Did you mean http? Ports: http.',
    ],
    [
      "its component is not there",
      { component: "api", nodePort: 30001 },
      'component: there is no component "api". Did you mean ui? Components: peer, ui.',
    ],
    [
      "it does not say which port",
      { component: "peer", nodePort: 30001 },
      "port: is missing, and peer has the ports p2p, rpc, udp. Name the port.",
    ],
    [
      "it names a replica that is not there",
      { component: "peer", port: "rpc", replica: 2, nodePort: 30001 },
      "replica: is 2, and peer has 2 replicas, counted from 0. Write 0 to 1.",
    ],
    [
      "it leads to a UDP port",
      { component: "peer", port: "udp", nodePort: 30001 },
      "port: leads to a UDP port, and the bastion hands on TCP alone. Expose a TCP port.",
    ],
    [
      "it is a host with sources",
      { component: "ui", host: "ui", from: ["office"] },
      "from: is for node ports alone: HTTPS hosts are open to everybody. Remove it.",
    ],
    [
      "it is a host and a node port",
      { component: "ui", host: "ui", nodePort: 30001 },
      "host: stands beside nodePort. Keep one of nodePort or host.",
    ],
    [
      "its port is the ingress controller's",
      { component: "ui", nodePort: 32080 },
      "nodePort: 32080 is the ingress controller's (SB-2).",
    ],
  ])("is refused where %s", (_, exposure, message) => {
    expect(opening(exposure)).toThrow(`This way into demo cannot be. ${message}`);
  });

  it.each<[string, Options, string]>([
    [
      "leads where another leads",
      { component: "ui", port: "http", nodePort: 30002 },
      "leads where expose[0] leads already. Join their from lists, and keep one of them.",
    ],
    [
      "has a port of another",
      { component: "peer", port: "rpc", nodePort: 30001 },
      "nodePort: 30001 is taken by expose[0] of sandboxes/demo.yaml.",
    ],
    [
      "is told by the key of another",
      { component: "ui", host: "ui", advertise: "url" },
      'advertise: "url" becomes the variable url of ui, and so does "url" of expose[0].',
    ],
  ])("is refused where it %s, be that from the file or from code", (_, exposure, message) => {
    const first: Options = { component: "ui", nodePort: 30001, advertise: "url" };
    expect(() => frameWith([first], [exposure])).toThrow(`This way into demo cannot be. ${message}`);
    expect(() => frameWith([], [first, exposure])).toThrow(`This way into demo cannot be. ${message}`);
  });

  it("is refused where a service of its name is there already", () => {
    const components = { ...COMPONENTS, "peer-1": { kind: "stateless", image: "a:1", ports: { rpc: 8545 } } };
    const first: Options = { component: "peer-1", nodePort: 30001 };
    const second: Options = { component: "peer", port: "rpc", replica: 1, nodePort: 30002 };
    const message = "component: its service would have the name of that of expose[0] (node-port-peer-1-8545).";
    expect(() => frameWith([first], [second], { components })).toThrow(message);
    expect(() => frameWith([second], [first], { components })).toThrow(message);
  });

  it("is refused with the texts of a file where its options are malformed, all of them", () => {
    const malformed = { component: "ui", nodePort: 80, form: ["office"], host: "UI" } as unknown as Options;
    const message = errorOf(opening(malformed));
    expect(message).toContain('form: unknown key "form".');
    expect(message).toContain("nodePort: 80 is less than 30000. Write 30000 or more.");
    expect(message).toContain('host: "UI" is not a host name.');
    expect(errorOf(opening({} as Options))).toContain("component: is missing. Add it: Component to reach.");
  });

  it("is refused once the ways were asked for: the bastion would not know of it", () => {
    synthesizeConstruct((scope) => {
      const frame = new SandboxFrame(scope, "frame", framePropsOf({ components: COMPONENTS }));
      frame.expose({ component: "ui", nodePort: 30001 });
      expect(frame.ways).toHaveLength(1);
      expect(() => frame.expose({ component: "ui", host: "ui" })).toThrow(
        "The ways into demo are with the bastion already. Open this one before.",
      );
      expect(frame.ways).toHaveLength(1);
    });
  });

  it.each([
    ["in the file", [{ component: "ui", host: "ui" }], []],
    ["in code", [], [{ component: "ui", host: "ui" }]],
  ])("is refused as a host by a label where the place has no domain: %s", (_, inFile, inCode) => {
    const message = "The host ui of demo needs a domain, and the place has none. Name one.";
    expect(() => frameWith(inFile, inCode, {}, { domain: undefined })).toThrow(message);
  });

  it("is no full host name where the place has no domain", () => {
    const { resources } = frameWith([], [{ component: "ui", host: "risk.bank.example" }], {}, { domain: undefined });
    expect(Object.keys(resources)).toContain("kubernetes_ingress_v1");
  });
});

function errorOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("Nothing was refused.");
}
