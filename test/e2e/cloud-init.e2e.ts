import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { cloudConfig, programPath } from "../../lib/bastion/cloud-config";
import { MachineSystem } from "../../lib/bastion/machine-system";
import { temporaryFolder } from "../support/synth";
import { CloudInit } from "./support/cloud-init";
import { PythonTools } from "./support/python";
import { run, runs } from "./support/run";
import { Missing, optional, suite } from "./support/suite";
import { verifyUnits } from "./support/units";

/** The user data of a bastion on each target. */
const USER_DATA: Readonly<Record<string, string>> = {
  "a bastion on AWS": cloudConfig(
    {
      ways: ["aws", "ssm", "get-parameter", "--name", "/demo/bastion/ways"],
      nodes: ["aws", "ec2", "describe-instances", "--query", "{worker: Reservations[].Instances[].PrivateIpAddress}"],
    },
    MachineSystem.AMAZON_LINUX,
  ),
  "a bastion on OpenStack": cloudConfig(
    {
      ways: [programPath("metadata.py"), "http://169.254.169.254/openstack/latest/meta_data.json", "ways"],
      nodes: [programPath("metadata.py"), "http://169.254.169.254/openstack/latest/meta_data.json", "nodes"],
      programs: ["metadata.py"],
    },
    MachineSystem.DEBIAN,
  ),
};

const filesSchema = z.object({
  write_files: z.array(z.object({ path: z.string(), content: z.string(), permissions: z.string() })),
});

const UNITS = ["testbed-install.service", "testbed-refresh.service", "testbed-refresh.timer", "haproxy.service"];

const prepareSystemd = async () => {
  if (!(await runs("systemd-analyze", ["--version"]))) throw new Missing("systemd-analyze");
  return verifyUnits;
};

const prepareApt = async () => {
  if (!(await runs("apt-config", ["--version"]))) throw new Missing("apt-config");
};

const prepare = async () => ({
  cloudInit: await CloudInit.unpack(await PythonTools.install()),
  verifyUnits: await optional("cloud-init, units", prepareSystemd),
  apt: (await optional("cloud-init, apt", () => prepareApt().then(() => true))) ?? false,
});

suite("cloud-init", prepare, (tools) => {
  describe.each(Object.entries(USER_DATA))("given the user data of %s", (_, userData) => {
    const { write_files } = filesSchema.parse(parse(userData));

    it("when cloud-init checks it, then it is valid", async () => {
      const { status, stdout, stderr } = await tools().cloudInit.check(userData);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toContain("Valid cloud-config");
    });

    it("when cloud-init reads it, then it reads what we wrote", async () => {
      expect(await tools().cloudInit.read(userData)).toEqual(parse(userData));
    });

    it("when systemd checks its units, then it has nothing to say", async ({ skip }) => {
      const verify = tools().verifyUnits ?? skip();
      expect(await verify(write_files, UNITS)).toBe("");
    });

    it("when systemd checks units with a key that it does not know, then it says so", async ({ skip }) => {
      const verify = tools().verifyUnits ?? skip();
      const wrong = write_files.map((file) => ({
        ...file,
        content: file.content.replace("ProtectHome", "ProtectHouse"),
      }));
      expect(await verify(wrong, UNITS)).toContain("Unknown key");
    });

    it.each([
      ["a mode that is a number", userData.replace('permissions: "0755"', "permissions: 0755"), "write_files"],
      ["a file without a path", userData.replace("  - path:", "  - file:"), "write_files"],
      ["a command that is none", userData.replace("- daemon-reload", "- [daemon-reload]"), "runcmd"],
      ["no first line", userData.replace("#cloud-config\n", ""), "#cloud-config"],
    ])("with %s, when cloud-init checks it, then it is refused", async (_, wrong, named) => {
      const { status, stdout, stderr } = await tools().cloudInit.check(wrong);
      expect(status).not.toBe(0);
      expect(`${stdout}${stderr}`).toContain(named);
    });
  });

  it("when a machine starts, then its files are there before its commands run", () => {
    const modules = ["bootcmd", "write-files", "runcmd", "scripts-user"];
    expect(
      tools()
        .cloudInit.modules()
        .filter((module) => modules.includes(module)),
    ).toEqual(modules);
  });

  it("given the settings of apt, when apt reads them, then it keeps files, waits for others, and installs by itself", async ({
    skip,
  }) => {
    if (!tools().apt) skip();
    const { write_files } = filesSchema.parse(parse(USER_DATA["a bastion on OpenStack"] ?? ""));
    const file = join(temporaryFolder(), "apt.conf");
    writeFileSync(file, write_files.find(({ path }) => path.startsWith("/etc/apt/apt.conf.d/"))?.content ?? "");
    const { status, stdout } = await run("apt-config", ["dump"], { env: { APT_CONFIG: file } });
    expect(status).toBe(0);
    const known = new Set(stdout.split("\n"));
    for (const line of [
      'DPkg::Options:: "--force-confdef";',
      'DPkg::Options:: "--force-confold";',
      'DPkg::Lock::Timeout "300";',
      'Acquire::Retries "3";',
      'APT::Periodic::Update-Package-Lists "1";',
      'APT::Periodic::Unattended-Upgrade "1";',
    ])
      expect(known).toContain(line);
  });
});
