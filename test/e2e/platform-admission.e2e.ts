import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { OWN_NAMES, PLATFORM } from "../../lib/platform-namespaces";
import { CHARTS, type ChartName } from "../../lib/versions";
import { temporaryFolder } from "../support/synth";
import { pod, unlocked } from "./support/attempts";
import type { ControlPlane } from "./support/control-plane/control-plane";
import { addDefinitions, definitions } from "./support/control-plane/definitions";
import { buildControlPlane } from "./support/control-plane/programs";
import { startControlPlane } from "./support/control-plane/start";
import { releaseOf } from "./support/handed-releases";
import { chartArchive, helmProgram } from "./support/helm";
import { podTemplates } from "./support/pod-templates";
import { readStack } from "./support/reduced-stack";
import { type Manifest, renderChart } from "./support/rendered-chart";
import { optional, suite } from "./support/suite";
import { closedTestbed, type DescribedTestbed, REFERENCE_CHARTS, referenceTestbed } from "./support/testbed-releases";

/** Charts of their makers by the names of their releases; our own bring their charts along. */
const PUBLISHED: Readonly<Record<string, ChartName>> = { ...REFERENCE_CHARTS, cilium: "cilium" };
const RELEASES = [...Object.keys(PUBLISHED), "issuers", "snapshots"];
const TESTBEDS = ["reference", "closed"] as const;

/** What has to be there for others: definitions, namespaces of a chart's own, and the accounts of its pods. */
const FIRST = ["CustomResourceDefinition", "Namespace", "ServiceAccount"];

const namespacesSchema = z.record(
  z.string(),
  z.object({ metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()) }) }),
);

const prepare = async () => {
  const programs = await buildControlPlane();
  const helm = await helmProgram();
  const archives: Partial<Record<string, string>> = {};
  for (const [release, chart] of Object.entries(PUBLISHED)) {
    const archive = await optional(`platform admission, ${release}`, () => chartArchive(CHARTS[chart]));
    if (archive !== undefined) archives[release] = archive;
  }
  const snapshots = await optional("platform admission, snapshots", () => definitions("snapshots"));
  return { programs, helm, archives, snapshots };
};

suite("platform admission", prepare, (tools) => {
  let controlPlane: ControlPlane;
  const rendered: Partial<Record<string, Manifest[]>> = {};
  const key = (testbed: string, release: string) => `${testbed} ${release}`;
  const manifestsOf = (testbed: string, release: string) => rendered[key(testbed, release)];

  beforeAll(async () => {
    const { programs, snapshots } = tools();
    controlPlane = await startControlPlane(programs, temporaryFolder());
    const testbeds = { reference: referenceTestbed(), closed: closedTestbed() };
    await createNamespaces(controlPlane, testbeds.reference);
    if (snapshots) await addDefinitions(controlPlane, snapshots);
    for (const testbed of TESTBEDS) {
      for (const release of RELEASES) {
        const manifests = await render(testbeds[testbed], release);
        if (manifests === undefined) continue;
        rendered[key(testbed, release)] = manifests;
        for (const kind of FIRST)
          await apply(
            controlPlane,
            manifests.filter((one) => one.kind === kind),
            [],
          );
      }
    }
  });
  afterAll(() => controlPlane?.stop());

  /** What a release makes; nothing where its chart, or what defines its resources, cannot be had. */
  async function render({ releases }: DescribedTestbed, release: string): Promise<Manifest[] | undefined> {
    const { helm, archives, snapshots } = tools();
    if (release in PUBLISHED && archives[release] === undefined) return undefined;
    if (release === "issuers" && archives["cert-manager"] === undefined) return undefined;
    if (release === "snapshots" && snapshots === undefined) return undefined;
    return renderChart(helm, releaseOf(releases, release), archives[release]);
  }

  describe.each(TESTBEDS)("given the %s testbed", (testbed) => {
    it.for(RELEASES)("then the API takes all objects of %s, and knows every field", async (release, { skip }) => {
      const manifests = manifestsOf(testbed, release);
      if (manifests === undefined) return skip();
      const said = await apply(controlPlane, manifests, ["--dry-run=server", "--validate=strict"]);
      expect(said.match(/^(?!\S+ serverside-applied \(server dry run\)$).+$/gm) ?? []).toEqual([]);
      expect(said.trim().split("\n").length).toBe(manifests.length);
    });

    it.for(Object.keys(PUBLISHED))("then every pod of %s is admitted in its namespace", async (release, { skip }) => {
      const manifests = manifestsOf(testbed, release);
      if (manifests === undefined) return skip();
      const workloads = podTemplates(manifests);
      expect(workloads.length).toBeGreaterThan(0);
      for (const { workload, template } of workloads) {
        const { code, stderr } = await create(namespaceOf(manifests, workload), template);
        expect(stderr, workload).toBe("");
        expect(code, workload).toBe(0);
      }
    });
  });

  it.each([OWN_NAMES.ingress, PLATFORM.certificates.namespace, PLATFORM.autoscaler.namespace])(
    "given the namespace %s, when a pod may be root, then it is refused",
    async (namespace) => {
      const { code, stderr } = await create(namespace, pod(unlocked({ runAsNonRoot: false, runAsUser: 0 })));
      expect(stderr).toContain('violates PodSecurity "restricted:v1.35"');
      expect(code).toBe(1);
    },
  );

  it("given the driver that mounts on nodes, when its pods were in another namespace, then they were refused", async ({
    skip,
  }) => {
    const manifests = manifestsOf("reference", "csi-driver-nfs");
    const node = podTemplates(manifests ?? []).find(({ pods }) => pods === "each node");
    if (node === undefined) return skip();
    const { serviceAccountName: _, ...spec } = node.template.spec;
    const { stderr } = await create(PLATFORM.autoscaler.namespace, { ...node.template, spec });
    expect(stderr).toContain('violates PodSecurity "restricted:v1.35"');
  });

  const create = (namespace: string, template: object) => {
    const named = { ...template, apiVersion: "v1", kind: "Pod" };
    const input = JSON.stringify({ ...named, metadata: { ...Object(template).metadata, name: "attempt" } });
    return controlPlane.kubectl(["create", "--dry-run=server", "--filename=-"], { input, namespace });
  };
});

function namespaceOf(manifests: readonly Manifest[], workload: string): string {
  const found = manifests.find(({ kind, metadata }) => `${kind}/${metadata.name}` === workload);
  if (found?.metadata.namespace === undefined) throw new Error(`${workload} has no namespace.`);
  return found.metadata.namespace;
}

/** The namespaces of the platform as its stack has them. */
async function createNamespaces(controlPlane: ControlPlane, testbed: DescribedTestbed): Promise<void> {
  const { resource = {} } = readStack(testbed.folder("platform"));
  const described = namespacesSchema.parse(resource.kubernetes_namespace_v1);
  const items = Object.values(described).map(({ metadata }) => ({ apiVersion: "v1", kind: "Namespace", metadata }));
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  await controlPlane.output(["create", "--filename=-"], { input });
}

/** Applies objects, and gives all that kubectl says, warnings too. @throws Error when one is refused */
async function apply(
  controlPlane: ControlPlane,
  items: readonly object[],
  options: readonly string[],
): Promise<string> {
  if (items.length === 0) return "";
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  const { code, stdout, stderr } = await controlPlane.kubectl(
    ["apply", "--server-side", "--force-conflicts", "--filename=-", ...options],
    { input },
  );
  if (code !== 0) throw new Error(stderr);
  return `${stdout}${stderr}`;
}
