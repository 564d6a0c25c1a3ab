import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { DEVOPS_REQUESTS } from "../../lib/charts/devops-requests";
import { sum } from "../../lib/config/capacity/amounts";
import { bytesOf, millicores } from "../../lib/config/sandbox/quantity";
import { pluginList } from "../../lib/devops/jenkins/plugins";
import { truststore } from "../../lib/devops/jenkins/truststore";
import { CHARTS } from "../../lib/versions";
import { jcascOf } from "../support/jcasc/configuration";
import { BARE, FULL, GROUPS } from "../support/jcasc/options";
import { jcascProblems } from "../support/jcasc/schema";
import { chartArchive, helmProgram } from "./support/helm";
import { type AskedItem, Groovy } from "./support/jenkins-groovy";
import { jenkinsRelease } from "./support/jenkins-release";
import { JavaTrust } from "./support/jenkins-trust";
import { podTemplates, requestsOf } from "./support/pod-templates";
import { type Manifest, manifest, renderChart } from "./support/rendered-chart";
import { suite } from "./support/suite";

const configSchema = z.object({ data: z.record(z.string(), z.string()) });
const securitySchema = z.object({
  securityContext: z.object({
    allowPrivilegeEscalation: z.literal(false),
    runAsNonRoot: z.literal(true),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.object({ drop: z.array(z.string()).length(1) }),
    seccompProfile: z.object({ type: z.literal("RuntimeDefault") }),
  }),
});
const ingressSchema = z.object({
  spec: z.object({
    ingressClassName: z.string(),
    rules: z.array(z.object({ host: z.string() })),
    tls: z.array(z.object({ hosts: z.array(z.string()) })),
  }),
});

const MIRROR = { images: "mirror.example.org/proxy" };
const TRAP = "a ${JENKINS_HOME} {{ .Values.x }} %{ if true } 'b' \"c\"";
const TRAPPED = {
  ...BARE,
  groups: [{ name: TRAP, visibility: "developers", sandboxes: [] }],
  grants: [{ group: TRAP, role: "developer", of: [TRAP] }],
} as const;

const prepare = async () => ({ helm: await helmProgram(), archive: await chartArchive(CHARTS.jenkins) });

suite("the chart of Jenkins", prepare, (tools) => {
  const rendered: Record<"full" | "bare" | "mirrored" | "trapped", Manifest[]> = {
    full: [],
    bare: [],
    mirrored: [],
    trapped: [],
  };
  const OPTIONS = { full: FULL, bare: BARE, mirrored: { ...FULL, mirror: MIRROR }, trapped: TRAPPED } as const;
  beforeAll(async () => {
    const { helm, archive } = tools();
    for (const name of ["full", "bare", "mirrored", "trapped"] as const) {
      rendered[name] = await renderChart(helm, jenkinsRelease(OPTIONS[name]), archive);
    }
  });

  const podOf = (manifests: readonly Manifest[]) => {
    const [pod, ...others] = podTemplates(manifests);
    if (pod === undefined || others.length > 0) throw new Error("There is no single workload.");
    return pod;
  };
  const textOf = (manifests: readonly Manifest[]) => manifest(manifests, "ConfigMap", "jenkins", configSchema).data;
  const jcascIn = (manifests: readonly Manifest[]) => parse(textOf(manifests)["testbed.yaml"] ?? "");

  it("makes the controller and what it needs, and no right in the cluster", () => {
    expect(rendered.full.map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort()).toEqual([
      "ConfigMap/jenkins",
      "Ingress/jenkins",
      "PersistentVolumeClaim/jenkins",
      "Service/jenkins",
      "ServiceAccount/jenkins",
      "StatefulSet/jenkins",
    ]);
  });

  it("has every container as Pod Security restricted wants it, and none writes to its image", () => {
    for (const name of ["full", "bare", "mirrored"] as const) {
      const { template, containers } = podOf(rendered[name]);
      expect(template.spec).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
      });
      expect(containers.map((one) => one.name)).toEqual(["trust", "init", "jenkins", "library"]);
      for (const container of containers) expect(() => securitySchema.parse(container)).not.toThrow();
    }
  });

  it("mounts no volume but memory of the pod, the claim, config maps and secrets", () => {
    const { volumes } = z
      .object({ volumes: z.array(z.looseObject({ name: z.string() })) })
      .parse(podOf(rendered.full).template.spec);
    const kinds = volumes.flatMap(({ name: _, ...kind }) => Object.keys(kind));
    expect([...new Set(kinds)].sort()).toEqual(["configMap", "emptyDir", "persistentVolumeClaim", "projected"]);
    expect(new Set(volumes.map(({ name }) => name)).size).toBe(volumes.length);
  });

  it("asks for what the capacity counts", () => {
    const pod = podOf(rendered.full);
    const counted = [DEVOPS_REQUESTS.jenkins, DEVOPS_REQUESTS.library].map(({ pods, cpu, memory }) => {
      expect(pods).toBe(pod.pods);
      return { cpu: millicores(cpu), memory: bytesOf(memory) };
    });
    expect(requestsOf(pod)).toEqual(sum(counted));
  });

  it("hands Jenkins the configuration that was meant, through Terraform and Helm's templates", () => {
    expect(jcascIn(rendered.full)).toEqual(jcascOf(FULL));
    expect(jcascIn(rendered.bare)).toEqual(jcascOf(BARE));
    expect(jcascProblems(jcascIn(rendered.full))).toEqual([]);
  });

  it("leaves references to secrets as they are written", () => {
    const text = textOf(rendered.full)["testbed.yaml"];
    expect(text).toContain("managerPasswordSecret: ${directory-bind-jenkins-password}");
    expect(text).toContain("${readFileBase64:/run/secrets/additional/description-password}");
  });

  it("given text that Terraform, Helm or Jenkins would read otherwise, then it arrives as it was written", () => {
    const [reader] = jcascIn(rendered.trapped).jenkins.authorizationStrategy.roleBased.roles.global;
    expect(reader.entries).toEqual([{ group: TRAP.replace("${", "^${") }]);
  });

  it("holds no secret, in no object", () => {
    expect(rendered.full.map(({ kind }) => kind)).not.toContain("Secret");
    const environment = podOf(rendered.full).containers.flatMap(({ env }) => env.map(({ name }) => name));
    expect(environment.filter((name) => /password|token/i.test(name))).toEqual([]);
  });

  it("installs the plugins that are listed", () => {
    expect(textOf(rendered.full)["plugins.txt"]?.trim().split("\n")).toEqual(pluginList());
    expect(textOf(rendered.full)["apply_config.sh"]).toContain("--latest false;");
  });

  it("serves the host on its class, by TLS", () => {
    expect(manifest(rendered.full, "Ingress", "jenkins", ingressSchema).spec).toEqual({
      ingressClassName: "testbed",
      rules: [expect.objectContaining({ host: FULL.host })],
      tls: [{ hosts: [FULL.host] }],
    });
  });

  it("opens the port of HTTP alone", () => {
    const services = rendered.full.filter(({ kind }) => kind === "Service");
    expect(
      services.map(({ spec }) => z.object({ ports: z.array(z.object({ port: z.number() })) }).parse(spec).ports),
    ).toEqual([[{ port: 8080 }]]);
  });

  it("given a mirror, then every image comes through it, and is otherwise the same", () => {
    const images = podOf(rendered.full).containers.map(({ image }) => image);
    expect(new Set(images)).toEqual(new Set(["docker.io/jenkins/jenkins:2.568.2-jdk21"]));
    expect(podOf(rendered.mirrored).containers.map(({ image }) => image)).toEqual(
      images.map((image) => `${MIRROR.images}/${image}`),
    );
  });
});

suite("the scripts that make folders and jobs, in the Groovy of Jenkins", Groovy.find, (groovy) => {
  const scripts = (options = FULL) => (jcascOf(options).jobs ?? []).map(({ script }) => script);
  let asked: AskedItem[] = [];
  beforeAll(async () => {
    asked = await groovy().askedBy(scripts()[0] ?? "");
  });

  it("make a folder for each group of code, with the cloud of builds, and one for deployments with its own", () => {
    const clouds = asked.filter(({ kind }) => kind === "folder").map((one) => [one.name, one.settings]);
    expect(Object.fromEntries(clouds)).toMatchObject({
      ...Object.fromEntries(GROUPS.map(({ name }) => [name, ["builds"]])),
      deploy: ["deploys"],
      "deploy/pilot1": [],
    });
  });

  it("make the jobs whose pipeline is a step of the library", () => {
    const job = asked.find(({ name }) => name === "deploy/pilot1-test/deploy");
    expect(job?.script).toBe(
      "deploySandbox(sandbox: 'pilot1-test', repository: 'https://gitlab.example.org/blueprint/testbed.git', " +
        "credentials: 'testbed-description', ref: 'main', approve: false)",
    );
    expect(asked.filter(({ name }) => /^deploy\/.*\/(deploy|remove)$/.test(name))).toHaveLength(6);
  });

  it("make the job of each project, which GitLab starts", () => {
    const job = asked.find(({ name }) => name === "pilot1/app");
    expect(job?.source).toEqual([
      "Jenkinsfile",
      "https://gitlab.example.org/pilot1/app.git",
      "testbed-app",
      "refs/heads/main",
    ]);
    expect(job?.settings).toEqual(
      expect.arrayContaining(["gitLabConnection=gitlab", "triggerOnPush=true", "includeBranchesSpec=main"]),
    );
  });

  it("given names that Groovy would read otherwise, then they mean themselves", async () => {
    const name = String.raw`a'b\c $d ${"${e}"} "f"`;
    const groups = [{ name, visibility: "developers", sandboxes: [name] } as const];
    const [script = ""] = scripts({ ...FULL, groups, projects: [], registry: [] });
    const all = await groovy().askedBy(script);
    expect(all.map((one) => one.name)).toEqual([
      name,
      "deploy",
      `deploy/${name}`,
      `deploy/${name}/deploy`,
      `deploy/${name}/remove`,
    ]);
    // The pipeline is Groovy once more.
    const [inner] = await groovy().doneBy(
      (all[3]?.script ?? "").replace("deploySandbox(", "println([").replace(/\)$/, "].sandbox)"),
    );
    expect(inner).toBe(name);
  });

  it("put credentials into the folders of their jobs, whatever signs they have, beside those of developers", async () => {
    const password = String.raw`it's "a" \ $trap ${"${x}"}`;
    const encoded = (text: string) => Buffer.from(`${text}\n`).toString("base64");
    const script = (scripts()[1] ?? "")
      .replace(/\$\{readFileBase64:[^}]*-username\}/g, encoded("reader"))
      .replace(/\$\{readFileBase64:[^}]*\/nexus-build-(\w+)-password\}/g, (_, group) => encoded(`secret of ${group}`))
      .replace(/\$\{readFileBase64:[^}]*-password\}/g, () => encoded(password));
    const push = (group: string) => `testbed-registry.push build-${group} secret of ${group}`;
    expect(await groovy().doneBy(script)).toEqual([
      `pilot1: own u p, ${push("pilot1")}, testbed-app reader ${password}`,
      `pilot15: own u p, ${push("pilot15")}`,
      `interface: own u p, ${push("interface")}`,
      `deploy: own u p, testbed-description reader ${password}`,
    ]);
  });
});

suite("the authorities that Jenkins trusts, put together by Java's own tool", JavaTrust.find, (java) => {
  const [container] = truststore([{ secret: "directory-authority", key: "ca.crt" }]).initContainers;
  const [, , script = ""] = z.object({ command: z.array(z.string()) }).parse(container).command;

  describe("given two files, one with two certificates and words between them", () => {
    it("then all of them are trusted, beside those that everybody trusts", async () => {
      const [one, two, three] = await Promise.all(["one", "two", "three"].map((name) => java().authority(name)));
      const { status, stderr, trusted } = await java().run(script, [
        `${one}\nsubject: two\n${two}`,
        (three ?? "").trimEnd(),
      ]);
      expect([status, stderr]).toEqual([0, expect.stringContaining("added to keystore")]);
      for (const name of ["one", "two", "three"]) expect(trusted).toContain(`Owner: CN=${name}\n`);
      expect(trusted.match(/^Alias name/gm)?.length).toBeGreaterThan(50);
    });
  });

  it("given a file without a certificate, then the pod does not start", async () => {
    const { status, stderr } = await java().run(script, ["nothing\n"]);
    expect(status).not.toBe(0);
    expect(stderr).toContain("There is no certificate");
  });

  it("given a certificate that is broken, then the pod does not start", async () => {
    const broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    expect((await java().run(script, [broken])).status).not.toBe(0);
  });
});
