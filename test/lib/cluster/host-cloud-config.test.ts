import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { type HostCloudConfigOptions, hostCloudConfig } from "../../../lib/cluster/host-cloud-config";
import { hostPreparation } from "../../../lib/cluster/host-preparation";

const TOKEN = "xjvd9mgx2l5wq8n7";
const options: HostCloudConfigOptions = {
  nodeCommand: `curl -fL https://rancher.example.org/system-agent-install.sh | sudo  sh -s - --token ${TOKEN}`,
  roles: ["worker"],
  hardened: true,
};

const schema = z.strictObject({
  write_files: z.array(
    z.strictObject({ path: z.string(), permissions: z.string(), owner: z.literal("root:root"), content: z.string() }),
  ),
  runcmd: z.array(z.array(z.string())),
});

const textWith = (more: Partial<HostCloudConfigOptions> = {}) => hostCloudConfig({ ...options, ...more });
const configWith = (more: Partial<HostCloudConfigOptions> = {}) => schema.parse(parse(textWith(more)));
const fileAt = (end: string, more: Partial<HostCloudConfigOptions> = {}) => {
  const found = configWith(more).write_files.find(({ path }) => path.endsWith(end));
  if (!found) throw new Error(`There is no file ${end}.`);
  return found;
};

describe("what makes a machine a node of a cluster", () => {
  it("begins as cloud-init knows its configuration, and is YAML of version 1.1 too", () => {
    expect(textWith().split("\n")[0]).toBe("#cloud-config");
    expect(parse(textWith(), { version: "1.1" })).toEqual(configWith());
  });

  it("fits into the 16 KiB of the smallest user data, with all that may stand in it", () => {
    const all = textWith({ roles: ["etcd", "controlplane", "worker"], labels: { a: "b".repeat(60) } });
    expect(Buffer.byteLength(all)).toBeLessThan(16 * 1024);
  });

  it("has the command in a file that root alone reads, and nowhere else", () => {
    const { write_files, runcmd } = configWith();
    const holding = write_files.filter(({ content }) => content.includes(TOKEN));
    expect(holding.map(({ path, permissions }) => [path, permissions])).toEqual([
      ["/etc/testbed-host/registration.sh", "0600"],
    ]);
    expect(JSON.stringify(runcmd)).not.toContain(TOKEN);
  });

  it("takes a token for the command", () => {
    const nodeCommand = "${TfToken[TOKEN.9]}";
    expect(fileAt("registration.sh", { nodeCommand }).content).toBe(`${nodeCommand} --worker\n`);
  });

  it("runs the command until it has succeeded, and then never again", () => {
    const unit = fileAt(".service").content;
    expect(unit).toContain("\nRestart=on-failure\n");
    expect(unit).toContain("\nConditionPathExists=!/var/lib/testbed-host/registered\n");
    const script = fileAt("/register").content.split("\n");
    expect(script.indexOf("bash -o pipefail /etc/testbed-host/registration.sh")).toBeLessThan(
      script.indexOf("touch /var/lib/testbed-host/registered"),
    );
    expect(script).toContain("rm --force /etc/testbed-host/registration.sh");
  });

  it("prepares the machine before that", () => {
    const unit = fileAt(".service").content;
    expect([...unit.matchAll(/^ExecStart=(.+)$/gm)].map(([, program]) => program)).toEqual([
      "/usr/local/lib/testbed-host/prepare",
      "/usr/local/lib/testbed-host/register",
    ]);
    expect(fileAt("/prepare").content).toBe(hostPreparation(options));
  });

  it("starts that without waiting, now and at every start", () => {
    expect(configWith().runcmd).toEqual([
      ["systemctl", "daemon-reload"],
      ["systemctl", "enable", "testbed-register.service"],
      ["systemctl", "start", "--no-block", "testbed-register.service"],
    ]);
  });

  it("holds nothing by which a worker could begin a cluster", () => {
    expect(textWith()).not.toMatch(/--etcd|--controlplane|rke2-server|cluster-init|etcd/);
  });

  it("holds nothing that Terraform would read as its own", () => {
    const text = textWith({ roles: ["etcd", "controlplane"], name: "demo-control-1" });
    expect(text).not.toMatch(/[$%]\{/);
  });
});

describe("the preparation of a host", () => {
  const preparation = (more: Partial<HostCloudConfigOptions> = {}) => hostPreparation({ ...options, ...more });

  it("brings what NFS needs, and asks for no package that is there", () => {
    expect(preparation()).toMatch(/^for package in .*\bnfs-common\b/m);
    expect(preparation()).toContain(`dpkg --status "$package"`);
  });

  it("never restarts a host by itself", () => {
    expect(preparation()).toContain('Unattended-Upgrade::Automatic-Reboot "false";');
    expect(preparation()).not.toMatch(/\breboot\b|shutdown/);
  });

  it("turns swap off, for good", () => {
    expect(preparation()).toContain("\nswapoff --all\n");
    expect(preparation()).toMatch(/sed .*swap.* \/etc\/fstab/);
  });

  it.each(["vm.overcommit_memory = 1", "vm.panic_on_oom = 0", "kernel.panic = 10", "kernel.panic_on_oops = 1"])(
    "sets %s for a hardened cluster, which RKE2 looks at on every node",
    (line) => {
      expect(preparation({ roles: ["worker"] }).split("\n")).toContain(line);
      expect(preparation({ hardened: false }).split("\n")).not.toContain(line);
    },
  );

  it("makes the user of etcd on servers of a hardened cluster alone, with etcd or without", () => {
    const makes = (more: Partial<HostCloudConfigOptions>) => preparation(more).includes("useradd");
    expect(makes({ roles: ["etcd"] })).toBe(true);
    expect(makes({ roles: ["controlplane"] })).toBe(true);
    expect(makes({ roles: ["worker"] })).toBe(false);
    expect(makes({ roles: ["etcd"], hardened: false })).toBe(false);
  });

  it("is the same for every host of a kind: it holds no secret and no name", () => {
    expect(preparation()).toBe(preparation({ nodeCommand: "other", name: "other", labels: { a: "b" } }));
  });
});
