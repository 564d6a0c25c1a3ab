import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../../support/synth";
import { run } from "./run";

/** A file of a machine. */
export interface MachineFile {
  readonly path: string;
  readonly content: string;
  readonly permissions: string;
}

/** Targets of systemd that every unit waits for, and those that ours name. */
const TARGETS = ["sysinit", "basic", "multi-user", "shutdown", "timers", "time-set", "time-sync", "network-online"];

/** What packages bring, as far as ours needs it. */
const PACKAGED = [
  {
    path: "/usr/lib/systemd/system/haproxy.service",
    content: "[Service]\nType=notify\nExecStart=/usr/sbin/haproxy\n",
    permissions: "0644",
  },
  ...["/usr/sbin/haproxy", "/usr/bin/apt-get", "/usr/bin/dnf", "/usr/bin/dpkg", "/usr/bin/systemctl"].map((path) => ({
    path,
    content: "",
    permissions: "0755",
  })),
];

/** What systemd says about units of a machine with these files; nothing where it has nothing to say. */
export async function verifyUnits(files: readonly MachineFile[], units: readonly string[]): Promise<string> {
  const root = temporaryFolder();
  const write = ({ path, content, permissions }: MachineFile) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    chmodSync(join(root, path), Number.parseInt(permissions, 8));
  };
  const targets = TARGETS.map((name) => `/usr/lib/systemd/system/${name}.target`);
  for (const path of targets) write({ path, content: "[Unit]\n", permissions: "0644" });
  for (const file of [...PACKAGED, ...files]) write(file);
  const { stdout, stderr } = await run("systemd-analyze", ["verify", "--man=no", `--root=${root}`, ...units]);
  return `${stdout}${stderr}`.replaceAll(root, "").trim();
}
