import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gatekeeperWays } from "../../../lib/bastion/gatekeeper-ways";
import { OpenStackEntryFirewall } from "../../../lib/bastion/openstack-entry-firewall";
import { waysOf } from "../../../lib/config/node-ports/way-of";
import { openstackRules } from "../../../lib/config/openstack-rules";
import { networksOf } from "../../../lib/config/sources";
import { OpenStackNodeSecurityGroup } from "../../../lib/network/openstack-node-security-group";
import { sandboxOf } from "../../support/sandbox";
import { type StackJson, synthesizeConstruct } from "../../support/synth";
import { descriptionAt } from "./support/places";

const SOURCES = { one: ["91.0.0.0/24"], two: ["91.0.1.0/24", "91.0.2.0/24"], same: ["91.0.0.0/24"] };
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleE";

interface Entry {
  /** Sources of each way, by node port from 30000 on. */
  readonly ways: readonly (readonly string[])[];
  readonly apiAccess: readonly string[];
  readonly ssh: readonly string[];
  readonly domain: boolean;
}

function describeEntry({ ways, apiAccess, ssh, domain }: Entry) {
  const expose = ways.map((from, index) => ({
    component: "ui",
    portNumber: 80,
    nodePort: 30000 + index,
    ...(from.length > 0 ? { from } : {}),
  }));
  return descriptionAt("openstack", {
    place: { sources: SOURCES, ...(domain ? { domain: "demo.example.com" } : {}) },
    target: { apiAccess, ...(ssh.length > 0 ? { ssh: { publicKey: KEY, from: ssh } } : {}) },
    sandboxes: { demo: sandboxOf({ expose }) },
  });
}

/** The rules that the constructs make, and those of the project's own group. */
function rulesMade(entry: Entry): number {
  const description = describeEntry(entry);
  const { place } = description;
  const text = synthesizeConstruct((scope) => {
    new OpenStackEntryFirewall(scope, "firewall", {
      entryGroupId: "entry",
      workerGroupId: "workers",
      controlPlaneGroupId: "control-plane",
      ways: gatekeeperWays(place, waysOf(description), entry.apiAccess),
      loginFrom: networksOf(entry.ssh, place.sources),
    });
    new OpenStackNodeSecurityGroup(scope, "nodes", { name: "demo" });
  });
  const { resource }: StackJson = JSON.parse(text);
  return Object.keys(resource?.openstack_networking_secgroup_rule_v2 ?? {}).length + 4;
}

describe("the number of rules of a testbed on OpenStack", () => {
  it("given nobody who comes in, then it is what nodes and the bastion have anyway", () => {
    expect(openstackRules(describeEntry({ ways: [], apiAccess: [], ssh: [], domain: false }))).toBe(4 + 2 + 5);
  });

  it.each([
    [{ ways: [["one"]], apiAccess: [], ssh: [], domain: false }],
    [{ ways: [["two"], ["one", "two"], []], apiAccess: [], ssh: [], domain: false }],
    [{ ways: [], apiAccess: [], ssh: [], domain: true }],
    [{ ways: [["anywhere"]], apiAccess: ["two"], ssh: ["one"], domain: true }],
    [{ ways: [["one", "same"]], apiAccess: ["one", "same"], ssh: ["same", "one"], domain: false }],
    [{ ways: [], apiAccess: ["anywhere"], ssh: [], domain: false }],
    [{ ways: [], apiAccess: [], ssh: ["anywhere"], domain: false }],
  ])("given %j, then it is that of the rules that are made", (entry) => {
    expect(openstackRules(describeEntry(entry))).toBe(rulesMade(entry));
  });

  it("given any ways, then it is that of the rules that are made", () => {
    const names = fc.oneof(
      fc.constant([]),
      fc.constant(["anywhere"]),
      fc.uniqueArray(fc.constantFrom("one", "two", "same"), { minLength: 1, maxLength: 3 }),
    );
    const entries = fc.record({
      ways: fc.array(names, { maxLength: 5 }),
      apiAccess: names,
      ssh: names,
      domain: fc.boolean(),
    });
    fc.assert(
      fc.property(entries, (entry) => {
        expect(openstackRules(describeEntry(entry))).toBe(rulesMade(entry));
      }),
      { numRuns: 40 },
    );
  });

  it.each(["aws", "rancher", "existing"] as const)("given %s, then there are none", (target) => {
    expect(openstackRules(descriptionAt(target))).toBe(0);
  });
});
