import { stringify } from "yaml";
import { machineFile } from "./machine-file";

/** How the machine learns what HAProxy is to do: commands without a shell, as `bastion/refresh.py` runs them. */
export interface RefreshCommands {
  /** Prints the configuration without nodes, gzipped, in base64. */
  readonly ways: readonly string[];
  /** Prints the addresses of the nodes as JSON, by role. */
  readonly nodes: readonly string[];
}

/**
 * What makes a machine with Amazon Linux 2023 a bastion, as cloud-init reads it. Nothing in it depends on the ways or on the nodes,
 * so that they change without another machine.
 */
export function cloudConfig({ ways, nodes }: RefreshCommands): string {
  const settings = {
    ways,
    nodes,
    configuration: "/etc/haproxy/haproxy.cfg",
    loaded: "/var/lib/testbed-bastion/loaded.cfg",
    check: ["haproxy", "-c", "-f"],
    reload: ["systemctl", "reload-or-restart", "haproxy"],
  };
  const file = (path: string, content: string, permissions = "0644") => ({
    path,
    content,
    permissions,
    owner: "root:root",
    defer: true, // After the packages, which bring some of these files and folders themselves.
  });
  const config = {
    // The repositories of Amazon Linux stand still at the version of the image, unless this says otherwise.
    bootcmd: [["sh", "-c", "echo latest > /etc/dnf/vars/releasever"]],
    packages: ["haproxy", "dnf-automatic"],
    write_files: [
      file("/usr/local/lib/testbed-bastion/refresh.py", machineFile("refresh.py"), "0755"),
      file("/etc/testbed-bastion/refresh.json", `${JSON.stringify(settings, undefined, 2)}\n`),
      file("/etc/systemd/system/testbed-refresh.service", machineFile("testbed-refresh.service")),
      file("/etc/systemd/system/testbed-refresh.timer", machineFile("testbed-refresh.timer")),
      file("/etc/systemd/system/haproxy.service.d/testbed.conf", machineFile("haproxy.conf")),
      file("/etc/dnf/automatic.conf", machineFile("automatic.conf")),
    ],
    runcmd: [
      ["systemctl", "daemon-reload"],
      // Not started: the first refresh does, once there is a configuration.
      ["systemctl", "enable", "haproxy.service"],
      ["systemctl", "enable", "--now", "testbed-refresh.timer", "dnf-automatic.timer"],
    ],
  };
  return `#cloud-config\n${stringify(config, { lineWidth: 0 })}`;
}
