import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { manyNetworks } from "../../support/many-networks";
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

  it.each([
    ["testbed check", testbed("check")],
    ["the synth", [join(root, "lib/cli/run.cjs"), "main.ts"]],
  ])("refuses ways in that the bastion cannot learn of, as an error of the description: %s", (_, command) => {
    const folder = temporaryFolder();
    cpSync(join(root, "test/bad/good"), folder, { recursive: true });
    mkdirSync(join(folder, "sandboxes"));
    const place = join(folder, "places/aws.yaml");
    const bank = `sources: {bank: [${manyNetworks(1500).join(", ")}], `;
    writeFileSync(place, readFileSync(place, "utf8").replace("sources: {", bank));
    writeFileSync(join(folder, "sandboxes/pilot1.yaml"), "expose: [{component: ui, portNumber: 80, from: [bank]}]\n");
    const outdir = join(folder, "out");
    const { status, stdout, stderr } = run([...command, folder], root, { CDKTF_OUTDIR: outdir });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^sandboxes:1:1: The .* make a parameter of \d+ characters, .* or make a second place\.\n$/);
    expect([existsSync(outdir), existsSync(join(folder, "ledger.yaml"))]).toEqual([false, false]);
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

describe("testbed ports", () => {
  const folderWith = (expose: string) => {
    const folder = temporaryFolder();
    cpSync(join(root, "test/bad/good"), folder, { recursive: true });
    mkdirSync(join(folder, "sandboxes"));
    writeFileSync(join(folder, "sandboxes/pilot1.yaml"), `expose: [${expose}]\n`);
    return folder;
  };

  it("shows each way in, with the port that one without will get, and changes nothing", () => {
    const folder = folderWith("{component: ui, portNumber: 80, from: [office]}");
    const { status, stdout } = run(testbed("ports", folder), root);
    expect(status).toBe(0);
    expect(stdout).toMatch(/│ 30000 +│ pilot1 +│ ui:80 +│ office \(91\.10\.20\.0\/24\) │/);
    expect(stdout).toContain("30000 is assigned to pilot1/ui/80 by the next synth\n");
    expect(existsSync(join(folder, "ledger.yaml"))).toBe(false);
  });

  it("has nothing to say of the next synth where the ledger knows all ports", () => {
    const folder = folderWith("{component: ui, portNumber: 80, from: [office]}");
    writeFileSync(join(folder, "ledger.yaml"), "demo: {ports: {pilot1/ui/80: 30500}}\n");
    const { stdout } = run(testbed("ports", folder), root);
    expect(stdout).toContain("30500");
    expect(stdout).not.toContain("next synth");
  });

  it("exits with 1 and all problems when there are errors", () => {
    const { status, stdout, stderr } = run(testbed("ports", folderWith("{component: ui, from: [ofice]}")), root);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr.trim().split("\n")).toHaveLength(2);
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
    expect(stdout).toMatch(/^12 stacks, \d+ resources, 2 warnings$/m);
    expect(stdout).toMatch(/the add-ons .* -0\.47 .* -1\.2Gi/);
    expect(stdout).toMatch(/the platform .* -0\.88 .* -1\.8Gi/);
    expect(stdout).toMatch(/the devops tools .* -1\.09 .* -4\.3Gi/);
    expect(stdout).toMatch(/builds at a time .* -2\.00 .* -6\.0Gi/);
    expect(stdout).toMatch(/left .* 1\.66 .* 28\.1Gi/);
  });
});
