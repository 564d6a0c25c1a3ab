import { spawnSync } from "node:child_process";
import { cpSync, existsSync, symlinkSync, writeFileSync } from "node:fs";
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

/** A copy of the repository's program, with a description of its own. */
function programIn(place: string): string {
  const folder = temporaryFolder();
  for (const entry of ["lib", "stacks", "node_modules"]) symlinkSync(join(root, entry), join(folder, entry));
  for (const entry of ["main.ts", "testbed.yaml", "places", "tsconfig.json"]) {
    cpSync(join(root, entry), join(folder, entry), { recursive: true });
  }
  writeFileSync(join(folder, "places/aws.yaml"), place);
  return folder;
}

describe("testbed check", () => {
  it("finds nothing wrong with the reference testbed, and shows its warnings", () => {
    const { status, stdout } = run(testbed("check"), root);
    expect({ status, last: stdout.trim().split("\n").at(-1) }).toEqual({
      status: 0,
      last: "infinitech-bp: no errors, 2 warnings",
    });
  });

  it("exits with 1 and all problems when there are errors", () => {
    const { status, stderr } = run(testbed("check", "-d", join(root, "test/bad/two-documents")), root);
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
    const folder = programIn("name: Demo\n");
    const { status, stderr } = run([join(root, "lib/cli/run.cjs"), "main.ts"], folder);
    expect(status).toBe(1);
    expect(stderr).toContain('places/aws.yaml:1:7: name: "Demo" is not an RFC 1123 name.');
    expect(existsSync(join(folder, "cdktf.out"))).toBe(false);
  });

  it("prints a table of the stacks, and the warnings", () => {
    const { status, stdout } = run([join(root, "lib/cli/run.cjs"), "main.ts"], root, {
      CDKTF_OUTDIR: join(temporaryFolder(), "out"),
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(/infinitech-bp-network\s.*\d+/);
    expect(stdout).toContain('warning: sources.office[0]: "203.0.113.0/24" is an example address.');
    expect(stdout.trim().split("\n").at(-1)).toMatch(/^3 stacks, \d+ resources, 2 warnings$/);
  });
});
