import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ControlPlane } from "./support/control-plane/control-plane";
import { prepareSandboxes, robotToken, settled, startSandboxCluster } from "./support/sandbox-cluster";
import { SandboxProject } from "./support/sandbox-project";
import { suite } from "./support/suite";

/** One value of an app that is changed, and what a plan then does. */
const CHANGES = {
  "pilot-ref": {
    ports: ["30991", "30992"],
    from: "topics: trades",
    to: "topics: quotes",
    changed: ["config_map_v1", "stateful_set_v1"],
  },
  pilot2: {
    ports: ["30993", "30994"],
    from: "http://var-predictor:8000",
    to: "http://var-predictor:8000/v2",
    changed: ["deployment_v1"],
  },
  pilot5b: {
    ports: ["30995", "30996"],
    from: '"0 3 * * *"',
    to: '"0 4 * * *"',
    changed: ["cron_job_v1"],
  },
} as const;

suite("sandbox", prepareSandboxes, (programs) => {
  let controlPlane: ControlPlane;
  let project: SandboxProject;

  beforeAll(async () => {
    controlPlane = await startSandboxCluster(programs(), 4);
    project = new SandboxProject(controlPlane);
  });
  afterAll(() => controlPlane?.stop());

  const names = async (kind: string, ...options: string[]) =>
    (await controlPlane.output(["get", kind, "--output=name", ...options])).split("\n").filter(Boolean).sort();
  const volumes = async (sandbox: string) =>
    JSON.parse(
      await controlPlane.output([
        "get",
        "persistentvolumeclaims",
        `--namespace=${sandbox}`,
        '--output=jsonpath={"{"}{range .items[*]}"{.metadata.name}":"{.spec.volumeName}",{end}"":""{"}"}',
      ]),
    );

  it("an app is refused, with words that help, where its frame is not", () => {
    const refusal = project.app("pilot2", controlPlane.adminToken).refusal();
    expect(refusal).toContain("There is no sandbox pilot2 of the testbed infinitech-bp in this cluster.");
  });

  describe.each(Object.entries(CHANGES))("given %s", (sandbox, { ports, from, to, changed }) => {
    let token: string;
    let bound: Record<string, string>;
    const app = () => project.app(sandbox, token);

    it("its frame is applied by the administrator, and is then as described", async () => {
      project.frame(sandbox).apply();
      expect(project.frame(sandbox).isUpToDate()).toBe(true);
      token = await robotToken(controlPlane, sandbox);
    });

    it("its app is applied with the robot's token alone, and is then as described", () => {
      app().apply();
      expect(app().isUpToDate()).toBe(true);
    });

    it("all its pods are admitted and ready, and all its claims bound", async () => {
      await settled(controlPlane, sandbox);
      bound = await volumes(sandbox);
      const { "": _, ...claims } = bound;
      expect(Object.keys(claims).length).toBeGreaterThan(0);
      expect(Object.values(claims).filter((volume) => volume === "")).toEqual([]);
    });

    it("one changed value shows only that change", () => {
      project.edit(sandbox, from, to);
      const changes = app().plan();
      expect(changes.map(({ type, action }) => [type, action])).toEqual(
        changed.map((type) => [`kubernetes_${type}`, "update"]),
      );
      expect(project.frame(sandbox).isUpToDate()).toBe(true);
      app().apply();
      expect(app().isUpToDate()).toBe(true);
    });

    it("its frame takes a moved and a new node port, a larger and a new dataset at the first try", () => {
      const before = readFileSync(project.file(sandbox), "utf8");
      const nodePort = /nodePort: (\d+)/.exec(before)?.[1];
      const size = /size: (\d+)Gi/.exec(before)?.[1];
      if (nodePort) project.edit(sandbox, nodePort, ports[0]);
      if (size) project.edit(sandbox, `size: ${size}Gi`, `size: ${Number(size) + 5}Gi`);
      project.edit(sandbox, "datasets:\n", "datasets:\n  more: { size: 1Gi }\n");
      project.edit(
        sandbox,
        "expose:\n",
        `expose:\n  - { component: infinistore, port: sql, nodePort: ${ports[1]}, from: [office] }\n`,
      );
      project.frame(sandbox).apply();
      expect(project.frame(sandbox).isUpToDate()).toBe(true);
      app().apply();
      expect(app().isUpToDate()).toBe(true);
    });

    it("its app finds its data again after it was destroyed and applied anew", async () => {
      app().destroy();
      const kinds = "pods,services,statefulsets,deployments,cronjobs";
      // The pods of a deployment go a moment after it.
      await vi.waitFor(
        async () =>
          expect(await names(kinds, `--namespace=${sandbox}`, "--selector=!testbed-blueprint/frame")).toEqual([]),
        { timeout: 30_000 },
      );
      app().apply();
      await settled(controlPlane, sandbox);
      expect(await volumes(sandbox)).toMatchObject(bound);
    });

    it("it goes without leaving anything but volumes", async () => {
      app().destroy();
      project.frame(sandbox).destroy();
      expect(await names("namespaces", `--field-selector=metadata.name=${sandbox}`)).toEqual([]);
      expect(await names("validatingadmissionpolicies,validatingadmissionpolicybindings")).toEqual([]);
      expect(await names("secrets", "--namespace=kube-system")).toEqual([]);
      const kept = (await names("persistentvolumes")).map((name) => name.replace("persistentvolume/", ""));
      expect(kept).toEqual(expect.arrayContaining(Object.values(bound).filter(Boolean)));
    });
  });
});
