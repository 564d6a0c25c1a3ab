import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NEXUS_LICENCE } from "../../lib/config/devops/nexus";
import { placeSchema } from "../../lib/config/place";
import { type SandboxDescription, sandboxSchema } from "../../lib/config/sandbox/sandbox";
import { testbedSchema } from "../../lib/config/testbed";
import { Testbed } from "../../stacks/testbed";
import { descriptionOf, EXISTING_PLACE } from "../support/description";
import type { Resources } from "../support/sandbox";
import { type Synthesized, synthesize, synthesizeTestbed, temporaryFolder } from "../support/synth";

const DIRECTORY = { organisation: "ACME" };
const NEXUS = { licence: NEXUS_LICENCE };
const ALL = { directory: DIRECTORY, jenkins: {}, nexus: NEXUS };
const SANDBOXES = { pilot1: sandboxSchema.parse({}), pilot15: sandboxSchema.parse({}) };

function testbed(
  devops: object,
  place: object = {},
  sandboxes: Record<string, SandboxDescription> = SANDBOXES,
): Synthesized {
  const directory = temporaryFolder();
  const description = {
    ...descriptionOf(sandboxes),
    testbed: testbedSchema.parse({ place: "lab", devops }),
    place: placeSchema.parse({ name: "demo", domain: "here.example.net", existing: EXISTING_PLACE, ...place }),
  };
  return synthesize((app) => void new Testbed(app, { ...description, directory }));
}

const resourcesIn = (synthesized: Synthesized, stack = "demo-devops") =>
  (synthesized.stacks[stack]?.resource ?? {}) as unknown as Resources;
const namesOf = (resources: Resources, type: string) =>
  Object.values(resources[type] ?? {}).map(
    (one) => (one as { name?: string; metadata?: { name: string } }).metadata?.name ?? (one as { name?: string }).name,
  );

describe("the devops stack", () => {
  it("is left out where the description has no tools", () => {
    const directory = temporaryFolder();
    const { stacks } = synthesize((app) => void new Testbed(app, { ...descriptionOf(SANDBOXES), directory }));
    expect(Object.keys(stacks)).not.toContain("demo-devops");
  });

  it.each([
    ["a directory alone", { directory: DIRECTORY }, ["directory-certificates"]],
    ["Jenkins with it", { directory: DIRECTORY, jenkins: {} }, ["directory-certificates", "jenkins", "jenkins-tokens"]],
    ["Nexus with it", { directory: DIRECTORY, nexus: NEXUS }, ["directory-certificates", "nexus"]],
    ["all", ALL, ["directory-certificates", "jenkins", "jenkins-tokens", "nexus"]],
  ])("given %s, then it has what that needs", (_, devops, releases) => {
    expect(namesOf(resourcesIn(testbed(devops)), "helm_release").sort()).toEqual(releases);
  });

  it.each([
    ["builds alone", {}],
    [
      "all that there is",
      {
        deploy: { repository: "https://git.example.org/t.git", secret: "by-hand-git" },
        slack: { workspace: "acme", channel: "#a", secret: "by-hand-slack" },
      },
    ],
  ])("given %s, then Jenkins mounts no secret that nobody makes", (_, jenkins) => {
    const place = { state: { s3: { bucket: "demo-state", region: "eu-west-1" } } };
    const resources = resourcesIn(testbed({ ...ALL, jenkins }, place));
    const text = JSON.stringify(resources);
    const mounted = [...text.matchAll(/\\"name\\":\\"([\w-]+)\\",\\"keyName/g)].map(([, name = ""]) => name);
    const wanted = JSON.stringify(resources.kubernetes_config_map_v1?.secrets_wanted);
    const isMade = (name: string) =>
      wanted.includes(`${name} `) || text.includes(`kubernetes.io/service-account.name\\":\\"${name}\\"`);
    expect(mounted.length).toBeGreaterThan(3);
    expect(mounted.filter((name) => !isMade(name) && !name.startsWith("by-hand-"))).toEqual([]);
  });

  it("given another place than testbed.yaml names, then pipelines deploy to that one", () => {
    const { stacks } = synthesizeTestbed(join(__dirname, "../.."), "nova");
    const resources = (stacks["nova-bp-devops"]?.resource ?? {}) as unknown as Resources;
    const library = resources.kubernetes_config_map_v1?.jenkins_library as unknown as { data: Record<string, string> };
    expect(JSON.parse(library.data["resources__testbed__settings.json"] ?? "{}")).toMatchObject({
      testbed: "nova-bp",
      place: "nova",
      registry: { address: "registry.testbed.nova.example" },
    });
  });

  it("given people elsewhere, then there is no directory of ours, and no door to one", () => {
    const server = {
      host: "ldap.example.org",
      base: "dc=example,dc=org",
      bind: { dn: "cn=testbed,dc=example,dc=org", secret: "bind" },
      users: { base: "ou=people,dc=example,dc=org" },
      groups: { base: "ou=groups,dc=example,dc=org" },
    };
    const resources = resourcesIn(testbed({ directory: { server, grants: { staff: "admin" } }, jenkins: {} }));
    expect(resources.kubernetes_stateful_set_v1).toBeUndefined();
    expect(JSON.stringify(resources)).toContain("ldaps://ldap.example.org:636");
    expect(JSON.stringify(resources)).not.toMatch(/directory-(bind|tls|data)/);
  });

  it("given another domain, then every address is another, in the tools and in the sandboxes", () => {
    const there = testbed(ALL, { domain: "other.example.com" });
    const texts = Object.values(there.stacks).map((stack) => JSON.stringify(stack));
    expect(texts.filter((text) => text.includes("here.example.net"))).toEqual([]);
    for (const host of ["jenkins", "nexus", "registry"]) {
      expect(
        texts.some((text) => text.includes(`${host}.other.example.com`)),
        host,
      ).toBe(true);
    }
  });

  it("given another domain, then the directory stays what it is", () => {
    const setOf = (synthesized: Synthesized) => resourcesIn(synthesized).kubernetes_stateful_set_v1;
    expect(setOf(testbed(ALL, { domain: "other.example.com" }))).toEqual(setOf(testbed(ALL)));
  });

  it("given a certificate for all hosts, then the tools ask for none of their own", () => {
    const text = JSON.stringify(resourcesIn(testbed(ALL, { certificates: "self-signed" })));
    expect(text).not.toContain("cert-manager.io/cluster-issuer");
    expect(JSON.stringify(resourcesIn(testbed(ALL)))).toContain("cert-manager.io/cluster-issuer");
  });

  it("given a mirror, then every image of the tools comes from there", () => {
    const resources = resourcesIn(testbed(ALL, { mirror: { images: "mirror.example.org/proxy" } }));
    const text = JSON.stringify(resources);
    const images = text.match(/"image":"[^"]+"/g) ?? [];
    expect(images.length).toBeGreaterThan(4);
    expect(images.filter((image) => !image.startsWith('"image":"mirror.example.org/proxy/'))).toEqual([]);
  });
});

describe("a sandbox beside the tools", () => {
  const frame = (devops: object, place: object = {}) => resourcesIn(testbed(devops, place), "demo-pilot1");

  it("given Nexus, then it pulls with an account of its pilot, which one job may write", () => {
    expect(namesOf(frame(ALL), "kubernetes_role_v1")).toContain("pull-secret");
    const map = JSON.stringify(resourcesIn(testbed(ALL)).kubernetes_config_map_v1);
    expect(map).toContain("pilot1 nexus-pull-pilot1 pull-pilot1");
    expect(map).toContain("pilot15 nexus-pull-pilot15 pull-pilot15");
  });

  it("given a registry elsewhere, then nobody writes there", () => {
    const place = { registry: { address: "harbor.example.org", pullSecret: "harbor" } };
    expect(namesOf(frame(ALL, place), "kubernetes_role_v1")).not.toContain("pull-secret");
  });

  it("given no pipelines that deploy, then nobody gets the robot's tokens by itself", () => {
    expect(namesOf(frame(ALL), "kubernetes_role_v1")).not.toContain("deploy");
  });

  it("given pipelines that deploy, then the account of this sandbox gets tokens of its robot, and nothing else (INF-27)", () => {
    const devops = { ...ALL, jenkins: { deploy: { repository: "https://git.example.org/testbed.git" } } };
    const place = { state: { s3: { bucket: "demo-state", region: "eu-west-1" } } };
    const resources = frame(devops, place);
    const role = Object.values(resources.kubernetes_role_v1 ?? {}).find(
      (one) => (one as unknown as { metadata: { name: string } }).metadata.name === "deploy",
    );
    expect(role).toMatchObject({
      rule: [{ resources: ["serviceaccounts/token"], resource_names: ["robot"], verbs: ["create"] }],
    });
    expect(JSON.stringify(resources.kubernetes_role_binding_v1)).toContain(
      '"name":"deploy-pilot1","namespace":"devops-deploys"',
    );
  });

  it("given an API server that knows the directory's groups, then those who develop its pilot are its developers (INF-24)", () => {
    const devops = {
      ...ALL,
      directory: { ...DIRECTORY, partners: { jrc: { pilots: ["pilot1"] }, boc: { pilots: ["pilot15"] } } },
    };
    const bindings = JSON.stringify(frame(devops, { directoryGroups: { prefix: "ldap:" } }).kubernetes_role_binding_v1);
    expect(bindings).toContain('"name":"ldap:pilot1"');
    expect(bindings).toContain('"name":"ldap:jrc"');
    expect(bindings).not.toMatch(/ldap:(boc|pilot15|guests|platform-admins)/);
  });

  it("given one that knows none, then no group of the directory has a role", () => {
    expect(JSON.stringify(frame(ALL).kubernetes_role_binding_v1)).not.toContain('"name":"pilot1"');
  });
});
