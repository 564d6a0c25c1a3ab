import { describe, expect, it } from "vitest";
import { synthesizeTestbed } from "./support/synth";
import { changesBetween } from "./support/ways/changed-resources";
import { editSandbox, fifteenPilots, type WrittenExposure, whileChanged } from "./support/ways/fifteen-pilots";
import type { Stacks } from "./support/ways/references";

const directory = fifteenPilots();
const { stacks } = synthesizeTestbed(directory);

/** The stacks when the ways into one sandbox are others. */
function stacksWith(name: string, edit: (expose: WrittenExposure[]) => WrittenExposure[]): Stacks {
  const change = () =>
    editSandbox(directory, name, (sandbox) => {
      sandbox.expose = edit(sandbox.expose);
    });
  return whileChanged(directory, change, () => synthesizeTestbed(directory).stacks);
}

const instanceOf = (of: Stacks) => JSON.stringify(of["blueprint-edge"]?.resource?.aws_instance);

describe("a change of one way in changes its sandbox and the edge alone (INF-33)", () => {
  it("given one more, then its frame changes and the edge, and the instance not by a byte", () => {
    const after = stacksWith("pilot12", (expose) => [
      ...expose,
      { component: "risk-model", nodePort: 30120, from: ["office"] },
    ]);
    expect(changesBetween(stacks, after)).toEqual([
      "+ blueprint-edge: aws_vpc_security_group_egress_rule.bastion_firewall_to-workers-30120",
      "+ blueprint-edge: aws_vpc_security_group_ingress_rule.bastion_firewall_from-203-0-113-0-26-30120",
      "+ blueprint-edge: aws_vpc_security_group_ingress_rule.bastion_firewall_workers-30120",
      "+ blueprint-pilot12: kubernetes_network_policy_v1.frame_isolation_node-port-risk-model-8000",
      "+ blueprint-pilot12: kubernetes_service_v1.frame_node-port-risk-model-8000_service",
      "~ blueprint-edge: aws_ssm_parameter.bastion_ways",
      "~ blueprint-pilot12: kubernetes_resource_quota_v1.frame_quota_all",
    ]);
    expect(instanceOf(after)).toBe(instanceOf(stacks));
    expect(instanceOf(after)).toContain("user_data");
  });

  it("given one is advertised, then the facts change, and what reads them in the app of the same sandbox", () => {
    const after = stacksWith("pilot4", (expose) =>
      expose.map((way) => (way.nodePort === 30042 ? { ...way, advertise: "advertised.url" } : way)),
    );
    expect(changesBetween(stacks, after)).toEqual([
      "+ blueprint-pilot4-app: kubernetes_config_map_v1.app_infinistore_config_map",
      "~ blueprint-pilot4-app: data.kubernetes_config_map_v1.app_testbed_facts",
      "~ blueprint-pilot4-app: kubernetes_stateful_set_v1.app_infinistore_set",
      "~ blueprint-pilot4: kubernetes_config_map_v1.frame_facts_config-map",
    ]);
  });

  it("given one more without a number before those of others, then no other gets another number", () => {
    const after = stacksWith("pilot2", (expose) => [{ component: "infinistore", port: "zookeeper" }, ...expose]);
    const changes = changesBetween(stacks, after);
    expect(changes.filter((change) => !/ blueprint-(pilot2|edge): /.test(change))).toEqual([]);
    expect(changes).toContain("+ blueprint-pilot2: kubernetes_service_v1.frame_node-port-infinistore-2181_service");
    expect(instanceOf(after)).toBe(instanceOf(stacks));
  });

  it("given one less, then its frame changes and the edge", () => {
    const after = stacksWith("pilot14", (expose) => expose.filter(({ nodePort }) => nodePort !== 32081));
    expect(changesBetween(stacks, after)).toEqual([
      "- blueprint-edge: aws_vpc_security_group_egress_rule.bastion_firewall_to-workers-32081",
      "- blueprint-edge: aws_vpc_security_group_ingress_rule.bastion_firewall_from-203-0-113-0-26-32081",
      "- blueprint-edge: aws_vpc_security_group_ingress_rule.bastion_firewall_workers-32081",
      "- blueprint-pilot14: kubernetes_network_policy_v1.frame_isolation_node-port-monitor-8000",
      "- blueprint-pilot14: kubernetes_service_v1.frame_node-port-monitor-8000_service",
      "~ blueprint-edge: aws_ssm_parameter.bastion_ways",
      "~ blueprint-pilot14: kubernetes_resource_quota_v1.frame_quota_all",
    ]);
    expect(instanceOf(after)).toBe(instanceOf(stacks));
  });

  it("given other sources, then the edge alone changes", () => {
    const after = stacksWith("pilot5b", (expose) =>
      expose.map((way) => (way.nodePort === 31000 ? { ...way, from: ["office"] } : way)),
    );
    expect(changesBetween(stacks, after)).toEqual([
      "+ blueprint-edge: aws_vpc_security_group_ingress_rule.bastion_firewall_from-203-0-113-0-26-31000",
      "- blueprint-edge: aws_vpc_security_group_ingress_rule.bastion_firewall_from-10-99-0-0-24-31000",
      "~ blueprint-edge: aws_ssm_parameter.bastion_ways",
    ]);
    expect(instanceOf(after)).toBe(instanceOf(stacks));
  });

  it("given one more host, then its frame alone changes", () => {
    const after = stacksWith("pilot14", (expose) => [...expose, { component: "monitor", host: "pilot14" }]);
    expect(changesBetween(stacks, after)).toEqual([
      "+ blueprint-pilot14: kubernetes_ingress_v1.frame_host-pilot14_ingress",
      "+ blueprint-pilot14: kubernetes_network_policy_v1.frame_isolation_host-pilot14",
      "+ blueprint-pilot14: kubernetes_service_v1.frame_host-pilot14_service",
      "~ blueprint-pilot14: helm_release.frame_guard_release",
    ]);
  });

  it("given other limits of a host, then what carries them alone changes", () => {
    const after = stacksWith("pilot2", (expose) =>
      expose.map((way) => (way.host === undefined ? way : { ...way, limits: { rate: 7 } })),
    );
    expect(changesBetween(stacks, after)).toEqual(["~ blueprint-pilot2: helm_release.frame_guard_release"]);
  });

  it("given a host below the domain in place of a full name, then nothing is opened for a certificate of its own", () => {
    const after = stacksWith("pilot15", () => [{ component: "reader", host: "pilot15" }]);
    const changes = changesBetween(stacks, after);
    expect(changes.filter((change) => !/ blueprint-(pilot15|edge): /.test(change))).toEqual([]);
    expect(changes).toEqual(
      expect.arrayContaining([
        "- blueprint-pilot15: kubernetes_network_policy_v1.frame_isolation_acme",
        "~ blueprint-pilot15: kubernetes_resource_quota_v1.frame_quota_all",
      ]),
    );
  });
});
