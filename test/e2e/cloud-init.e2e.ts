import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { cloudConfig } from "../../lib/bastion/cloud-config";
import { CloudInit } from "./support/cloud-init";
import { PythonTools } from "./support/python";
import { runs } from "./support/run";
import { Missing, optional, suite } from "./support/suite";
import { verifyUnits } from "./support/units";

const USER_DATA = cloudConfig({
  ways: ["aws", "ssm", "get-parameter", "--name", "/demo/bastion/ways"],
  nodes: ["aws", "ec2", "describe-instances", "--query", "{worker: Reservations[].Instances[].PrivateIpAddress}"],
});

const filesSchema = z.object({
  write_files: z.array(z.object({ path: z.string(), content: z.string(), permissions: z.string() })),
});

const UNITS = ["testbed-install.service", "testbed-refresh.service", "testbed-refresh.timer", "haproxy.service"];

const prepareSystemd = async () => {
  if (!(await runs("systemd-analyze", ["--version"]))) throw new Missing("systemd-analyze");
  return verifyUnits;
};

const prepare = async () => ({
  cloudInit: await CloudInit.unpack(await PythonTools.install()),
  verifyUnits: await optional("cloud-init, units", prepareSystemd),
});

suite("cloud-init", prepare, (tools) => {
  describe("given the user data of a bastion", () => {
    it("when cloud-init checks it, then it is valid", async () => {
      const { status, stdout, stderr } = await tools().cloudInit.check(USER_DATA);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toContain("Valid cloud-config");
    });

    it("when cloud-init reads it, then it reads what we wrote", async () => {
      expect(await tools().cloudInit.read(USER_DATA)).toEqual(parse(USER_DATA));
    });

    it("when a machine starts, then its files are there before its commands run", () => {
      const modules = ["bootcmd", "write-files", "runcmd", "scripts-user"];
      expect(
        tools()
          .cloudInit.modules()
          .filter((module) => modules.includes(module)),
      ).toEqual(modules);
    });

    it("when systemd checks its units, then it has nothing to say", async ({ skip }) => {
      const verify = tools().verifyUnits ?? skip();
      const { write_files } = filesSchema.parse(parse(USER_DATA));
      expect(await verify(write_files, UNITS)).toBe("");
    });

    it("when systemd checks units with a key that it does not know, then it says so", async ({ skip }) => {
      const verify = tools().verifyUnits ?? skip();
      const { write_files } = filesSchema.parse(parse(USER_DATA));
      const wrong = write_files.map((file) => ({
        ...file,
        content: file.content.replace("ProtectHome", "ProtectHouse"),
      }));
      expect(await verify(wrong, UNITS)).toContain("Unknown key");
    });
  });

  it.each([
    ["a mode that is a number", USER_DATA.replace('permissions: "0755"', "permissions: 0755"), "write_files"],
    ["a file without a path", USER_DATA.replace("  - path:", "  - file:"), "write_files"],
    ["a command that is none", USER_DATA.replace("- daemon-reload", "- [daemon-reload]"), "runcmd"],
    ["no first line", USER_DATA.replace("#cloud-config\n", ""), "#cloud-config"],
  ])("given user data with %s, when cloud-init checks it, then it is refused", async (_, userData, named) => {
    const { status, stdout, stderr } = await tools().cloudInit.check(userData);
    expect(status).not.toBe(0);
    expect(`${stdout}${stderr}`).toContain(named);
  });
});
