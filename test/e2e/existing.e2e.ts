import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { ISSUERS } from "../../lib/certificate-source";
import { INGRESS } from "../../lib/ingress";
import { GUEST_NAMES, PLATFORM } from "../../lib/platform-namespaces";
import { CHARTS } from "../../lib/versions";
import { temporaryFolder } from "../support/synth";
import type { ControlPlane } from "./support/control-plane/control-plane";
import { addDefinitions, definitions } from "./support/control-plane/definitions";
import { addNodes } from "./support/control-plane/nodes";
import { startControlPlane } from "./support/control-plane/start";
import { installChart, removeWebhooks } from "./support/existing-charts";
import { ExistingProject } from "./support/existing-project";
import { chartArchive } from "./support/helm";
import { prepareSandboxes, robotToken, settled } from "./support/sandbox-cluster";
import { optional, suite } from "./support/suite";

const SANDBOXES = ["pilot2", "pilot5b"];

/** Kinds of which the testbed alone has objects in this cluster. */
const KINDS =
  "storageclasses,ingressclasses,clusterissuers,certificates,validatingadmissionpolicies,validatingadmissionpolicybindings";
const MARKED = "clusterroles,clusterrolebindings,roles,rolebindings";

const classesSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), annotations: z.record(z.string(), z.string()).default({}) }),
      provisioner: z.string(),
      volumeBindingMode: z.string(),
      reclaimPolicy: z.string(),
      parameters: z.record(z.string(), z.string()).default({}),
    }),
  ),
});

const claimsSchema = z.object({
  items: z.array(z.object({ metadata: z.object({ name: z.string() }), status: z.object({ phase: z.string() }) })),
});

const prepare = async () => {
  const programs = await prepareSandboxes();
  const archives: Partial<Record<string, string>> = {};
  for (const chart of ["certManager", "csiDriverNfs", "traefik"] as const) {
    const archive = await optional(`existing, chart ${chart}`, () => chartArchive(CHARTS[chart]));
    if (archive !== undefined) archives[CHARTS[chart].chart] = archive;
  }
  return {
    programs,
    archives,
    cilium: await definitions("cilium"),
    /** What the charts bring along, where they cannot be had. */
    charts: [
      ...(archives["cert-manager"] ? [] : await definitions("certManager")),
      ...(archives.traefik ? [] : await definitions("traefik")),
    ],
  };
};

suite("existing", prepare, (tools) => {
  let controlPlane: ControlPlane;
  let project: ExistingProject;
  const names = async (kinds: string, ...options: string[]) =>
    (await controlPlane.output(["get", kinds, "--all-namespaces", "--output=name", ...options]))
      .split("\n")
      .filter(Boolean)
      .sort();
  const get = async <S extends z.ZodType>(schema: S, ...args: string[]) =>
    schema.parse(JSON.parse(await controlPlane.output(["get", "--output=json", ...args])));
  /** The Helm releases of the cluster, each with its newest revision. */
  const releases = async () =>
    (await names("secrets", "--field-selector=type=helm.sh/release.v1"))
      .map((name) => name.replace("secret/sh.helm.release.v1.", ""))
      .sort();

  beforeAll(async () => {
    const { programs, archives, cilium, charts } = tools();
    controlPlane = await startControlPlane(programs, temporaryFolder());
    await addNodes(controlPlane, { count: 3, cpu: "8", memory: "32Gi", pods: 110 });
    // On a busy machine kubectl looks at a definition before the API has said anything of it, and ends.
    await vi.waitFor(() => addDefinitions(controlPlane, [...cilium, ...charts]), { timeout: 60_000, interval: 1000 });
    project = new ExistingProject(controlPlane, archives);
  });
  afterAll(() => controlPlane?.stop());

  it("given the kubeconfig, then its own choice of a cluster leads nowhere", async () => {
    const file = join(project.directory, project.kubeconfig);
    const ask = (...context: string[]) =>
      controlPlane.kubectl(["get", "nodes", "--output=name", `--kubeconfig=${file}`, ...context]);
    expect((await ask()).code).toBe(1);
    expect((await ask("--context=lab")).stdout).toContain("node/node-1");
  });

  describe("given a cluster with Cilium, drivers of volumes and figures of pods", () => {
    const tokens: Record<string, string> = {};
    const app = (sandbox: string) => project.stacks.app(sandbox, tokens[sandbox] ?? "");

    it("when the platform is applied by the kubeconfig, from a folder beside it, then it is as described", async () => {
      const platform = project.stacks.platform();
      if (tools().archives["cert-manager"]) {
        platform.apply("-target=helm_release.certificates_cert-manager_release");
        await removeWebhooks(controlPlane, "cert-manager");
      }
      platform.apply();
      expect(platform.isUpToDate()).toBe(true);
    });

    it("then what it lacked is there, ready, and what it has is not installed again", async () => {
      const { archives } = tools();
      const brought = ["cert-manager", "traefik"].filter((name) => archives[name]);
      expect(await releases()).toEqual([...brought, "issuers"].sort().map((name) => `${name}.v1`));
      expect(
        await names("deployments,daemonsets", "--selector=app.kubernetes.io/name in (metrics-server, csi-driver-nfs)"),
      ).toEqual([]);
      expect(await names("apiservices", "--field-selector=metadata.name=v1beta1.metrics.k8s.io")).toEqual([]);
      expect(await names("csidrivers")).toEqual([]);
      for (const namespace of [GUEST_NAMES.ingress, PLATFORM.certificates.namespace]) {
        const workloads = await controlPlane.output(["get", "daemonsets,deployments", "--output=name"], { namespace });
        for (const workload of workloads.split("\n").filter(Boolean)) {
          await controlPlane.output(["rollout", "status", workload, "--timeout=60s"], { namespace });
        }
      }
    });

    it("then its classes are those of every testbed, on the drivers that the place declares, and none is the default", async () => {
      const { items } = await get(classesSchema, "storageclasses");
      const driver = "driver.longhorn.io";
      const three = { numberOfReplicas: "3" };
      expect(
        items.map(({ metadata, provisioner, volumeBindingMode, reclaimPolicy, parameters }) => [
          metadata.name,
          provisioner,
          volumeBindingMode,
          reclaimPolicy,
          parameters,
        ]),
      ).toEqual([
        ["ebs-sc", driver, "WaitForFirstConsumer", "Delete", three],
        ["sb-managed-nfs-storage", driver, "WaitForFirstConsumer", "Delete", {}],
        ["testbed-retain", driver, "WaitForFirstConsumer", "Retain", three],
        ["testbed-shared", driver, "WaitForFirstConsumer", "Retain", {}],
        ["testbed-standard", driver, "WaitForFirstConsumer", "Delete", three],
      ]);
      expect(items.flatMap(({ metadata }) => Object.keys(metadata.annotations))).toEqual([]);
    });

    describe.each(SANDBOXES)("when %s is applied", (sandbox) => {
      it("then its frame is as described", async () => {
        project.stacks.frame(sandbox).apply();
        expect(project.stacks.frame(sandbox).isUpToDate()).toBe(true);
        tokens[sandbox] = await robotToken(controlPlane, sandbox);
      });

      it("then its app runs, with its data on the declared driver, and is as described", async () => {
        app(sandbox).apply();
        await settled(controlPlane, sandbox);
        expect(app(sandbox).isUpToDate()).toBe(true);
        const { items } = await get(claimsSchema, "persistentvolumeclaims", `--namespace=${sandbox}`);
        expect(items.length).toBeGreaterThan(0);
        expect(items.filter(({ status }) => status.phase !== "Bound")).toEqual([]);
        expect(await provisioners()).toEqual(["driver.longhorn.io"]);
      });

      it("then Cilium has its policies", async () => {
        expect(await names("ciliumnetworkpolicies", `--field-selector=metadata.namespace=${sandbox}`)).toEqual([
          "ciliumnetworkpolicy.cilium.io/closed-networks",
          "ciliumnetworkpolicy.cilium.io/hosts",
        ]);
      });
    });

    it("when somebody synthesizes it in another folder, then nothing of it differs: it is the same cluster and the same states", async () => {
      const there = await project.synthesizeIn(temporaryFolder());
      expect(there.platform().isUpToDate()).toBe(true);
      for (const sandbox of SANDBOXES) {
        expect(there.frame(sandbox).isUpToDate()).toBe(true);
        expect(there.app(sandbox, tokens[sandbox] ?? "").isUpToDate()).toBe(true);
      }
    });

    it("when all is destroyed, then nothing is left but the definitions that certificates need", async () => {
      for (const sandbox of SANDBOXES) {
        app(sandbox).destroy();
        project.stacks.frame(sandbox).destroy();
      }
      project.stacks.platform().destroy();
      expect(await namespacesOfOurs()).toEqual([]);
      expect(await names(KINDS)).toEqual([]);
      expect(await names(MARKED, "--selector=app.kubernetes.io/managed-by=Helm")).toEqual([]);
      expect(await releases()).toEqual([]);
      // The volumes of datasets stay until somebody deletes them.
      const kept = await names("persistentvolumes");
      expect(kept.length).toBeGreaterThan(0);
      await controlPlane.output(["delete", ...kept]);
    });
  });

  describe("given a cluster with another CNI, cert-manager and the driver of NFS, by a kubeconfig at home", () => {
    const EGRESS = [{ network: "198.51.100.0/24", port: 443 }];
    let before: string[];
    /** What they have installed, to the last change of it. */
    const theirs = async () => {
      const kinds = "deployments,daemonsets,csidrivers,clusterroles,customresourcedefinitions";
      const version = "{range .items[*]}{.kind}/{.metadata.name} {.metadata.generation} {.metadata.uid}{'\\n'}{end}";
      const selector = "--selector=app.kubernetes.io/instance in (cert-manager, csi-driver-nfs)";
      const found = await controlPlane.output([
        "get",
        kinds,
        "--all-namespaces",
        selector,
        `--output=jsonpath=${version}`,
      ]);
      return [...(await releases()), ...found.split("\n").filter(Boolean)].sort();
    };

    beforeAll(async () => {
      const { "cert-manager": certManager, "csi-driver-nfs": driver } = tools().archives;
      await controlPlane.output(["delete", "customresourcedefinition", "ciliumnetworkpolicies.cilium.io"]);
      const values = { startupapicheck: { enabled: false }, crds: { enabled: false } };
      if (certManager) {
        const { namespace } = PLATFORM.certificates;
        await installChart(controlPlane, { release: "cert-manager", namespace, archive: certManager, values });
      } else await controlPlane.output(["create", "namespace", PLATFORM.certificates.namespace]);
      if (driver) {
        await installChart(controlPlane, { release: "csi-driver-nfs", namespace: "kube-system", archive: driver });
      }
      before = await theirs();
      for (const sandbox of SANDBOXES) project.changeSandbox(sandbox, { egress: EGRESS });
      project.changeCluster(
        {
          kubeconfig: "~/access/lab.kubeconfig",
          cni: "calico",
          classes: {},
          has: ["cert-manager", "csi-driver-nfs", "metrics-server"],
        },
        { storage: { nfs: { server: "10.0.0.20", share: "/exports/lab" } } },
      );
    });

    it("when the platform is applied, then it is as described, and what was installed is as it was", async () => {
      const platform = project.stacks.platform();
      platform.apply();
      expect(platform.isUpToDate()).toBe(true);
      const ours = ["issuers.v1", ...(tools().archives.traefik ? ["traefik.v1"] : [])];
      expect((await theirs()).filter((one) => !ours.includes(one))).toEqual(before);
      expect(await releases()).toEqual(expect.arrayContaining(ours));
    });

    it("then their cert-manager has the issuers of the testbed", async () => {
      expect(await names("clusterissuers,certificates")).toEqual([
        `certificate.cert-manager.io/${INGRESS.defaultCertificate}`,
        "certificate.cert-manager.io/testbed-authority",
        `clusterissuer.cert-manager.io/${ISSUERS.letsencrypt}`,
        "clusterissuer.cert-manager.io/testbed-authority",
        "clusterissuer.cert-manager.io/testbed-authority-root",
      ]);
    });

    it("then all volumes are folders of the server, by their driver (SB-3)", async () => {
      const { items } = await get(classesSchema, "storageclasses");
      expect(items.map(({ metadata }) => metadata.name)).toHaveLength(5);
      for (const { provisioner, parameters } of items) {
        expect(provisioner).toBe("nfs.csi.k8s.io");
        expect(parameters).toMatchObject({ server: "10.0.0.20", share: "/exports/lab" });
      }
    });

    it.each(SANDBOXES)("when %s is applied, then it runs without a policy of Cilium", async (sandbox) => {
      const { stacks } = project;
      stacks.frame(sandbox).apply();
      const token = await robotToken(controlPlane, sandbox);
      stacks.app(sandbox, token).apply();
      await settled(controlPlane, sandbox);
      expect(stacks.frame(sandbox).isUpToDate()).toBe(true);
      expect(stacks.app(sandbox, token).isUpToDate()).toBe(true);
      expect(await provisioners()).toEqual(["nfs.csi.k8s.io"]);
      const policies = await names("networkpolicies", `--field-selector=metadata.namespace=${sandbox}`);
      expect(policies).toEqual(
        expect.arrayContaining(["namespace", "outside"].map((name) => `networkpolicy.networking.k8s.io/${name}`)),
      );
      stacks.app(sandbox, token).destroy();
      stacks.frame(sandbox).destroy();
    });

    it("when the platform is destroyed, then what was installed is as it was, and nothing else is left", async () => {
      project.stacks.platform().destroy();
      expect(await theirs()).toEqual(before);
      expect(await names(KINDS)).toEqual([]);
      const selector =
        "app.kubernetes.io/managed-by=Helm,app.kubernetes.io/instance notin (cert-manager, csi-driver-nfs)";
      expect(await names(MARKED, `--selector=${selector}`)).toEqual([]);
      expect(await namespacesOfOurs()).toEqual([`namespace/${PLATFORM.certificates.namespace}`]);
    });
  });

  /** The drivers that have made the volumes of the cluster. */
  async function provisioners(): Promise<string[]> {
    const by = "--output=jsonpath={.items[*].metadata.annotations.pv\\.kubernetes\\.io/provisioned-by}";
    return [...new Set((await controlPlane.output(["get", "persistentvolumes", by])).split(" "))];
  }

  /** The namespaces that a testbed may have made. A namespace goes a moment after what is in it. */
  async function namespacesOfOurs(): Promise<string[]> {
    const made = [...Object.values(GUEST_NAMES), PLATFORM.certificates.namespace, ...SANDBOXES];
    const all = await vi.waitFor(
      async () => {
        const phases = await controlPlane.output(["get", "namespaces", "--output=jsonpath={.items[*].status.phase}"]);
        expect(phases).not.toContain("Terminating");
        return names("namespaces");
      },
      { timeout: 60_000 },
    );
    return all.filter((name) => made.includes(name.replace("namespace/", "")));
  }
});
