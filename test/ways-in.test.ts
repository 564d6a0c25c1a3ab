import { describe, expect, it } from "vitest";
import { synthesizeTestbed } from "./support/synth";
import { readDeclaration } from "./support/ways/declaration";
import { Expected } from "./support/ways/expected";
import { fifteenPilots } from "./support/ways/fifteen-pilots";
import { permission, permissionsOf } from "./support/ways/permissions";
import { addressesOf, portsOf, questionsOf } from "./support/ways/questions";
import {
  BALANCER,
  BALANCER_DOOR,
  BASTION,
  BASTION_DOOR,
  BASTION_WITHIN,
  type Door,
  MACHINE,
  outsider,
  type Stand,
  WORKER_DOORS,
} from "./support/ways/stands";
import { type Knock, WaysIn } from "./support/ways/ways-in";

const directory = fifteenPilots();
const declaration = readDeclaration(directory);
const { stacks } = synthesizeTestbed(directory);
const ways = new WaysIn(stacks);
const expected = new Expected(declaration, ways.cluster.pods);
const questions = questionsOf(declaration, ways.cluster.pods);
const nodePorts = declaration.ways.map(({ nodePort }) => nodePort);
const networks = declaration.ways.flatMap((way) => way.networks.map((network) => ({ network, port: way.nodePort })));

const OFFICE = outsider("203.0.113.5");
const TRADER = outsider("203.0.113.70");
const VEHICLE = outsider("198.51.100.7");
const STRANGER = outsider("8.8.8.8");
const FIRST_OF_OFFICE = "203.0.113.0";

/** Node ports that were assigned. */
const LOWEST_FREE = [30000, 30001, 30002, 30003, 30004];
const KEPT_BY_LEDGER = 30500;
const RESERVED = 31100;

/** Port of HAProxy's metrics, which no firewall opens. */
const METRICS = 8405;

/** Most differences that a failing test shows. */
const SHOWN = 100;

function differences(asked: readonly Knock[], is: (knock: Knock) => string[], want: (knock: Knock) => string[]) {
  const found = asked.flatMap((knock) => {
    const [opens, declares] = [is(knock), want(knock)].map((pods) => pods.join(", ") || "nobody");
    return opens === declares ? [] : [`${inWords(knock)} leads to ${opens}, and the files say ${declares}`];
  });
  return found.length <= SHOWN ? found : [...found.slice(0, SHOWN), `and ${found.length - SHOWN} more`];
}

function inWords({ from, at, port, host }: Knock): string {
  return `${from.name} at port ${port} of ${at.name}${host === undefined ? "" : ` for ${host}`}`;
}

describe("the description of fifteen pilots", () => {
  it("has forty ways in of every kind", () => {
    expect(declaration.sandboxes).toHaveLength(15);
    expect(declaration.exposures).toBe(40);
    expect(declaration.ways).toHaveLength(27);
    expect(new Set(nodePorts).size).toBe(27);
    expect(nodePorts).toEqual(expect.arrayContaining([...LOWEST_FREE, KEPT_BY_LEDGER, RESERVED]));
    expect(declaration.ways.filter(({ replica }) => replica !== undefined)).toHaveLength(5);
    expect(declaration.ways.filter((way) => way.networks.length === 0)).toHaveLength(2);
    expect(declaration.ways.filter((way) => way.networks.includes("0.0.0.0/0"))).toHaveLength(2);
    expect(declaration.hosts.map(({ host }) => host)).toContain("documents.bank.example");
  });
});

describe("the ways into fifteen pilots with forty exposures (INF-16, INF-33)", () => {
  it("lead along the whole path to the pods that are declared, from whom it is declared, and nobody anywhere else", () => {
    let open = 0;
    const reached = (knock: Knock) => {
      const pods = ways.reached(knock);
      if (pods.length > 0) open += 1;
      return pods;
    };
    expect(differences(questions, reached, (knock) => expected.reached(knock))).toEqual([]);
    console.log(`Ways in: ${questions.length} questions, ${open} of them open.`);
    expect(open).toBeGreaterThan(10_000);
  });

  it("hold by policies alone, where no firewall stands before nodes and pods", () => {
    const bare = new WaysIn(stacks, { firewalls: false });
    const inside = questions.filter(
      ({ from, at, port }) =>
        (from.kind !== "outside" || from.address === STRANGER.address || from.address === FIRST_OF_OFFICE) &&
        (at.kind === "pod" || (at.kind === "worker" && nodePorts.includes(port))),
    );
    expect(inside.map(({ from }) => from.address)).toContain(FIRST_OF_OFFICE);
    expect(
      differences(
        inside,
        (knock) => bare.reached(knock),
        (knock) => expected.reachedPastFirewalls(knock),
      ),
    ).toEqual([]);
  });

  it("hold by HAProxy alone, where no firewall stands before it", () => {
    const sources = [...addressesOf(declaration), MACHINE.address, BALANCER.address, BASTION.address];
    const wrong = portsOf(declaration)
      .filter((port) => port !== METRICS)
      .flatMap((port) =>
        sources.flatMap((source) => {
          const is = JSON.stringify(ways.proxy.handsOn(port, source) ?? []);
          const want = JSON.stringify(expected.handedOn(port, source));
          return is === want ? [] : [`${source} at port ${port} is handed on to ${is}, and the files say ${want}`];
        }),
      );
    expect(wrong).toEqual([]);
    expect([...ways.proxy.ports].sort()).toEqual([...nodePorts, METRICS].sort());
  });
});

describe("the services of all sandboxes", () => {
  it("have the declared node ports, and none that the cluster would choose", () => {
    expect([...ways.cluster.nodePorts].sort()).toEqual([...nodePorts].sort());
  });
});

describe("the security groups of all stacks", () => {
  const permissions = permissionsOf(ways);
  const of = (group: string, direction: "from" | "to") =>
    permissions.filter((one) => one.startsWith(`${group} ${direction} `));

  it("let into the bastion the declared networks on the declared ports, and nothing else", () => {
    const declared = networks.map(({ network, port }) => permission("the bastion", "ingress", network, port));
    expect(of("the bastion", "from")).toEqual(declared.sort());
  });

  it("let the bastion out to workers on node ports that are claimed, and to HTTPS", () => {
    const declared = nodePorts.map((port) => permission("the bastion", "egress", "the workers", port));
    const https = permission("the bastion", "egress", "0.0.0.0/0", 443);
    expect(of("the bastion", "to")).toEqual([...declared, https].sort());
  });

  it("let into the workers the bastion on node ports that are claimed, and the load balancer on the ingress controller's", () => {
    const declared = nodePorts.map((port) => permission("the workers", "ingress", "the bastion", port));
    const ingress = [32080, 32443].map((port) => permission("the workers", "ingress", "the load balancer", port));
    expect(of("the workers", "from")).toEqual([...declared, ...ingress].sort());
  });

  it("let everybody into the load balancer on 80 and 443, and it out to the ingress controller", () => {
    expect(of("the load balancer", "from")).toEqual([
      permission("the load balancer", "ingress", "0.0.0.0/0", 443),
      permission("the load balancer", "ingress", "0.0.0.0/0", 80),
    ]);
    expect(of("the load balancer", "to")).toEqual([
      permission("the load balancer", "egress", "the workers", 32080),
      permission("the load balancer", "egress", "the workers", 32443),
    ]);
  });

  it("let nothing but the bastion's tunnel into the control plane", () => {
    expect(of("the control plane", "from")).toEqual([permission("the control plane", "ingress", "the bastion", 443)]);
  });

  it("let the workers alone into the shared volumes, to mount them (SB-3)", () => {
    expect(of("the shared volumes", "from")).toEqual([
      permission("the shared volumes", "ingress", "the workers", 2049),
    ]);
    expect(of("the shared volumes", "to")).toEqual([]);
  });

  it("say nothing else: no other group has a rule", () => {
    const known = ["the bastion", "the workers", "the load balancer", "the control plane", "the shared volumes"];
    expect(permissions.filter((one) => !known.some((group) => one.startsWith(`${group} `)))).toEqual([]);
    expect(of("the workers", "to")).toEqual([]);
    expect(of("the control plane", "to")).toEqual([]);
  });

  it("let in the whole internet only where the files say anywhere, and at the load balancer", () => {
    const anywhere = networks.filter(({ network }) => network === "0.0.0.0/0");
    const ports = [...anywhere.map(({ port }) => port), 80, 443];
    const open = ways.ownRules.filter(({ direction, peer }) => {
      return direction === "ingress" && "network" in peer && peer.network.endsWith("/0");
    });
    expect(open.map(({ first }) => first).sort()).toEqual(ports.sort());
    expect(open.every(({ first, last }) => first === last)).toBe(true);
  });
});

type Row = readonly [row: string, from: Stand, at: Door, asked: string, reached: string];

/** Rows of the table as a person wrote them, so that the table and the files cannot be wrong in the same way. */
const ROWS: readonly Row[] = [
  ["the office reaches the broker of pilot 2", OFFICE, BASTION_DOOR, "30040", "pilot2/lx-kafka-0:9092"],
  ["so does trading", TRADER, BASTION_DOOR, "30040", "pilot2/lx-kafka-0:9092"],
  ["but not its registry, one port further", TRADER, BASTION_DOOR, "30041", ""],
  ["vehicles reach neither", VEHICLE, BASTION_DOOR, "30040", ""],
  ["a stranger reaches the peer of pilot 9", STRANGER, BASTION_DOOR, "30303", "pilot9/node-0:30303"],
  ["but not its RPC, one port further", STRANGER, BASTION_DOOR, "30304", ""],
  ["a bank reaches one broker", outsider("192.0.2.3"), BASTION_DOOR, "30081", "pilot8/broker-1:9092"],
  ["the office reaches any shard", OFFICE, BASTION_DOOR, "30772", "pilot7/graph-0:7687 pilot7/graph-1:7687"],
  ["nobody reaches what is open to nobody", OFFICE, BASTION_DOOR, "32766", ""],
  ["another machine of the network is no exception", MACHINE, BASTION_WITHIN, "30040", ""],
  ["a stranger gets a host", STRANGER, BALANCER_DOOR, "443 pilot5b.blueprint.example.org", "pilot5b/boc-api-0:8080"],
  ["and one beyond the domain", STRANGER, BALANCER_DOOR, "443 documents.bank.example", "pilot15/reader-0:8000"],
  ["but none that nobody declared", STRANGER, BALANCER_DOOR, "443 pilot7.blueprint.example.org", ""],
  ["and no node port at the load balancer", OFFICE, BALANCER_DOOR, "30040 pilot5b.blueprint.example.org", ""],
];

describe("rows of the table", () => {
  it.each(ROWS)("%s", (_, from, at, asked, reached) => {
    const [port, host] = asked.split(" ");
    const knock = { from, at, port: Number(port), ...(host !== undefined && { host }) };
    expect(ways.reached(knock).join(" ")).toBe(reached);
    expect(expected.reached(knock).join(" ")).toBe(reached);
  });

  it("the bastion goes past no node port to a pod", () => {
    const pod = ways.cluster.pods.find(({ name }) => name === "lx-kafka-0");
    const at: Door = { name: "the broker", kind: "pod", address: pod?.address ?? "", pod: "pilot2/lx-kafka-0" };
    expect(ways.reached({ from: BASTION, at, port: 9092 })).toEqual([]);
  });

  it("nobody outside reaches a worker", () => {
    const asked = WORKER_DOORS.flatMap((at) => nodePorts.map((port) => ({ from: STRANGER, at, port })));
    expect(asked.flatMap((knock) => ways.reached(knock))).toEqual([]);
  });
});
