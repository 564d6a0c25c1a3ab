import { describe, expect, it } from "vitest";
import { secretsIn } from "../../../../lib/charts/secret-values";
import { nexusConfiguration, nexusSecretFiles } from "../../../../lib/devops/nexus/configuration";
import { bodies, OPTIONS } from "./example";

const { licence, steps } = nexusConfiguration(OPTIONS);
/** Accounts of machines: nobody pulls for a group of code without sandboxes. */
const ACCOUNTS = ["build-pilot1", "pull-pilot1", "build-pilot15", "pull-pilot15", "build-interface"];
const order = (what: string) => steps.findIndex((step) => step.what.startsWith(what));

describe("the configuration of Nexus", () => {
  it("names the licence that is accepted, by its address", () => {
    expect(licence).toBe("https://links.sonatype.com/products/nxrm/ce-eula");
  });

  it("closes anonymous access before anything else", () => {
    expect(steps[0]).toMatchObject({ put: { path: "v1/security/anonymous", body: { enabled: false } } });
  });

  it("makes each thing after what it names", () => {
    const kinds = ["blob store", "clean-up policy", "repository", "content selector", "privilege", "role", "account"];
    const places = kinds.map(order);
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places).not.toContain(-1);
  });

  it("asks Nexus' own accounts before the directory, so that they work without it", () => {
    expect(steps.find(({ what }) => what === "ways to sign in")).toMatchObject({
      put: { body: ["NexusAuthenticatingRealm", "LdapRealm", "DockerToken", "NpmToken"] },
    });
    expect(order("directory")).toBeLessThan(order("ways to sign in"));
  });

  it("holds no secret: the job reads each from its file", () => {
    expect(secretsIn({ steps })).toEqual([]);
    const password = (secret: string) => ({ secret, key: "password" });
    expect(nexusSecretFiles(OPTIONS)).toEqual({
      admin: password("nexus-admin"),
      "build-pilot1": password("nexus-build-pilot1"),
      "pull-pilot1": password("nexus-pull-pilot1"),
      "build-pilot15": password("nexus-build-pilot15"),
      "pull-pilot15": password("nexus-pull-pilot15"),
      "build-interface": password("nexus-build-interface"),
      directory: password("directory-bind-nexus"),
    });
    const named = steps.flatMap((step) => {
      if ("password" in step) return [step.password.file];
      return "secrets" in step ? (step.secrets ?? []).map(({ file }) => file) : [];
    });
    expect(new Set(named)).toEqual(new Set([...ACCOUNTS, "directory"]));
  });

  it("makes an account for each group of code that pushes and for each pilot that pulls, at an address of the host", () => {
    expect(bodies("v1/security/users")).toEqual(
      ACCOUNTS.map((userId) => {
        const [kind = "", group] = userId.split("-");
        return {
          userId,
          firstName: kind === "build" ? "Build" : "Pull",
          lastName: group,
          emailAddress: `${userId}@nexus.testbed.example.org`,
          status: "active",
          roles: [`testbed-${userId}`],
        };
      }),
    );
  });

  it("gives each account the password of its own secret, also when it is there already", () => {
    for (const account of ACCOUNTS) {
      const path = `v1/security/users/${account}`;
      const made = steps.find(({ what }) => what === `account ${account}`);
      expect(made).toMatchObject({
        find: { userId: account },
        update: { path, body: { userId: account, roles: [`testbed-${account}`], source: "default" } },
        secrets: [{ at: ["password"], file: account }],
      });
      const change = { path: `${path}/change-password`, file: account };
      const changes = steps.filter((step) => "password" in step && step.password.path.includes(`/${account}/`));
      expect(changes).toMatchObject([{ password: change }]);
    }
  });

  it("given no groups of code, then there is no account but that of its administrator", () => {
    expect(bodies("v1/security/users", { groups: [] })).toEqual([]);
    expect(Object.keys(nexusSecretFiles({ ...OPTIONS, groups: [] }))).toEqual(["admin", "directory"]);
  });

  it("given object storage, then blobs go to prefixes of one bucket, and keys come from their secret", () => {
    const objectStorage = {
      bucket: "artefacts",
      region: "eu-west-1",
      credentials: { accessKeyId: { secret: "s", key: "id" }, secretAccessKey: { secret: "s", key: "key" } },
    };
    expect(bodies("v1/blobstores", { objectStorage })).toEqual([
      { name: "images", bucketConfiguration: { bucket: { name: "artefacts", region: "eu-west-1", prefix: "images" } } },
      {
        name: "packages",
        bucketConfiguration: { bucket: { name: "artefacts", region: "eu-west-1", prefix: "packages" } },
      },
    ]);
    expect(nexusSecretFiles({ ...OPTIONS, objectStorage })).toMatchObject({
      "access-key-id": { secret: "s", key: "id" },
      "secret-access-key": { secret: "s", key: "key" },
    });
  });

  it("given object storage without keys, then Nexus acts as the role that it runs with", () => {
    const objectStorage = { bucket: "artefacts", region: "eu-west-1" };
    expect(JSON.stringify(nexusConfiguration({ ...OPTIONS, objectStorage }))).not.toContain("bucketSecurity");
    expect(Object.keys(nexusSecretFiles({ ...OPTIONS, objectStorage }))).not.toContain("access-key-id");
  });

  it("makes tasks once, and leaves them to whoever changes them", () => {
    const tasks = steps.filter((step) => "create" in step && step.create.path === "v1/tasks");
    expect(tasks.length).toBe(4);
    for (const task of tasks) expect(task).not.toHaveProperty("update");
  });
});
