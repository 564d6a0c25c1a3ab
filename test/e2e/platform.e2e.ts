import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { ISSUERS } from "../../lib/certificate-source";
import { INGRESS } from "../../lib/ingress";
import { OWN_NAMES, PLATFORM } from "../../lib/platform-namespaces";
import { CHARTS } from "../../lib/versions";
import { temporaryFolder } from "../support/synth";
import { SOLVER_POD, solverIngress, solverService } from "./support/acme-solver";
import { type Attempt, pod } from "./support/attempts";
import type { ControlPlane } from "./support/control-plane/control-plane";
import { addDefinitions, definitions } from "./support/control-plane/definitions";
import { addNodes } from "./support/control-plane/nodes";
import { startControlPlane } from "./support/control-plane/start";
import { chartArchive } from "./support/helm";
import { PlatformProject } from "./support/platform-project";
import { prepareSandboxes } from "./support/sandbox-cluster";
import { optional, suite } from "./support/suite";
import { CONTRACTS, REFERENCE_CHARTS } from "./support/testbed-releases";

/** Kinds of which only the platform has objects in an empty cluster, or whose objects Helm has marked. */
const KINDS = [
  "storageclasses",
  "ingressclasses",
  "csidrivers",
  "volumesnapshotclasses",
  "clusterissuers",
  "certificates",
];
const MARKED =
  "clusterroles,clusterrolebindings,roles,rolebindings,validatingwebhookconfigurations,mutatingwebhookconfigurations";

const WEBHOOKS = "validatingwebhookconfigurations,mutatingwebhookconfigurations";

const classesSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), annotations: z.record(z.string(), z.string()).optional() }),
      provisioner: z.string(),
      volumeBindingMode: z.string(),
      reclaimPolicy: z.string(),
      allowVolumeExpansion: z.boolean(),
      mountOptions: z.array(z.string()).optional(),
      parameters: z.record(z.string(), z.string()),
    }),
  ),
});

const ingressSchema = z.object({ spec: z.object({ ingressClassName: z.string() }) });

const prepare = async () => {
  const programs = await prepareSandboxes();
  const archives: Partial<Record<string, string>> = {};
  for (const [release, chart] of Object.entries(REFERENCE_CHARTS)) {
    const archive = await optional(`platform, release ${release}`, () => chartArchive(CHARTS[chart]));
    if (archive !== undefined) archives[release] = archive;
  }
  return {
    programs,
    archives,
    /** What the node groups bring along. */
    nodes: [...(await definitions("cilium")), ...(await definitions("snapshots"))],
    /** What the charts bring along, where they cannot be had. */
    charts: [
      ...(archives["cert-manager"] ? [] : await definitions("certManager")),
      ...(archives.traefik ? [] : await definitions("traefik")),
    ],
  };
};

suite("platform", prepare, (tools) => {
  let controlPlane: ControlPlane;
  let project: PlatformProject;
  const get = async <S extends z.ZodType>(schema: S, ...args: string[]) =>
    schema.parse(JSON.parse(await controlPlane.output(["get", "--output=json", ...args])));
  const names = async (kinds: string, ...options: string[]) =>
    (await controlPlane.output(["get", kinds, "--all-namespaces", "--output=name", ...options]))
      .split("\n")
      .filter(Boolean)
      .sort();
  const create = (object: Attempt, namespace: string, ...options: string[]) =>
    controlPlane.kubectl(["create", "--filename=-", ...options], { input: JSON.stringify(object), namespace });

  beforeAll(async () => {
    const { programs, archives, nodes, charts } = tools();
    controlPlane = await startControlPlane(programs, temporaryFolder());
    await addNodes(controlPlane, { count: 4, cpu: "3920m", memory: "13590Mi", pods: 58 });
    await addDefinitions(controlPlane, [...nodes, ...charts]);
    project = new PlatformProject(controlPlane, archives);
  });
  afterAll(() => controlPlane?.stop());

  it("given a cluster with nodes alone, when applied by the administrator, then it is as described", async () => {
    const platform = project.platform();
    if (tools().archives["cert-manager"]) {
      platform.apply("-target=helm_release.certificates_cert-manager_release");
      // Nobody answers for it, as no container runs; a cluster without it takes the issuers unseen.
      await controlPlane.output(["delete", WEBHOOKS, "--selector=app.kubernetes.io/instance=cert-manager"]);
    }
    platform.apply();
    expect(platform.isUpToDate()).toBe(true);
  });

  it("given the platform, then every pod of it is admitted and ready on its node", async () => {
    const namespaces = new Set([...Object.values(OWN_NAMES), PLATFORM.certificates.namespace]);
    for (const namespace of namespaces) {
      const inNamespace = { namespace };
      const workloads = await controlPlane.output(["get", "daemonsets,deployments", "--output=name"], inNamespace);
      for (const workload of workloads.split("\n").filter(Boolean)) {
        await controlPlane.output(["rollout", "status", workload, "--timeout=60s"], inNamespace);
      }
    }
  });

  it("given the platform, then hosts have their issuer, and those without a certificate the default one (INF-17)", async () => {
    expect(await names("clusterissuers,certificates")).toEqual([
      `certificate.cert-manager.io/${INGRESS.defaultCertificate}`,
      "certificate.cert-manager.io/testbed-authority",
      `clusterissuer.cert-manager.io/${ISSUERS.letsencrypt}`,
      "clusterissuer.cert-manager.io/testbed-authority",
      "clusterissuer.cert-manager.io/testbed-authority-root",
    ]);
  });

  it("given the platform, then there are the classes of the design, and those of the documents (INF-18, SB-3)", async () => {
    const { items } = await get(classesSchema, "storageclasses");
    const row = ({ metadata, provisioner, volumeBindingMode, reclaimPolicy }: (typeof items)[number]) => [
      metadata.name,
      provisioner,
      volumeBindingMode,
      reclaimPolicy,
    ];
    expect(items.map(row)).toEqual([
      ["ebs-sc", "ebs.csi.aws.com", "WaitForFirstConsumer", "Delete"],
      ["sb-managed-nfs-storage", "nfs.csi.k8s.io", "Immediate", "Delete"],
      ["testbed-retain", "ebs.csi.aws.com", "WaitForFirstConsumer", "Retain"],
      ["testbed-shared", "nfs.csi.k8s.io", "Immediate", "Retain"],
      ["testbed-standard", "ebs.csi.aws.com", "WaitForFirstConsumer", "Delete"],
    ]);
    expect(items.every(({ allowVolumeExpansion }) => allowVolumeExpansion)).toBe(true);
  });

  it("given the platform, then volumes of many nodes are folders of the server, each named after its claim", async () => {
    const { items } = await get(classesSchema, "storageclasses");
    const shared = items.find(({ metadata }) => metadata.name === "testbed-shared");
    expect(shared?.mountOptions?.sort()).toEqual([...CONTRACTS.nodes.shared_volume_options].sort());
    expect(shared?.parameters).toEqual({
      server: CONTRACTS.nodes.shared_volume_server,
      share: "/",
      subDir: "${pvc.metadata.namespace}-${pvc.metadata.name}-${pv.metadata.name}",
    });
  });

  describe("given claims", () => {
    const claim = (name: string, spec: object): Attempt => ({
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name },
      spec: { resources: { requests: { storage: "1Gi" } }, accessModes: ["ReadWriteOnce"], ...spec },
    });
    const phase = (name: string) =>
      controlPlane.output(
        ["get", `persistentvolumeclaim/${name}`, "--output=jsonpath={.spec.storageClassName} {.status.phase}"],
        {
          namespace: "default",
        },
      );

    it("when one names no class, then it is of testbed-standard, and waits for a pod", async () => {
      expect(await create(claim("none", {}), "default")).toMatchObject({ code: 0 });
      expect(await phase("none")).toBe("testbed-standard Pending");
    });

    it.each(["testbed-standard", "testbed-retain", "ebs-sc"])(
      "when one is of %s, then it is bound with its first pod",
      async (storageClassName) => {
        const name = storageClassName;
        await create(claim(name, { storageClassName }), "default");
        expect(await phase(name)).toBe(`${storageClassName} Pending`);
        const user = pod({}, { volumes: [{ name: "data", persistentVolumeClaim: { claimName: name } }] });
        expect(await create({ ...user, metadata: { name } }, "default")).toMatchObject({ code: 0 });
        await vi.waitFor(async () => expect(await phase(name)).toBe(`${storageClassName} Bound`), { timeout: 60_000 });
      },
    );

    it.each(["testbed-shared", "sb-managed-nfs-storage"])(
      "when one of many writers is of %s, then it is bound at once",
      async (storageClassName) => {
        const spec = { storageClassName, accessModes: ["ReadWriteMany"] };
        await create(claim(storageClassName, spec), "default");
        await vi.waitFor(async () => expect(await phase(storageClassName)).toBe(`${storageClassName} Bound`), {
          timeout: 60_000,
        });
      },
    );

    it("when one grows, then it is taken", async () => {
      const patch = { spec: { resources: { requests: { storage: "2Gi" } } } };
      const grow = ["patch", "persistentvolumeclaim/testbed-retain", `--patch=${JSON.stringify(patch)}`];
      expect(await controlPlane.output(grow, { namespace: "default" })).toContain("patched");
    });

    afterAll(async () => {
      await controlPlane.output(["delete", "pods,persistentvolumeclaims", "--all", "--now"], { namespace: "default" });
      await controlPlane.output(["delete", "persistentvolumes", "--all"]);
    });
  });

  describe("given a sandbox with an HTTPS host, which is applied after the platform", () => {
    const certManager = `--as=system:serviceaccount:${PLATFORM.certificates.namespace}:${PLATFORM.certificates.serviceAccount}`;
    // Nothing is kept: what belongs to a challenge that is not there is taken away at once.
    const asCertManager = (object: Attempt) => create(object, "pilot2", certManager, "--dry-run=server");

    beforeAll(async () => {
      project.frame("pilot2").apply();
      // The API server takes a moment to act on a new admission policy.
      const refused = { ...pod({}, { nodeName: "node-1" }) };
      const robot = "--as=system:serviceaccount:pilot2:robot";
      await vi.waitFor(async () => expect((await create(refused, "pilot2", robot, "--dry-run=server")).code).toBe(1), {
        timeout: 30_000,
      });
    });

    it("then its rule and its limits are as described, by the definitions of the ingress controller", async () => {
      expect(project.frame("pilot2").isUpToDate()).toBe(true);
      expect(await names("middlewares")).toContain("middleware.traefik.io/host-pilot2-rate");
    });

    it("then its rule is of the class that the platform has made", async ({ skip }) => {
      if (!tools().archives.traefik) return skip();
      const { spec } = await get(ingressSchema, "ingress/host-pilot2", "--namespace=pilot2");
      expect(await names("ingressclasses")).toEqual([`ingressclass.networking.k8s.io/${spec.ingressClassName}`]);
    });

    const ANSWER = {
      "a pod, which is admitted": SOLVER_POD,
      "the service before it": solverService("ClusterIP"),
      "the rule that leads there": solverIngress(INGRESS.className),
      "the secret with its certificate": { apiVersion: "v1", kind: "Secret", metadata: { name: "host-pilot2" } },
    };

    it.for(Object.entries(ANSWER))("then cert-manager may make %s", async ([, object], { skip }) => {
      if (!tools().archives["cert-manager"]) return skip();
      const { code, stderr } = await asCertManager(object);
      expect(stderr).toBe("");
      expect(code).toBe(0);
    });

    it("then a service with a node port, which cert-manager would make by itself, is refused", async ({ skip }) => {
      if (!tools().archives["cert-manager"]) return skip();
      const { code, stderr } = await asCertManager(solverService("NodePort"));
      expect(stderr).toContain("Node ports and load balancers are declared in the sandbox's file");
      expect(code).toBe(1);
    });

    afterAll(() => project.frame("pilot2").destroy());
  });

  describe("given the platform, when one thing changes, then", () => {
    const changes = () =>
      project
        .platform()
        .plan()
        .map(({ address, action }) => [address, action]);

    it("another authority changes the issuers alone, and is then as described", () => {
      project.changePlace({ certificates: "self-signed", registry: { address: "registry.example.org" } });
      expect(changes()).toEqual([["helm_release.certificates_issuers_release", "update"]]);
      project.platform().apply();
      expect(project.platform().isUpToDate()).toBe(true);
    });

    it("another NFS share changes the classes of many writers alone, and is then as described", () => {
      project.publish("nodes", { ...CONTRACTS.nodes, shared_volume_path: "/exports/other" });
      expect(changes()).toEqual([
        ["kubernetes_storage_class_v1.storage_sb-managed-nfs-storage", "delete create"],
        ["kubernetes_storage_class_v1.storage_testbed-shared", "delete create"],
      ]);
      project.platform().apply();
      expect(project.platform().isUpToDate()).toBe(true);
    });
  });

  it("given the platform, when destroyed, then nothing is left but the definitions that certificates need", async () => {
    project.platform().destroy();
    const own = [...Object.values(OWN_NAMES), PLATFORM.certificates.namespace].map(
      (namespace) => `namespace/${namespace}`,
    );
    expect((await names("namespaces")).filter((name) => own.includes(name))).toEqual([]);
    expect(await names(KINDS.join(","))).toEqual([]);
    expect(await names(MARKED, "--selector=app.kubernetes.io/managed-by=Helm")).toEqual([]);
    expect(await names("customresourcedefinitions")).toContain(
      "customresourcedefinition.apiextensions.k8s.io/certificates.cert-manager.io",
    );
  });
});
