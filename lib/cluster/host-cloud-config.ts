import { stringify } from "yaml";
import { literal } from "../literal";
import { type HostPreparationOptions, hostPreparation } from "./host-preparation";
import { type HostRegistration, registrationCommand } from "./registration-command";

/** What makes a machine a node of a cluster. */
export interface HostCloudConfigOptions extends HostRegistration, HostPreparationOptions {
  /** Command by which hosts join the cluster, from Rancher: `node_command` of its registration token, or the text itself. */
  readonly nodeCommand: string;
}

const PROGRAMS = "/usr/local/lib/testbed-host";
const COMMAND = "/etc/testbed-host/registration.sh";
const DONE = "/var/lib/testbed-host/registered";
const UNIT = "testbed-register.service";

/**
 * What makes a machine with Debian 12 or 13 or Ubuntu a node of a cluster of Rancher, as cloud-init reads it. The machine prepares
 * itself and runs Rancher's command until it has succeeded once, whenever the network and Rancher are there. The command is in a
 * file that root alone reads, and that is gone once it has done its work; nothing else in the text is secret. Which node begins the
 * cluster is for Rancher to say: nothing here could begin one. Text for Terraform, in which plain values mean themselves.
 *
 * @throws Error when the machine has no role, or a value is none of its kind
 */
export function hostCloudConfig(options: HostCloudConfigOptions): string {
  const file = (path: string, permissions: string, content: string) => ({
    path,
    permissions,
    owner: "root:root",
    content,
  });
  const config = {
    write_files: [
      file(COMMAND, "0600", `${registrationCommand(options.nodeCommand, options)}\n`),
      file(`${PROGRAMS}/prepare`, "0755", literal(hostPreparation(options))),
      file(`${PROGRAMS}/register`, "0755", REGISTER),
      file(`/etc/systemd/system/${UNIT}`, "0644", SERVICE),
    ],
    runcmd: [
      ["systemctl", "daemon-reload"],
      ["systemctl", "enable", UNIT],
      ["systemctl", "start", "--no-block", UNIT],
    ],
  };
  return `#cloud-config\n${stringify(config, { lineWidth: 0 })}`;
}

const REGISTER = `#!/bin/bash
# Joins this host to its cluster.
set -euo pipefail

# Rancher's command is a download into a shell: it fails where the download does.
bash -o pipefail ${COMMAND}
systemctl is-active --quiet rancher-system-agent.service
touch ${DONE}
rm --force ${COMMAND}
`;

const SERVICE = `[Unit]
Description=Joins this host to its cluster, once
Wants=network-online.target
After=network-online.target
ConditionPathExists=!${DONE}

[Service]
Type=oneshot
StateDirectory=testbed-host
ExecStart=${PROGRAMS}/prepare
ExecStart=${PROGRAMS}/register
Restart=on-failure
RestartSec=30

[Install]
WantedBy=multi-user.target
`;
