import { stringify } from "yaml";
import { machineFile } from "./machine-file";
import type { MachineSystem } from "./machine-system";
import { SERVER_STATE, SOCKET } from "./ways-parameter";

/** How the machine learns what HAProxy is to do: commands without a shell, as `bastion/refresh.py` runs them. */
export interface RefreshCommands {
  /** Prints the configuration without nodes, gzipped, in base64. */
  readonly ways: readonly string[];
  /** Prints the addresses of the nodes as JSON, by role. */
  readonly nodes: readonly string[];
  /** Programs under `bastion/` that these commands run, at their `programPath`. Default: none, the image has them */
  readonly programs?: readonly string[];
}

/** The units that do the work: one brings HAProxy, and tries until it is there; the other keeps it up to date. */
const UNITS = ["testbed-install.service", "testbed-refresh.timer"];

/** Where a program of ours stands on the machine. */
export function programPath(name: string): string {
  return `/usr/local/lib/testbed-bastion/${name}`;
}

function ask(command: string): string[] {
  return [programPath("ask.py"), SOCKET, command];
}

/**
 * What makes a machine with this system a bastion, as cloud-init reads it. Nothing in it depends on the ways or on the nodes,
 * so that they change without another machine.
 */
export function cloudConfig({ ways, nodes, programs = [] }: RefreshCommands, system: MachineSystem): string {
  const settings = {
    ways,
    nodes,
    configuration: "/etc/haproxy/haproxy.cfg",
    servers: SERVER_STATE,
    loaded: ask("show info"),
    statistics: ask("show stat"),
    check: ["haproxy", "-c", "-f"],
    reload: ["systemctl", "reload-or-restart", "haproxy"],
  };
  const file = (path: string, content: string, permissions = "0644") => ({
    path,
    content,
    permissions,
    owner: "root:root",
  });
  const config = {
    ...(system.bootCommands.length > 0 && { bootcmd: system.bootCommands }),
    write_files: [
      ...["refresh.py", "ask.py", ...programs].map((name) => file(programPath(name), machineFile(name), "0755")),
      file("/etc/testbed-bastion/refresh.json", `${JSON.stringify(settings, undefined, 2)}\n`),
      file("/etc/systemd/system/testbed-install.service", machineFile(system.installUnit)),
      file("/etc/systemd/system/testbed-refresh.service", machineFile("testbed-refresh.service")),
      file("/etc/systemd/system/testbed-refresh.timer", machineFile("testbed-refresh.timer")),
      file("/etc/systemd/system/haproxy.service.d/testbed.conf", machineFile("haproxy.conf")),
      ...system.files.map(({ path, source }) => file(path, machineFile(source))),
    ],
    runcmd: [
      ["systemctl", "daemon-reload"],
      ["systemctl", "enable", ...UNITS],
      ["systemctl", "start", "--no-block", ...UNITS],
    ],
  };
  return `#cloud-config\n${stringify(config, { lineWidth: 0 })}`;
}
