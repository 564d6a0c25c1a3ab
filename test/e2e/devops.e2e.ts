import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { DIRECTORY_TLS } from "../../lib/devops/directory/certificates";
import { AGENT_CLOUDS } from "../../lib/devops/jenkins/clouds";
import { DEVOPS, MADE_SECRETS, SECRETS_ACCOUNT } from "../../lib/devops/names";
import { nexusAccountSecret } from "../../lib/devops/nexus/names";
import { CHARTS } from "../../lib/versions";
import { pod } from "./support/attempts";
import type { ControlPlane } from "./support/control-plane/control-plane";
import { addDefinitions, definitions } from "./support/control-plane/definitions";
import { chartArchive } from "./support/helm";
import { PlatformProject } from "./support/platform-project";
import { prepareSandboxes, startSandboxCluster } from "./support/sandbox-cluster";
import { needSecretsScript, runSecretsScript } from "./support/secrets-script";
import { optional, suite } from "./support/suite";

/** A secret that somebody deletes. */
const LOST = nexusAccountSecret("build", "pilot2");

const RELEASES = { jenkins: CHARTS.jenkins, nexus: CHARTS.nexus3 };

const secretsSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), resourceVersion: z.string() }),
      type: z.string(),
      data: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/** What is handed on to the job of the script by its environment. */
const ENVIRONMENT = {
  TRUST_FROM: DIRECTORY_TLS,
  TRUST_TO: MADE_SECRETS.directoryAuthority,
  PULL_SECRET: "registry",
  REGISTRY: "registry.testbed.example.org",
};

/** A certificate as cert-manager writes it, which nothing here runs. */
const CERTIFICATE = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: DIRECTORY_TLS },
  stringData: {
    "tls.crt": "a certificate of the server",
    "tls.key": "a key that stays where it is",
    "ca.crt": "the authority",
  },
};

const prepare = async () => {
  const programs = await prepareSandboxes();
  await needSecretsScript();
  const archives: Partial<Record<string, string>> = {};
  for (const [release, chart] of Object.entries(RELEASES)) {
    const archive = await optional(`devops, release ${release}`, () => chartArchive(chart));
    if (archive !== undefined) archives[release] = archive;
  }
  return { programs, archives, definitions: await definitions("certManager") };
};

suite("devops", prepare, (tools) => {
  let controlPlane: ControlPlane;
  let project: PlatformProject;
  const inTools = { namespace: DEVOPS.namespace };
  const create = (object: object, namespace: string, token?: string) =>
    controlPlane.kubectl(["create", "--filename=-"], {
      input: JSON.stringify(object),
      namespace,
      ...(token !== undefined && { token }),
    });
  const secretsIn = async (namespace: string) =>
    secretsSchema.parse(JSON.parse(await controlPlane.output(["get", "secrets", "--output=json"], { namespace })))
      .items;
  const secretText = async (secret: string, key: string, namespace: string = DEVOPS.namespace) => {
    const found = (await secretsIn(namespace)).find(({ metadata }) => metadata.name === secret);
    return Buffer.from(found?.data?.[key] ?? "", "base64").toString();
  };
  const tokenOf = async (account: string) => (await controlPlane.output(["create", "token", account], inTools)).trim();

  beforeAll(async () => {
    const { programs, archives, definitions: files } = tools();
    controlPlane = await startSandboxCluster(programs, 4);
    await addDefinitions(controlPlane, files);
    project = new PlatformProject(controlPlane, archives);
  });
  afterAll(() => controlPlane?.stop());

  it("given a cluster with its platform, when applied by the administrator, then it is as described", () => {
    const devops = project.devops();
    devops.apply();
    expect(devops.isUpToDate()).toBe(true);
  });

  it("given the tools, then every pod of theirs is admitted, at the level restricted, and ready on its node", async () => {
    const sets = await controlPlane.output(["get", "statefulsets", "--output=name"], inTools);
    expect(sets.split("\n").filter(Boolean)).toContain("statefulset.apps/directory");
    for (const set of sets.split("\n").filter(Boolean)) {
      await controlPlane.output(["rollout", "status", set, "--timeout=120s"], inTools);
    }
  });

  it("given the tools, then no secret of them is in Terraform's hands: Helm made one, for Kubernetes to fill", async () => {
    const ours = (await secretsIn(DEVOPS.namespace)).filter(({ type }) => type !== "helm.sh/release.v1");
    expect(ours.map(({ metadata, type }) => [metadata.name, type])).toEqual([
      [AGENT_CLOUDS.builds.account, "kubernetes.io/service-account-token"],
    ]);
  });

  describe("when the job makes the secrets", () => {
    const runScript = () => runSecretsScript(controlPlane, ENVIRONMENT);

    it("given no certificate of the directory yet, then it fails and says so, and the next attempt goes on", async () => {
      const { status, stdout } = await runScript();
      expect(status).not.toBe(0);
      expect(stdout).toContain("there is no certificate in directory-tls yet");
    });

    it("then all are there, and none of them is told", async () => {
      await create(CERTIFICATE, DEVOPS.namespace);
      const { status, stdout, stderr } = await runScript();
      expect(stderr).toBe("");
      expect(status).toBe(0);
      const made = (await secretsIn(DEVOPS.namespace)).filter(({ type }) => type === "Opaque");
      expect(made.map(({ metadata }) => metadata.name)).toEqual(
        expect.arrayContaining([MADE_SECRETS.nexusAdmin, "nexus-build-interface", "directory-bind-jenkins"]),
      );
      const password = await secretText(MADE_SECRETS.nexusAdmin, "password");
      expect(password).toMatch(/^[A-Za-z0-9]{32}$/);
      expect(stdout).not.toContain(password);
    });

    it("then the tools trust the authority of the directory, and do not get its key", async () => {
      expect(await secretText(MADE_SECRETS.directoryAuthority, "ca.crt")).toBe("the authority");
      expect(await secretText(MADE_SECRETS.directoryAuthority, "tls.key")).toBe("");
    });

    it("given a sandbox that is not there yet, then it is told, and nothing fails", async () => {
      const { status, stdout } = await runScript();
      expect(status).toBe(0);
      expect(stdout).toContain("pilot2: not yet");
    });

    it("given nothing is missing, then nothing changes", async () => {
      const before = (await secretsIn(DEVOPS.namespace)).map(({ metadata }) => metadata.resourceVersion);
      await runScript();
      expect((await secretsIn(DEVOPS.namespace)).map(({ metadata }) => metadata.resourceVersion)).toEqual(before);
    });

    it("given one was deleted, then that one alone is made anew", async () => {
      const [kept, lost] = await Promise.all([
        secretText(MADE_SECRETS.nexusAdmin, "password"),
        secretText(LOST, "password"),
      ]);
      await controlPlane.output(["delete", "secret", LOST], inTools);
      await runScript();
      expect(await secretText(MADE_SECRETS.nexusAdmin, "password")).toBe(kept);
      expect(await secretText(LOST, "password")).not.toBe(lost);
    });

    describe("given a sandbox with its frame", () => {
      beforeAll(() => project.frame("pilot2").apply());
      afterAll(() => project.frame("pilot2").destroy());

      it("then it can pull images, by the account that pulls", async () => {
        const { stdout, status } = await runScript();
        expect(status).toBe(0);
        expect(stdout).toContain("pilot2: may pull images");
        const config = JSON.parse(await secretText("registry", ".dockerconfigjson", "pilot2"));
        const password = await secretText(nexusAccountSecret("pull", "pilot2"), "password");
        const auth = Buffer.from(`pull-pilot2:${password}`).toString("base64");
        expect(config.auths).toEqual({ "registry.testbed.example.org": { username: "pull-pilot2", password, auth } });
      });

      it("then it has the password of no other account, not even of its own pilot's pipelines", async () => {
        const handed = (await secretsIn("pilot2")).flatMap(({ data = {} }) =>
          Object.values(data).map((value) => Buffer.from(value, "base64").toString()),
        );
        const own = nexusAccountSecret("pull", "pilot2");
        const ofNexus = (await secretsIn(DEVOPS.namespace)).map(({ metadata }) => metadata.name);
        const others = ofNexus.filter((name) => name.startsWith("nexus-") && name !== own);
        expect(others).toEqual(
          expect.arrayContaining([MADE_SECRETS.nexusAdmin, nexusAccountSecret("build", "pilot2")]),
        );
        for (const name of others) {
          const password = await secretText(name, "password");
          expect(password).not.toBe("");
          expect(handed.filter((text) => text.includes(password))).toEqual([]);
        }
      });

      it("given it has it, then it stays as it is", async () => {
        const version = async () =>
          (await secretsIn("pilot2")).find(({ metadata }) => metadata.name === "registry")?.metadata.resourceVersion;
        const before = await version();
        await runScript();
        expect(await version()).toBe(before);
      });

      it("then another password is handed out too", async () => {
        const patch = JSON.stringify({ stringData: { password: "another-password-0123456789" } });
        await controlPlane.output(
          ["patch", "secret", nexusAccountSecret("pull", "pilot2"), `--patch=${patch}`],
          inTools,
        );
        await runScript();
        expect(await secretText("registry", ".dockerconfigjson", "pilot2")).toContain("another-password-0123456789");
      });

      it("then the account of the job reads that one secret of the sandbox, and no other", async () => {
        const token = await tokenOf(SECRETS_ACCOUNT);
        const may = (secret: string) =>
          controlPlane.kubectl(["auth", "can-i", "get", `secret/${secret}`], { token, namespace: "pilot2" });
        expect((await may("registry")).stdout.trim()).toBe("yes");
        expect((await may("market-data")).stdout.trim()).toBe("no");
      });
    });

    it("then nothing of what is secret stands in what was synthesized, in a state, or in a config map", async () => {
      const values = (await secretsIn(DEVOPS.namespace))
        .filter(({ type }) => type === "Opaque")
        .flatMap(({ data = {} }) => Object.entries(data))
        .flatMap(([key, value]) => (key === "ca.crt" ? [] : [value, Buffer.from(value, "base64").toString()]));
      expect(values.length).toBeGreaterThan(8);
      const maps = await controlPlane.output(["get", "configmaps", "--output=json"], inTools);
      const folder = project.folder("devops");
      const state = readFileSync(join(project.directory, "terraform-state", "infinitech-bp-devops.tfstate"), "utf8");
      const texts = [maps, state, readFileSync(join(folder, "cdk.tf.json"), "utf8")];
      expect(values.filter((value) => texts.some((text) => text.includes(value)))).toEqual([]);
    });
  });

  describe("given the account by which Jenkins starts builds", () => {
    const start = async (namespace: string) => {
      const token = await tokenOf(AGENT_CLOUDS.builds.account);
      return create({ ...pod(), metadata: { name: "agent" } }, namespace, token);
    };

    it("then it starts a pod where builds are", async () => {
      expect(await start(DEVOPS.builds)).toMatchObject({ code: 0 });
    });

    it.each([DEVOPS.namespace, "default", "kube-system"])("then it starts none in %s", async (namespace) => {
      const { code, stderr } = await start(namespace);
      expect(code).toBe(1);
      expect(stderr).toContain("forbidden");
    });

    it("then it reads no secret, not even where builds are", async () => {
      const token = await tokenOf(AGENT_CLOUDS.builds.account);
      const { stdout } = await controlPlane.kubectl(["auth", "can-i", "list", "secrets"], {
        token,
        namespace: DEVOPS.builds,
      });
      expect(stdout.trim()).toBe("no");
    });
  });

  describe("given where builds are", () => {
    const inBuilds = (object: object) => create(object, DEVOPS.builds);

    it("then a privileged pod is refused: images are built without", async () => {
      const privileged = pod({ securityContext: { privileged: true } });
      const { stderr } = await inBuilds({ ...privileged, metadata: { name: "privileged" } });
      expect(stderr).toContain('violates PodSecurity "baseline');
    });

    it("then a container that asks for nothing gets the smallest share of the quota", async () => {
      await inBuilds({ ...pod({ resources: {} }), metadata: { name: "plain" } });
      const requests = await controlPlane.output(
        ["get", "pod", "plain", "--output=jsonpath={.spec.containers[0].resources.requests}"],
        { namespace: DEVOPS.builds },
      );
      expect(JSON.parse(requests)).toMatchObject({ cpu: expect.anything(), memory: expect.anything() });
    });

    it("then builds do not take more than their quota", async () => {
      const greedy = pod({ resources: { requests: { cpu: "3", memory: "1Gi" }, limits: { memory: "1Gi" } } });
      const { stderr } = await inBuilds({ ...greedy, metadata: { name: "greedy" } });
      expect(stderr).toContain("exceeded quota: agents");
    });
  });

  it("given the tools, when destroyed, then the volumes of the directory stay for whoever wants them back", async () => {
    project.devops().destroy();
    const volumes = await controlPlane.output([
      "get",
      "persistentvolumes",
      "--output=jsonpath={.items[*].spec.claimRef.name}",
    ]);
    expect(volumes.split(" ")).toEqual(expect.arrayContaining(["directory-data", "directory-backup"]));
  });
});
