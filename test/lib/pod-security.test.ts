import { describe, expect, it } from "vitest";
import { podSecurityLabels } from "../../lib/pod-security";

describe("the Pod Security labels of a namespace", () => {
  it("given a level, then it is enforced by the standards of the minor, and whoever is beyond restricted is warned", () => {
    expect(podSecurityLabels("baseline", "1.34")).toEqual({
      "pod-security.kubernetes.io/enforce": "baseline",
      "pod-security.kubernetes.io/enforce-version": "v1.34",
      "pod-security.kubernetes.io/warn": "restricted",
      "pod-security.kubernetes.io/warn-version": "v1.34",
    });
  });

  it("given another level to warn beyond, then it is that one", () => {
    expect(podSecurityLabels("privileged", "1.35", "privileged")).toMatchObject({
      "pod-security.kubernetes.io/enforce": "privileged",
      "pod-security.kubernetes.io/warn": "privileged",
    });
  });
});
