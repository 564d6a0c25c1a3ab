import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/synth";

const root = join(__dirname, "../../..");

function run(command: string[], cwd: string, environment: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd,
    env: { ...process.env, TESTBED_PLACE: undefined, ...environment },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const testbed = (...args: string[]) => [join(root, "lib/cli/testbed.cjs"), ...args];

describe("testbed check", () => {
  it("finds nothing wrong with the reference testbed, and shows its warnings", () => {
    const { status, stdout } = run(testbed("check"), root);
    expect({ status, last: stdout.trim().split("\n").at(-1) }).toEqual({
      status: 0,
      last: "infinitech-bp: no errors, 2 warnings",
    });
  });

  it("exits with 1 and all problems when there are errors", () => {
    const { status, stderr } = run(testbed("check", join(root, "test/bad/two-documents")), root);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "testbed.yaml:3:1: a second document starts here. Keep one document in each file.\n",
    });
  });

  it("checks the place that TESTBED_PLACE names", () => {
    const example = join(root, "examples/shared-network");
    expect(run(testbed("check"), example, { TESTBED_PLACE: "second" }).stdout).toContain("second: no errors");
  });

  it("refuses a place that does not exist, and names those that do", () => {
    const { status, stderr } = run(testbed("check", "-p", "frist"), join(root, "examples/shared-network"));
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        'places:1:1: there is no place "frist". Did you mean first? Places: first, second. A place is a file places/<place>.yaml.\n',
    });
  });
});

describe("the program", () => {
  it("writes nothing when the description has errors", () => {
    const outdir = join(temporaryFolder(), "out");
    const environment = { CDKTF_OUTDIR: outdir, TESTBED_PLACE: "awz" };
    const { status, stderr } = run([join(root, "lib/cli/run.cjs"), "main.ts"], root, environment);
    expect(status).toBe(1);
    expect(stderr).toContain('there is no place "awz". Did you mean aws?');
    expect(existsSync(outdir)).toBe(false);
  });

  it("prints a table of the stacks, the warnings, and what is left of the nodes", () => {
    const { status, stdout } = run([join(root, "lib/cli/run.cjs"), "main.ts"], root, {
      CDKTF_OUTDIR: join(temporaryFolder(), "out"),
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(/infinitech-bp-network\s.*\d+/);
    expect(stdout).toContain('warning: sources.office[0]: "203.0.113.0/24" is an example address.');
    expect(stdout).toMatch(/^9 stacks, \d+ resources, 2 warnings$/m);
    expect(stdout).toMatch(/left .* 1\.74 .* 27\.0Gi/);
  });
});
