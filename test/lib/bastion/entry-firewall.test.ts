import { describe, expect, it } from "vitest";
import { EntryFirewall, type EntryFirewallProps } from "../../../lib/bastion/entry-firewall";
import type { Way } from "../../../lib/way";
import { type StackJson, synthesizeConstruct } from "../../support/synth";

const OFFICE = "203.0.113.0/24";

const firewall = (ways: readonly Way[], props: Partial<EntryFirewallProps> = {}): StackJson =>
  JSON.parse(
    synthesizeConstruct((scope) => {
      new EntryFirewall(scope, "firewall", {
        entryGroupId: "sg-entry",
        workerGroupId: "sg-workers",
        controlPlaneGroupId: "sg-api",
        ways,
        ...props,
      });
    }),
  );

const way = (port: number, from: Way["from"] = [OFFICE], parts: Partial<Way> = {}): Way => ({
  port,
  from,
  owner: "pilot2",
  target: "lx-kafka",
  ...parts,
});

/** The rules of one direction, each on a line: group, ports, and who is on the other side. */
const rules = ({ resource }: StackJson, direction: "ingress" | "egress") =>
  Object.values(resource?.[`aws_vpc_security_group_${direction}_rule`] ?? {})
    .map((rule) => {
      const {
        security_group_id: group,
        ip_protocol,
        from_port,
        to_port,
        cidr_ipv4,
        referenced_security_group_id,
      } = rule;
      return `${group} ${ip_protocol} ${from_port}-${to_port} ${cidr_ipv4 ?? referenced_security_group_id}`;
    })
    .sort();

const descriptions = ({ resource }: StackJson) =>
  Object.values(resource?.aws_vpc_security_group_ingress_rule ?? {}).map(({ description }) => String(description));

const ids = ({ resource }: StackJson) => Object.values(resource ?? {}).flatMap((named) => Object.keys(named));

describe("EntryFirewall without ways", () => {
  const stack = firewall([]);

  it("lets nobody in", () => {
    expect(rules(stack, "ingress").filter((rule) => rule.startsWith("sg-entry"))).toEqual([]);
  });

  it("lets the bastion out by HTTPS alone, and on to the Kubernetes API (SB-10)", () => {
    expect(rules(stack, "egress")).toEqual(["sg-entry tcp 443-443 0.0.0.0/0"]);
    expect(rules(stack, "ingress")).toEqual(["sg-api tcp 443-443 sg-entry"]);
  });
});

describe("EntryFirewall with ways", () => {
  it("lets each source in on the ports that are meant for it (INF-44)", () => {
    const stack = firewall([way(30042), way(30050, [OFFICE, "192.0.2.0/25"]), way(30060, ["192.0.2.0/25"])]);
    expect(rules(stack, "ingress").filter((rule) => rule.startsWith("sg-entry"))).toEqual([
      "sg-entry tcp 30042-30042 203.0.113.0/24",
      "sg-entry tcp 30050-30050 192.0.2.0/25",
      "sg-entry tcp 30050-30050 203.0.113.0/24",
      "sg-entry tcp 30060-30060 192.0.2.0/25",
    ]);
  });

  it("lets the bastion, and it alone, on to the workers by those ports, whoever comes in", () => {
    const stack = firewall([way(30042), way(30050, ["192.0.2.0/25"])]);
    expect(rules(stack, "egress")).toEqual([
      "sg-entry tcp 30042-30042 sg-workers",
      "sg-entry tcp 30050-30050 sg-workers",
      "sg-entry tcp 443-443 0.0.0.0/0",
    ]);
    expect(rules(stack, "ingress").filter((rule) => rule.startsWith("sg-workers"))).toEqual([
      "sg-workers tcp 30042-30042 sg-entry",
      "sg-workers tcp 30050-30050 sg-entry",
    ]);
  });

  it("joins ports that follow each other, of one source", () => {
    const stack = firewall([way(30042), way(30043), way(30044, ["192.0.2.0/25"])]);
    expect(rules(stack, "ingress")).toEqual([
      "sg-api tcp 443-443 sg-entry",
      "sg-entry tcp 30042-30043 203.0.113.0/24",
      "sg-entry tcp 30044-30044 192.0.2.0/25",
      "sg-workers tcp 30042-30044 sg-entry",
    ]);
  });

  it("lets everybody in where a way says anywhere", () => {
    expect(rules(firewall([way(30042, "anywhere")]), "ingress")).toContain("sg-entry tcp 30042-30042 0.0.0.0/0");
  });

  it("lets nobody in on a way without a source", () => {
    const stack = firewall([way(30042, [])]);
    expect(rules(stack, "ingress").filter((rule) => rule.startsWith("sg-entry"))).toEqual([]);
  });

  it("opens the port in front to the sources, and the port behind to the workers", () => {
    const stack = firewall([way(443, [OFFICE], { nodePort: 32443 })]);
    expect(rules(stack, "ingress")).toEqual([
      "sg-api tcp 443-443 sg-entry",
      "sg-entry tcp 443-443 203.0.113.0/24",
      "sg-workers tcp 32443-32443 sg-entry",
    ]);
    expect(rules(stack, "egress")).toContain("sg-entry tcp 32443-32443 sg-workers");
  });

  it("has addresses that other ways do not shift", () => {
    const [few, many] = [firewall([way(30042)]), firewall([way(30001), way(30042), way(30060)])];
    expect(ids(many)).toEqual(expect.arrayContaining(ids(few)));
  });

  it("has the same rules for the same ways in any order", () => {
    const ways = [way(30042), way(30043, "anywhere"), way(30050, [OFFICE, "192.0.2.0/25"])];
    expect(firewall([...ways].reverse()).resource).toEqual(firewall(ways).resource);
  });

  it("tells in its rules whose the ports are", () => {
    const stack = firewall([way(30042), way(30043, [OFFICE], { owner: "pilot5b", target: "store" })]);
    expect(descriptions(stack)).toContain("pilot2/lx-kafka, pilot5b/store");
  });

  it("describes rules in letters that AWS takes, and not too many", () => {
    const ways = Array.from({ length: 40 }, (_, index) =>
      way(30000 + index, [OFFICE], { owner: `pilot-é"${index}`, target: "a|b\n<c>" }),
    );
    const AWS_TAKES = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/;
    expect(descriptions(firewall(ways)).filter((text) => !AWS_TAKES.test(text))).toEqual([]);
    expect(descriptions(firewall(ways))).toContainEqual(expect.stringMatching(/ \.\.\.$/));
  });
});
