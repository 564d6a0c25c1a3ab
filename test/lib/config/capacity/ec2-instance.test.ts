import { describe, expect, it } from "vitest";
import { allocatableOf } from "../../../../lib/config/capacity/ec2-instance";

const MIB = 2 ** 20;

describe("what pods may ask for on an instance", () => {
  // vCPUs and GiB: the pages of Amazon EC2. What EKS keeps: 60, 10, 5, 5 and then 2.5 millicores of each core.
  it.each([
    { type: "t3a.xlarge", cpu: 4000 - 80, gib: 16 },
    { type: "t3.medium", cpu: 2000 - 70, gib: 4 },
    { type: "t2.small", cpu: 1000 - 60, gib: 2 },
    { type: "t4g.large", cpu: 2000 - 70, gib: 8 },
    { type: "m6g.medium", cpu: 1000 - 60, gib: 4 },
    { type: "m4.xlarge", cpu: 4000 - 80, gib: 16 },
    { type: "m5.2xlarge", cpu: 8000 - 90, gib: 32 },
    { type: "c6i.4xlarge", cpu: 16_000 - 110, gib: 32 },
    { type: "r7g.large", cpu: 2000 - 70, gib: 16 },
  ])("of the type $type is its size less what EKS and the hypervisor keep", ({ type, cpu, gib }) => {
    const kept = 255 + 11 * 110 + 100;
    expect(allocatableOf(type)).toEqual({ cpu, memory: Math.floor(gib * 1024 * MIB * 0.925) - kept * MIB });
  });

  it("is less on large ones, which have more pods", () => {
    const kept = 255 + 11 * 250 + 100;
    const memory = Math.floor(128 * 1024 * MIB * 0.925) - kept * MIB;
    expect(allocatableOf("m5.8xlarge")).toEqual({ cpu: 32_000 - 150, memory });
  });

  it("is no memory on the smallest ones", () => {
    expect(allocatableOf("t3.micro")).toEqual({ cpu: 1930, memory: 0 });
  });

  it.each([
    "c5n.large",
    "c4.large",
    "r4.large",
    "t3.nano",
    "m7i-flex.large",
    "m5.metal",
    "g5.xlarge",
    "i4i.large",
    "x9.huge",
  ])("of the type %s is not known", (type) => {
    expect(allocatableOf(type)).toBeUndefined();
  });
});
