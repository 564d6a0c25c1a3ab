import { describe, expect, it } from "vitest";
import { admits, type GroupPeer, groupRules } from "./group-rules";

const NOBODY: GroupPeer = { address: "8.8.8.8", groups: [] };
const OWN = "edge: aws_security_group.own.id";
const OTHER = "edge: aws_security_group.other.id";

function rulesOf(resource: Record<string, Record<string, Record<string, unknown>>>) {
  const terraform = { backend: {}, required_version: "" };
  const output = { group: { value: "${aws_security_group.far.id}" } };
  const data = { terraform_remote_state: { network: { config: { path: "../x/network.tfstate" } } } };
  return groupRules({ network: { output, terraform }, edge: { resource, data, terraform } });
}

/** One rule of the group `own`, written the new way. */
function own(rule: Record<string, unknown>) {
  const body = { security_group_id: "${aws_security_group.own.id}", ip_protocol: "tcp", from_port: 10, to_port: 12 };
  return rulesOf({ aws_vpc_security_group_ingress_rule: { rule: { ...body, ...rule } } });
}

const lets = (rules: ReturnType<typeof rulesOf>, peer: GroupPeer, port: number, group = OWN) =>
  admits(rules, "ingress", [group], peer, port);

describe("rules of security groups", () => {
  it.each([
    [9, false],
    [10, true],
    [12, true],
    [13, false],
  ])("given a range from 10 to 12, when asked for %i, then it says %s", (port, open) => {
    expect(lets(own({ cidr_ipv4: "8.8.0.0/16" }), NOBODY, port)).toBe(open);
  });

  it("given a network, when an address of another asks, then it is refused", () => {
    expect(lets(own({ cidr_ipv4: "8.9.0.0/16" }), NOBODY, 10)).toBe(false);
  });

  it("given a group, when its members ask, then they alone are let in", () => {
    const rules = own({ referenced_security_group_id: "${aws_security_group.other.id}" });
    expect(lets(rules, { ...NOBODY, groups: [OTHER] }, 10)).toBe(true);
    expect(lets(rules, NOBODY, 10)).toBe(false);
  });

  it("given a rule of another stack's group, when read, then it is that group's", () => {
    const id = "${data.terraform_remote_state.network.outputs.group}";
    const [rule] = own({ cidr_ipv4: "0.0.0.0/0", security_group_id: id });
    expect(rule?.group).toBe("network: aws_security_group.far.id");
  });

  it("given every protocol, when asked for any port, then it is open", () => {
    expect(lets(own({ cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" }), NOBODY, 9)).toBe(true);
  });

  it("given UDP, when asked for TCP, then it is closed", () => {
    expect(lets(own({ cidr_ipv4: "0.0.0.0/0", ip_protocol: "udp" }), NOBODY, 10)).toBe(false);
  });

  it("given a rule for what goes out, when somebody comes in, then it is closed", () => {
    const body = { security_group_id: "${aws_security_group.own.id}", cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" };
    expect(lets(rulesOf({ aws_vpc_security_group_egress_rule: { rule: body } }), NOBODY, 10)).toBe(false);
  });

  it("given rules within a group, when read, then networks, groups and the group itself are let in", () => {
    const block = { from_port: 10, to_port: 10, protocol: "tcp" };
    const ingress = [{ ...block, cidr_blocks: ["8.8.8.8/32"], security_groups: ["${aws_security_group.other.id}"] }];
    const rules = rulesOf({ aws_security_group: { own: { ingress: [...ingress, { ...block, self: true }] } } });
    expect(lets(rules, NOBODY, 10)).toBe(true);
    expect(rules.map(({ peer }) => peer)).toEqual([{ network: "8.8.8.8/32" }, { group: OTHER }, { group: OWN }]);
  });

  it("given a rule of the old kind, when read, then it is one like others", () => {
    const body = { security_group_id: "${aws_security_group.own.id}", protocol: "tcp", from_port: 10, to_port: 10 };
    const rule = { ...body, type: "ingress", cidr_blocks: ["8.0.0.0/8"] };
    expect(lets(rulesOf({ aws_security_group_rule: { rule } }), NOBODY, 10)).toBe(true);
  });

  it.each([
    ["a list of prefixes", { prefix_list_id: "pl-1" }],
    ["networks of IPv6", { cidr_ipv6: "::/0" }],
    ["nobody", {}],
  ])("given %s, when read, then it throws", (_, rule) => {
    expect(() => own(rule)).toThrow();
  });
});
