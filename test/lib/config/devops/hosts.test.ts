import { describe, expect, it } from "vitest";
import { registryOf, toolHosts } from "../../../../lib/config/devops/hosts";
import { NEXUS_LICENCE } from "../../../../lib/config/devops/nexus";
import { testbedSchema } from "../../../../lib/config/testbed";

const testbed = (devops?: object) => testbedSchema.parse({ place: "aws", ...(devops ? { devops } : {}) });
const WITH_NEXUS = testbed({ nexus: { licence: NEXUS_LICENCE } });
const PLACE = { domain: "testbed.example.org", certificates: "letsencrypt" } as const;

describe("the hosts of the tools", () => {
  it("are one for Jenkins and two for Nexus", () => {
    expect(toolHosts(testbed({ jenkins: {}, nexus: { licence: NEXUS_LICENCE } }))).toEqual([
      "jenkins",
      "nexus",
      "registry",
    ]);
  });

  it("are none without tools", () => {
    expect(toolHosts(testbed())).toEqual([]);
  });
});

describe("the registry of a testbed", () => {
  it("given Nexus and no other, then it is Nexus, at a host below the domain", () => {
    expect(registryOf(WITH_NEXUS, PLACE)).toEqual({
      address: "registry.testbed.example.org",
      pullSecret: "registry",
      isOwn: true,
    });
  });

  it("given another domain, then it moves with it", () => {
    expect(registryOf(WITH_NEXUS, { ...PLACE, domain: "bp.example" })?.address).toBe("registry.bp.example");
  });

  it("given the place names that very host, then it is Nexus too, with a secret to pull with", () => {
    const registry = { address: "registry.testbed.example.org" };
    expect(registryOf(WITH_NEXUS, { ...PLACE, registry })).toEqual({
      ...registry,
      pullSecret: "registry",
      isOwn: true,
    });
  });

  it("given the place names another one, then that is it", () => {
    const registry = { address: "harbor.example.org", pullSecret: "harbor" };
    expect(registryOf(WITH_NEXUS, { ...PLACE, registry })).toEqual({ ...registry, isOwn: false });
  });

  it("given no Nexus and none that the place names, then there is none", () => {
    expect(registryOf(testbed(), PLACE)).toBeUndefined();
  });

  it("given certificates that the nodes do not trust, then Nexus is none that they pull from", () => {
    expect(registryOf(WITH_NEXUS, { ...PLACE, certificates: "self-signed" })).toBeUndefined();
  });
});
