import { describe, expect, it } from "vitest";
import { KubernetesMinor } from "../../../lib/cluster/kubernetes-minor";
import { DEFAULT_KUBERNETES_MINOR, KUBERNETES_MINORS } from "../../../lib/versions";

describe("KubernetesMinor", () => {
  it("has a constant for every minor that a testbed may name", () => {
    const constants = Object.entries(KubernetesMinor).filter(([key]) => key.startsWith("V"));
    expect(constants.map(([, minor]) => minor.name)).toEqual([...KUBERNETES_MINORS]);
  });

  it("has a default", () => {
    expect(KubernetesMinor.DEFAULT.name).toBe(DEFAULT_KUBERNETES_MINOR);
  });

  it("takes a minor that is newer than the library", () => {
    expect(KubernetesMinor.of("1.40").name).toBe("1.40");
  });

  it("refuses what is no minor", () => {
    expect(() => KubernetesMinor.of("v1.35.2")).toThrow('"v1.35.2" is not a Kubernetes minor. Write one of 1.34, 1.35');
  });
});
