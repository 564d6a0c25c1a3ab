import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { type HostCloudConfigOptions, hostCloudConfig } from "../../lib/cluster/host-cloud-config";
import { temporaryFolder } from "../support/synth";
import { CloudInit } from "./support/cloud-init";
import { PythonTools } from "./support/python";
import { run, runs } from "./support/run";
import { shellCheck } from "./support/shellcheck";
import { Missing, optional, suite } from "./support/suite";
import { verifyUnits } from "./support/units";

const server: HostCloudConfigOptions = {
  nodeCommand:
    "curl -fL https://rancher.example.org/system-agent-install.sh | sudo  sh -s - --server https://rancher.example.org " +
    "--label 'cattle.io/os=linux' --token abc --ca-checksum def",
  roles: ["etcd", "controlplane"],
  hardened: true,
  name: "demo-control-1",
  internalAddress: "192.168.0.7",
  labels: { "example.org/disk": "fast" },
  taints: [{ key: "dedicated", value: "control", effect: "NoSchedule" }],
};
const worker: HostCloudConfigOptions = { nodeCommand: server.nodeCommand, roles: ["worker"], hardened: false };
const HOSTS = [
  ["a server of a hardened cluster", server],
  ["a worker", worker],
] as const;

const filesSchema = z.object({
  write_files: z.array(z.object({ path: z.string(), content: z.string(), permissions: z.string() })),
});
const filesOf = (options: HostCloudConfigOptions) => filesSchema.parse(parse(hostCloudConfig(options))).write_files;

const prepareSystemd = async () => {
  if (!(await runs("systemd-analyze", ["--version"]))) throw new Missing("systemd-analyze");
  return verifyUnits;
};

const prepare = async () => ({
  cloudInit: await CloudInit.unpack(await PythonTools.install()),
  shellCheck: await optional("host-cloud-config, scripts", shellCheck),
  verifyUnits: await optional("host-cloud-config, units", prepareSystemd),
});

suite("host-cloud-config", prepare, (tools) => {
  describe.each(HOSTS)("given the user data of %s", (_, options) => {
    it("when cloud-init checks it, then it is valid", async () => {
      const { status, stdout, stderr } = await tools().cloudInit.check(hostCloudConfig(options));
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toContain("Valid cloud-config");
    });

    it("when cloud-init reads it, then it reads what we wrote", async () => {
      expect(await tools().cloudInit.read(hostCloudConfig(options))).toEqual(parse(hostCloudConfig(options)));
    });

    it("when ShellCheck looks at its scripts, then it has nothing to say", async ({ skip }) => {
      const check = tools().shellCheck ?? skip();
      const scripts = filesOf(options).filter(({ path }) => !path.endsWith(".service"));
      expect(scripts).toHaveLength(3);
      for (const { path, content } of scripts) expect(await check(content), path).toBe("");
    });

    it("when systemd checks its unit, then it has nothing to say", async ({ skip }) => {
      const verify = tools().verifyUnits ?? skip();
      expect(await verify(filesOf(options), ["testbed-register.service"])).toBe("");
    });
  });

  it("given a script with a mistake, when ShellCheck looks at it, then it says so", async ({ skip }) => {
    const check = tools().shellCheck ?? skip();
    expect(await check("#!/bin/bash\nrm $1\n")).toContain("SC2086");
  });
});

/** The whole of a machine that registration touches, in a folder: its files, and programs that do nothing but tell. */
class Machine {
  private readonly root = temporaryFolder();

  constructor(options: HostCloudConfigOptions) {
    for (const { path, content, permissions } of filesOf(options)) {
      this.write(path, content, Number.parseInt(permissions, 8));
    }
    this.write("/bin/sudo", '#!/bin/bash\nexec "$@"\n', 0o755);
    this.systemctl(0);
    mkdirSync(this.at("/var/lib/testbed-host"), { recursive: true });
  }

  /** What a download of Rancher's installer gives, and how it ends. */
  download(script: string, status: number): void {
    this.write("/bin/curl", `#!/bin/bash\ncat <<'END'\n${script}\nEND\nexit ${status}\n`, 0o755);
  }

  /** Whether Rancher's agent runs: 0 when it does. */
  systemctl(status: number): void {
    this.write("/bin/systemctl", `#!/bin/bash\nexit ${status}\n`, 0o755);
  }

  /** Runs what the unit runs, and says how it ends. */
  async register(): Promise<number> {
    const env = { PATH: `${this.at("/bin")}:${process.env.PATH}` };
    return (await run("bash", [this.at("/usr/local/lib/testbed-host/register")], { env })).status;
  }

  has(path: string): boolean {
    return existsSync(this.at(path));
  }

  read(path: string): string {
    return readFileSync(this.at(path), "utf8");
  }

  at(path: string): string {
    return join(this.root, path);
  }

  /** A file whose text names paths of the machine, which are in the folder here. */
  private write(path: string, content: string, mode: number): void {
    const file = this.at(path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, content.replaceAll(/\/(etc|var\/lib)\/testbed-host/g, this.at("/$1/testbed-host")));
    chmodSync(file, mode);
  }
}

const DONE = "/var/lib/testbed-host/registered";
const COMMAND = "/etc/testbed-host/registration.sh";

const prepareBash = async () => {
  if (!(await runs("bash", ["--version"]))) throw new Missing("bash");
};

suite("host registration", prepareBash, () => {
  it("given Rancher, when a host registers, then the installer is told all, and the command is gone", async () => {
    const machine = new Machine(server);
    machine.download(`printf '%s\\n' "$@" >${machine.at("/told")}`, 0);
    expect(await machine.register()).toBe(0);
    expect(machine.read("/told").trim().split("\n")).toEqual([
      ...["--server", "https://rancher.example.org", "--label", "cattle.io/os=linux", "--token", "abc"],
      ...["--ca-checksum", "def", "--etcd", "--controlplane", "--node-name", "demo-control-1"],
      ...["--internal-address", "192.168.0.7", "--label", "example.org/disk=fast"],
      ...["--taint", "dedicated=control:NoSchedule"],
    ]);
    expect(machine.has(DONE)).toBe(true);
    expect(machine.has(COMMAND)).toBe(false);
  });

  it("given no network, when a host registers, then it fails, and can try again", async () => {
    const machine = new Machine(worker);
    machine.download("", 6);
    expect(await machine.register()).not.toBe(0);
    expect(machine.has(DONE)).toBe(false);
    machine.download(`touch ${machine.at("/told")}`, 0);
    expect(await machine.register()).toBe(0);
    expect(machine.has("/told")).toBe(true);
  });

  it("given an installer that fails, when a host registers, then it fails, and can try again", async () => {
    const machine = new Machine(worker);
    machine.download("exit 1", 0);
    expect(await machine.register()).not.toBe(0);
    expect([machine.has(DONE), machine.has(COMMAND)]).toEqual([false, true]);
  });

  it("given an agent that does not run, when a host registers, then it fails, and can try again", async () => {
    const machine = new Machine(worker);
    machine.download("exit 0", 0);
    machine.systemctl(3);
    expect(await machine.register()).not.toBe(0);
    expect([machine.has(DONE), machine.has(COMMAND)]).toEqual([false, true]);
  });
});
