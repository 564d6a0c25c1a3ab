import { stringify } from "yaml";
import { machineFile } from "./machine-file";
import { SERVER_STATE, SOCKET } from "./ways-parameter";

/** How the machine learns what HAProxy is to do: commands without a shell, as `bastion/refresh.py` runs them. */
export interface RefreshCommands {
  /** Prints the configuration without nodes, gzipped, in base64. */
  readonly ways: readonly string[];
  /** Prints the addresses of the nodes as JSON, by role. */
  readonly nodes: readonly string[];
}

/** The units that do the work: one brings HAProxy, and tries until it is there; the other keeps it up to date. */
const UNITS = ["testbed-install.service", "testbed-refresh.timer"];

const PROGRAMS = "/usr/local/lib/testbed-bastion";

function ask(command: string): string[] {
  return [`${PROGRAMS}/ask.py`, SOCKET, command];
}

/**
 * What makes a machine with Amazon Linux 2023 a bastion, as cloud-init reads it. Nothing in it depends on the ways or on
 * the nodes, so that they change without another machine.
 */
export function cloudConfig({ ways, nodes }: RefreshCommands): string {
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
    // The repositories of Amazon Linux stand still at the version of the image, unless this says otherwise.
    bootcmd: [["sh", "-c", "echo latest > /etc/dnf/vars/releasever"]],
    write_files: [
      file(`${PROGRAMS}/refresh.py`, machineFile("refresh.py"), "0755"),
      file(`${PROGRAMS}/ask.py`, machineFile("ask.py"), "0755"),
      file("/etc/testbed-bastion/refresh.json", `${JSON.stringify(settings, undefined, 2)}\n`),
      file("/etc/systemd/system/testbed-install.service", machineFile("testbed-install.service")),
      file("/etc/systemd/system/testbed-refresh.service", machineFile("testbed-refresh.service")),
      file("/etc/systemd/system/testbed-refresh.timer", machineFile("testbed-refresh.timer")),
      file("/etc/systemd/system/haproxy.service.d/testbed.conf", machineFile("haproxy.conf")),
      file("/etc/dnf/automatic.conf", machineFile("automatic.conf")),
    ],
    runcmd: [
      ["systemctl", "daemon-reload"],
      ["systemctl", "enable", ...UNITS],
      ["systemctl", "start", "--no-block", ...UNITS],
    ],
  };
  return `#cloud-config\n${stringify(config, { lineWidth: 0 })}`;
}
