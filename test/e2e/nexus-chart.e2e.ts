import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { checkValues } from "../../lib/charts/check-values";
import { DEVOPS_REQUESTS } from "../../lib/charts/devops-requests";
import { mergeValues } from "../../lib/charts/merge-values";
import { sum } from "../../lib/config/capacity/amounts";
import { bytesOf, millicores } from "../../lib/config/sandbox/quantity";
import { NEXUS_JAVA, NEXUS_OVERHEAD } from "../../lib/devops/nexus/requests";
import { TRUST_SCRIPT, TRUST_STORE } from "../../lib/devops/nexus/trust";
import { type NexusValuesOptions, nexusValues } from "../../lib/devops/nexus/values";
import { CHARTS, IMAGES } from "../../lib/versions";
import { NEXUS_EXAMPLE } from "../support/nexus-example";
import { temporaryFolder } from "../support/synth";
import { chartArchive, helmProgram } from "./support/helm";
import { podTemplates } from "./support/pod-templates";
import { type Manifest, manifest, renderChart } from "./support/rendered-chart";
import { output, run, runs } from "./support/run";
import { shellCheck } from "./support/shellcheck";
import { Missing, optional, suite } from "./support/suite";

const OPTIONS: NexusValuesOptions = {
  hosts: NEXUS_EXAMPLE.hosts,
  ingress: { className: "testbed" },
  storageClass: "testbed-retain",
  size: "100Gi",
  authority: NEXUS_EXAMPLE.directory.authority,
  mirror: {},
};

/** What Pod Security "restricted" wants of each container, be it said by the pod or by itself. */
const restricted = z.object({
  securityContext: z.object({
    allowPrivilegeEscalation: z.literal(false),
    privileged: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    runAsNonRoot: z.literal(true),
    runAsUser: z.int().positive(),
    capabilities: z.object({ drop: z.tuple([z.literal("ALL")]) }),
    seccompProfile: z.object({ type: z.literal("RuntimeDefault") }),
  }),
  resources: z.object({
    requests: z.object({ cpu: z.string(), memory: z.string() }),
    limits: z.object({ memory: z.string() }),
  }),
});

const ingressSchema = z.object({
  metadata: z.object({ annotations: z.record(z.string(), z.string()).optional() }),
  spec: z.object({
    ingressClassName: z.string(),
    rules: z.array(
      z.object({
        host: z.string(),
        http: z.object({
          paths: z.array(z.object({ path: z.string(), backend: z.object({ service: z.looseObject({}) }) })),
        }),
      }),
    ),
    tls: z.array(z.object({ hosts: z.array(z.string()), secretName: z.string() })).optional(),
  }),
});

const setSchema = z.object({
  spec: z.looseObject({
    persistentVolumeClaimRetentionPolicy: z.object({ whenDeleted: z.string(), whenScaled: z.string() }),
    volumeClaimTemplates: z.array(z.looseObject({ spec: z.looseObject({}) })),
    template: z.object({
      spec: z.looseObject({
        volumes: z.array(z.looseObject({ name: z.string() })),
        initContainers: z.array(z.looseObject({ name: z.string() })),
        containers: z.array(z.looseObject({ name: z.string() })),
      }),
    }),
  }),
});

const tools = async () => ({ helm: await helmProgram(), archive: await chartArchive(CHARTS.nexus3) });

suite("chart of Nexus", tools, (having) => {
  const render = (more: Partial<NexusValuesOptions> = {}) => {
    const { defaults, fixed } = nexusValues({ ...OPTIONS, ...more });
    const { helm, archive } = having();
    const values = [JSON.stringify(mergeValues(defaults, fixed))];
    return renderChart(
      helm,
      { name: "nexus", namespace: "devops", chart: archive, repository: null, version: null, values },
      archive,
    );
  };
  let all: Manifest[];
  const pod = () => podTemplates(all)[0];
  const containers = () => pod()?.containers ?? [];
  /** The same containers with all that they say. */
  const whole = () => {
    const { initContainers, containers } = manifest(all, "StatefulSet", "nexus", setSchema).spec.template.spec;
    return [...initContainers, ...containers];
  };

  beforeAll(async () => {
    all = await render();
  });

  it("then the chart knows every value", () => {
    const { defaults, fixed } = nexusValues(OPTIONS);
    expect(checkValues("nexus3", mergeValues(defaults, fixed))).toEqual([]);
  });

  it("then it is one workload, and no job of the chart", () => {
    expect(podTemplates(all).map(({ workload, pods }) => [workload, pods])).toEqual([
      ["StatefulSet/nexus", DEVOPS_REQUESTS.nexus.pods],
    ]);
  });

  it("then Pod Security restricted admits each of its containers, and each says what it asks for and what it may take", () => {
    expect(containers().map(({ name }) => name)).toEqual([
      "trust-directory",
      "tail-request-log",
      "tail-audit-log",
      "tail-tasks-log",
      "nexus3",
    ]);
    for (const container of whole()) expect(restricted.safeParse(container).error, container.name).toBeUndefined();
    expect(pod()?.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, fsGroup: 200, seccompProfile: { type: "RuntimeDefault" } },
    });
  });

  it("then all containers run one image, by its exact tag, and come through a mirror where there is one", async () => {
    expect(new Set(containers().map(({ image }) => image))).toEqual(new Set([IMAGES.nexus]));
    const [mirrored] = podTemplates(await render({ mirror: { images: "mirror.example.org/all" } }));
    expect(new Set(mirrored?.containers.map(({ image }) => image))).toEqual(
      new Set([`mirror.example.org/all/${IMAGES.nexus}`]),
    );
  });

  it("then the pod asks for what the capacity of a testbed counts", () => {
    const { nexus, nexusLogs } = DEVOPS_REQUESTS;
    // Kubernetes counts containers that go on beside the others, though they are written as ones that run before them.
    const lasting = containers().filter(({ name }) => name !== "trust-directory");
    const asked = lasting.map(({ resources }) => ({
      cpu: millicores(resources?.requests?.cpu ?? "0"),
      memory: bytesOf(resources?.requests?.memory ?? "0"),
    }));
    expect(sum(asked)).toEqual({
      cpu: millicores(nexus.cpu) + nexusLogs.pods * millicores(nexusLogs.cpu),
      memory: bytesOf(nexus.memory) + nexusLogs.pods * bytesOf(nexusLogs.memory),
    });
  });

  it("then Java's memory fits what the container may take", () => {
    const nexus = containers().find(({ name }) => name === "nexus3");
    const options = nexus?.env.find(({ name }) => name === "INSTALL4J_ADD_VM_PARAMS")?.value ?? "";
    const { resources } = restricted.parse(whole().find(({ name }) => name === "nexus3"));
    expect(options).toContain(`-Xmx${NEXUS_JAVA.heap}m -XX:MaxDirectMemorySize=${NEXUS_JAVA.direct}m`);
    expect(bytesOf(resources.limits.memory)).toBe((NEXUS_JAVA.heap + NEXUS_JAVA.direct + NEXUS_OVERHEAD) * 2 ** 20);
  });

  it("then the first password comes from its secret, and no secret stands in any object", () => {
    const nexus = containers().find(({ name }) => name === "nexus3");
    expect(nexus?.env).toContainEqual({
      name: "NEXUS_SECURITY_INITIAL_PASSWORD",
      valueFrom: { secretKeyRef: { name: "nexus-admin", key: "password" } },
    });
    expect(all.map(({ kind }) => kind)).not.toContain("Secret");
  });

  it("then what other languages fill in arrives as it was written", () => {
    expect(containers().find(({ name }) => name === "trust-directory")?.command).toContain(TRUST_SCRIPT);
    const options = containers().flatMap(({ env }) => env.map(({ value }) => value ?? ""));
    expect(options.join(" ")).toContain("-Djava.util.prefs.userRoot=${NEXUS_DATA}/javaprefs");
  });

  it("then scripts cannot be added, and Nexus makes no repositories of its own", () => {
    const { data } = manifest(all, "ConfigMap", "nexus-props", z.object({ data: z.record(z.string(), z.string()) }));
    expect(data["nexus.properties"]?.split("\n")).toEqual(
      expect.arrayContaining(["nexus.skipDefaultRepositories=true", "nexus.scripts.allowCreation=false"]),
    );
    expect(data["nexus.properties"]).not.toContain("allowCreation=true");
  });

  it("then its claim keeps to the class that retains, and outlives the release", () => {
    const { spec } = manifest(all, "StatefulSet", "nexus", setSchema);
    expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({ whenDeleted: "Retain", whenScaled: "Retain" });
    expect(spec.volumeClaimTemplates.map((claim) => claim.spec)).toEqual([
      {
        accessModes: ["ReadWriteOnce"],
        storageClassName: "testbed-retain",
        resources: { requests: { storage: "100Gi" } },
      },
    ]);
  });

  it("then each host leads to its own port, with the certificate that stands for all hosts", () => {
    const { spec } = manifest(all, "Ingress", "nexus", ingressSchema);
    expect(spec.ingressClassName).toBe("testbed");
    expect(spec.rules.map(({ host, http }) => [host, http.paths])).toEqual([
      [
        "nexus.testbed.example.org",
        [expect.objectContaining({ backend: { service: { name: "nexus", port: { name: "http" } } } })],
      ],
      [
        "registry.testbed.example.org",
        [expect.objectContaining({ backend: { service: { name: "nexus", port: { name: "registry" } } } })],
      ],
    ]);
    expect(spec.tls).toBeUndefined();
  });

  it("given a certificate of its own for each host, then the ingress names both", async () => {
    const ingress = {
      className: "testbed",
      annotations: { "cert-manager.io/cluster-issuer": "letsencrypt" },
      tlsSecrets: { nexus: "host-nexus", registry: "host-registry" },
    };
    const { metadata, spec } = manifest(await render({ ingress }), "Ingress", "nexus", ingressSchema);
    expect(metadata.annotations).toEqual(ingress.annotations);
    expect(spec.tls).toEqual([
      { hosts: ["nexus.testbed.example.org"], secretName: "host-nexus" },
      { hosts: ["registry.testbed.example.org"], secretName: "host-registry" },
    ]);
  });

  it("given a directory that everybody trusts, then nothing is added to Java's authorities", async () => {
    const objects = await render({ authority: undefined });
    expect(podTemplates(objects)[0]?.containers.map(({ name }) => name)).not.toContain("trust-directory");
    expect(JSON.stringify(objects)).not.toContain(TRUST_STORE);
  });

  it("given the authority of the directory, then the pod sees its certificate alone, and nothing else of its secret", () => {
    const { spec } = manifest(all, "StatefulSet", "nexus", setSchema);
    expect(spec.template.spec.volumes).toContainEqual({
      name: "authority",
      secret: { secretName: "directory-authority", items: [{ key: "ca.crt", path: "authority.pem" }] },
    });
  });
});

const javaTools = async () => {
  for (const [program, ...args] of [
    ["keytool", "-help"],
    ["openssl", "version"],
    ["bash", "--version"],
  ]) {
    if (!(await runs(program ?? "", args))) throw new Missing(program);
  }
};

suite("authorities that Nexus trusts", javaTools, () => {
  /** Certificates that sign themselves, in one file. */
  const authorities = async (...names: string[]) => {
    const folder = temporaryFolder();
    const files = names.map((name) => join(folder, name));
    for (const file of files) {
      const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "/dev/null"];
      await output("openssl", [
        "req",
        "-x509",
        ...key,
        "-days",
        "1",
        "-subj",
        `/CN=${file.split("/").at(-1)}`,
        "-out",
        file,
      ]);
    }
    const all = join(folder, "authority.pem");
    writeFileSync(all, `A line before.\n${files.map((file) => readFileSync(file, "utf8")).join("")}`);
    return all;
  };
  const trust = (store: string, file: string) => run("bash", ["-c", TRUST_SCRIPT, "trust", store, "changeit", file]);
  const trusted = async (store: string) =>
    (await output("keytool", ["-list", "-keystore", store, "-storepass", "changeit"])).split("\n");

  it("given two certificates in one file, then Java trusts both, and all that it trusted before", async () => {
    const store = join(temporaryFolder(), "keystores", "authorities");
    const { status, stderr } = await trust(store, await authorities("one", "two"));
    expect([status, stderr.includes("error")]).toEqual([0, false]);
    const entries = (await trusted(store)).filter((line) => line.includes("trustedCertEntry"));
    expect(entries.filter((line) => line.startsWith("directory-")).length).toBe(2);
    expect(entries.length).toBeGreaterThan(50);
  });

  it("given another start with another certificate, then the old one is trusted no more", async () => {
    const store = join(temporaryFolder(), "authorities");
    await trust(store, await authorities("one", "two"));
    await trust(store, await authorities("three"));
    expect((await trusted(store)).filter((line) => line.startsWith("directory-")).length).toBe(1);
  });

  it("given authorities that Java's image lets nobody write, then they are added to all the same", async () => {
    const java = join(temporaryFolder(), "java");
    mkdirSync(join(java, "bin"), { recursive: true });
    mkdirSync(join(java, "lib/security"), { recursive: true });
    const keytool = await output("bash", ["-c", 'readlink -f "$(command -v keytool)"']);
    writeFileSync(join(java, "bin/keytool"), `#!/bin/bash\nexec ${keytool.trim()} "$@"\n`, { mode: 0o755 });
    const cacerts = join(java, "lib/security/cacerts");
    copyFileSync(join(dirname(dirname(keytool.trim())), "lib/security/cacerts"), cacerts);
    chmodSync(cacerts, 0o444);
    const store = join(temporaryFolder(), "authorities");
    const path = `${join(java, "bin")}:${process.env.PATH}`;
    const file = await authorities("one");
    const { status } = await run("bash", ["-c", TRUST_SCRIPT, "trust", store, "changeit", file], {
      env: { PATH: path },
    });
    expect(status).toBe(0);
    expect((await output("stat", ["-c", "%a", store])).trim()).toBe("600");
  });

  it("given a file without a certificate, then Nexus does not start without its directory in silence", async () => {
    const file = join(temporaryFolder(), "empty.pem");
    writeFileSync(file, "nothing\n");
    const { status, stderr } = await trust(join(temporaryFolder(), "authorities"), file);
    expect([status, stderr]).toEqual([1, `There is no certificate in ${file}.\n`]);
  });

  it("given ShellCheck, then it has nothing to say", async ({ skip }) => {
    const check = await optional("ShellCheck of the authorities of Nexus", shellCheck);
    if (check === undefined) return skip();
    expect(await check(TRUST_SCRIPT)).toBe("");
  });
});
