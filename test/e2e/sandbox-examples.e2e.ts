import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadDescription } from "../../lib/config/load";
import type { ControlPlane } from "./support/control-plane/control-plane";
import { prepareSandboxes, robotToken, settled, startSandboxCluster } from "./support/sandbox-cluster";
import { SandboxProject } from "./support/sandbox-project";
import { suite } from "./support/suite";

/** Every place of an example that has sandboxes. */
const PLACES = [
  ["dedicated", "aws"],
  ["shared", "pilot2"],
  ["shared", "pilot11"],
  ["data-access", "aws"],
  ["blueprint", "aws"],
] as const;

const EXAMPLES = join(__dirname, "../../examples");

suite("sandbox examples", prepareSandboxes, (programs) => {
  let controlPlane: ControlPlane;

  beforeAll(async () => {
    controlPlane = await startSandboxCluster(programs(), 6);
  });
  afterAll(() => controlPlane?.stop());

  describe.each(PLACES)("given the example %s at the place %s", (example, place) => {
    const { sandboxes } = loadDescription({ directory: join(EXAMPLES, example), place });
    let project: SandboxProject;

    beforeAll(() => {
      project = new SandboxProject(controlPlane, join("examples", example), place);
    });

    it.each(Object.entries(sandboxes))(
      "its sandbox %s is applied, runs, and shows no difference",
      async (sandbox, { components, datasets }) => {
        const inSandbox = { namespace: sandbox };
        const frame = project.frame(sandbox);
        frame.apply();
        const token = await robotToken(controlPlane, sandbox);
        const app = project.app(sandbox, token);
        app.apply();
        await settled(controlPlane, sandbox);
        expect(frame.isUpToDate()).toBe(true);
        expect(app.isUpToDate()).toBe(true);

        const scheduled = Object.entries(components).filter(([, { kind }]) => kind === "schedule");
        for (const [name] of scheduled) {
          await controlPlane.output(["create", "job", `${name}-now`, `--from=cronjob/${name}`], {
            ...inSandbox,
            token,
          });
        }
        const jobs = scheduled.length + Object.values(components).filter(({ kind }) => kind === "job").length;
        const loads = Object.values(datasets).filter(({ load }) => load).length;
        if (jobs + loads > 0) {
          await controlPlane.output(["wait", "--for=condition=Complete", "--timeout=60s", "job", "--all"], inSandbox);
        }

        app.destroy();
        if (scheduled.length > 0) await controlPlane.output(["delete", "jobs", "--all"], inSandbox);
        frame.destroy();
        expect(await controlPlane.output(["get", "namespaces", `--field-selector=metadata.name=${sandbox}`])).toBe("");
      },
    );
  });
});
