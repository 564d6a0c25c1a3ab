import { describe, expect, it } from "vitest";
import { allocatableOf } from "../../../../lib/config/capacity/ec2-instance";
import { capacityOf } from "../../../../lib/config/capacity/testbed-capacity";
import { placeSchema } from "../../../../lib/config/place";
import { sandboxOf } from "../../../support/sandbox";

const MIB = 2 ** 20;
const placeWith = (nodes?: object) =>
  placeSchema.parse({
    name: "demo",
    aws: { region: "eu-west-1", apiAccess: ["anywhere"], admins: ["arn:aws:iam::210987654321:role/admin"], nodes },
  });
const quota = (cpu: string, memory: string) =>
  sandboxOf({ quota: { requests: { cpu, memory }, limits: { cpu, memory } } });

describe("the capacity of a testbed", () => {
  it("is that of all nodes at their maximum (INF-13)", () => {
    const one = allocatableOf("t3a.xlarge");
    expect(capacityOf({ place: placeWith(), sandboxes: {} }).nodes).toEqual([
      { name: "default: 3 x t3a.xlarge", amounts: { cpu: 3 * 3920, memory: 3 * (one?.memory ?? 0) } },
    ]);
  });

  it("is taken by what every cluster runs, and by the quotas of the sandboxes", () => {
    const { nodes, reserved, left } = capacityOf({
      place: placeWith(),
      sandboxes: { pilot1: quota("2", "4Gi"), pilot2: quota("500m", "1Gi") },
    });
    // CoreDNS: 2 pods; the EBS controller: 2 pods of 6 containers; the EBS driver: 3 containers on each of 3 nodes.
    const addOns = { cpu: 2 * 100 + 12 * 10 + 3 * 30, memory: (2 * 70 + 12 * 40 + 3 * 120) * MIB };
    // cert-manager and its two helpers, the autoscaler, 2 of metrics-server, the NFS controller; Traefik and the NFS driver on each node.
    const platform = {
      cpu: 20 + 10 + 10 + 50 + 2 * 50 + 40 + 3 * (100 + 30),
      memory: (96 + 48 + 128 + 256 + 2 * 128 + 80 + 3 * (128 + 60)) * MIB,
    };
    expect(reserved).toEqual([
      { name: "the add-ons", amounts: addOns },
      { name: "the platform", amounts: platform },
      { name: "pilot1", amounts: { cpu: 2000, memory: 4096 * MIB } },
      { name: "pilot2", amounts: { cpu: 500, memory: 1024 * MIB } },
    ]);
    expect(left).toEqual({
      cpu: 3 * 3920 - addOns.cpu - platform.cpu - 2500,
      memory: (nodes[0]?.amounts.memory ?? 0) - addOns.memory - platform.memory - 5120 * MIB,
    });
  });

  it("leaves out nodes that sandboxes may not use", () => {
    const taints = (effect: string) => [{ key: "gpu", effect }];
    const place = placeWith({
      default: {},
      gpu: { instance: "m5.4xlarge", taints: taints("NoSchedule") },
      late: { instance: "m5.large", max: 1, taints: taints("PreferNoSchedule") },
    });
    expect(capacityOf({ place, sandboxes: {} }).nodes.map(({ name }) => name)).toEqual([
      "default: 3 x t3a.xlarge",
      "late: 1 x m5.large",
    ]);
  });

  it("names each size of node once, the one with the most memory first", () => {
    const place = placeWith({
      a: { instance: "c5.4xlarge" },
      b: { instance: "r5.2xlarge" },
      c: { instance: "c5.4xlarge" },
    });
    expect(capacityOf({ place, sandboxes: {} }).sizes).toEqual([
      allocatableOf("r5.2xlarge"),
      allocatableOf("c5.4xlarge"),
    ]);
  });

  it("names the types whose size is not known", () => {
    const place = placeWith({ default: {}, odd: { instance: "x9.huge" }, other: { instance: "x9.huge" } });
    expect(capacityOf({ place, sandboxes: {} }).unknown).toEqual(["x9.huge"]);
  });
});
