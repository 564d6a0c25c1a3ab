import { describe, expect, it } from "vitest";
import { checkValues } from "../../../../lib/charts/check-values";
import { mergeValues } from "../../../../lib/charts/merge-values";
import { closedIn } from "../../../../lib/charts/open-keys";
import { secretsIn } from "../../../../lib/charts/secret-values";
import { type NexusValuesOptions, nexusValues } from "../../../../lib/devops/nexus/values";
import { IMAGES } from "../../../../lib/versions";
import { OPTIONS } from "./example";

const options: NexusValuesOptions = {
  hosts: OPTIONS.hosts,
  ingress: { className: "testbed" },
  storageClass: "testbed-retain",
  size: "100Gi",
  mirror: {},
};
const all = (more: Partial<NexusValuesOptions> = {}) => {
  const { defaults, fixed } = nexusValues({ ...options, ...more });
  return mergeValues(defaults, fixed);
};
const authority = { secret: "directory-authority", key: "ca.crt" };

describe("the values of Nexus", () => {
  it.each([{}, { authority }, { mirror: { images: "mirror.example.org" } }])(
    "given %j, then the chart knows them",
    (more) => {
      expect(checkValues("nexus3", all(more))).toEqual([]);
    },
  );

  it("hold no secret", () => {
    expect(secretsIn(all({ authority }))).toEqual([]);
  });

  it("leave everything to our own job that the chart's would do with scripts and passwords on command lines", () => {
    expect(all()).toMatchObject({ config: { enabled: false } });
  });

  it("keep the volume when the release goes", () => {
    expect(all()).toMatchObject({
      persistence: { enabled: true, retainDeleted: true, storageClass: "testbed-retain", size: "100Gi" },
    });
  });

  it("run one image for all containers, through the mirror where there is one", () => {
    const image = (prefix = "") => {
      const [repository, tag] = IMAGES.nexus.split(":");
      return { repository: `${prefix}${repository}`, tag };
    };
    expect(all()).toMatchObject({ image: image(), bashImage: image() });
    expect(all({ mirror: { images: "mirror.example.org/all" } })).toMatchObject({
      image: image("mirror.example.org/all/"),
      bashImage: image("mirror.example.org/all/"),
    });
  });

  it("given no authority, then Java trusts what it always does", () => {
    expect(JSON.stringify(all())).not.toContain("trustStore");
    expect(all()).not.toHaveProperty("extraInitContainers");
  });

  it("given an authority, then Java's file of authorities is one that holds it too", () => {
    expect(all({ authority })).toMatchObject({
      install4jAddVmParams: expect.stringContaining("-Djavax.net.ssl.trustStore=/nexus-data/keystores/authorities"),
      extraInitContainers: [{ name: "trust-directory", image: IMAGES.nexus }],
    });
  });

  it("let a description set where Nexus runs and what it may take, and nothing that its safety rests on", () => {
    expect(closedIn("nexus3", { resources: {}, nodeSelector: {}, logback: { maxHistory: 1 } })).toEqual([]);
    for (const key of ["securityContext", "config", "properties", "rootPassword", "install4jAddVmParams", "env"]) {
      expect(closedIn("nexus3", { [key]: {} }).length, key).toBe(1);
    }
  });
});
