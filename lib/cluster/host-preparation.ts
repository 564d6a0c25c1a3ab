import type { HostRegistration } from "./registration-command";

/** What decides how a host is prepared. */
export interface HostPreparationOptions extends Pick<HostRegistration, "roles"> {
  /** Whether the cluster holds to the CIS benchmark, as its settings say: RKE2 then ends on a host that does not. */
  readonly hardened: boolean;
  /** Certificates of the authority behind Rancher's own, PEM. Default: those that the host trusts anyway */
  readonly certificateAuthority?: string | undefined;
}

/** What this script, Rancher and the platform need: to fetch, to set up the kernel, to mount NFS, and to stay up to date. */
const PACKAGES = ["ca-certificates", "curl", "kmod", "nfs-common", "procps", "sudo", "unattended-upgrades"];

/** Limits of the kernel as the nodes of AWS have them (amazon-eks-ami, Amazon Linux 2023), so that what runs there runs here. */
const LIMITS = {
  "fs.inotify.max_user_instances": 8192,
  "fs.inotify.max_user_watches": 524_288,
  "vm.max_map_count": 524_288,
};

/** What RKE2 asks of the kernel with `profile: cis`, and its kubelet with it (`protect-kernel-defaults`). */
const HARDENED = {
  "kernel.keys.root_maxbytes": 25_000_000,
  "kernel.keys.root_maxkeys": 1_000_000,
  "kernel.panic": 10,
  "kernel.panic_on_oops": 1,
  "vm.overcommit_memory": 1,
  "vm.panic_on_oom": 0,
};

/**
 * A script that makes a Debian 12 or 13 or an Ubuntu a host that RKE2 runs on, for root's bash; it may run any number of times. It
 * holds no secret, nothing of any one cluster, and no text that Terraform would read as its own. Packages that are there already
 * are not asked for, so an image that holds them all needs no repository. Security updates come by themselves, and never
 * restart the host: that is for whoever drains it first.
 */
export function hostPreparation({ roles, hardened, certificateAuthority }: HostPreparationOptions): string {
  const isServer = roles.some((role) => role !== "worker");
  const kernel = Object.entries(hardened ? { ...LIMITS, ...HARDENED } : LIMITS);
  return lines(
    "#!/bin/bash",
    "# Prepares this host for RKE2. It may run any number of times.",
    "set -euo pipefail",
    "",
    "set --",
    `for package in ${PACKAGES.join(" ")}; do`,
    `  dpkg --status "$package" >/dev/null 2>&1 || set -- "$@" "$package"`,
    "done",
    `if [ "$#" -gt 0 ]; then`,
    "  export DEBIAN_FRONTEND=noninteractive",
    "  apt-get --quiet --option DPkg::Lock::Timeout=600 update",
    `  apt-get --quiet --option DPkg::Lock::Timeout=600 --yes --no-install-recommends install "$@"`,
    "fi",
    ...trust(certificateAuthority),
    ...file("/etc/apt/apt.conf.d/52testbed", [
      'APT::Periodic::Update-Package-Lists "1";',
      'APT::Periodic::Unattended-Upgrade "1";',
      'Unattended-Upgrade::Automatic-Reboot "false";',
    ]),
    "mkdir --parents /etc/modules-load.d /etc/sysctl.d /etc/systemd/networkd.conf.d",
    "",
    "# Kubernetes counts on memory that is memory.",
    "swapoff --all",
    "if [ -e /etc/fstab ]; then",
    "  sed --in-place --regexp-extended 's/^[^#].*[[:space:]]swap[[:space:]].*/# &/' /etc/fstab",
    "fi",
    "",
    "# What a kernel has built in, or not at all, RKE2 finds out by itself.",
    ...file("/etc/modules-load.d/testbed.conf", ["br_netfilter", "overlay"]),
    "modprobe --all br_netfilter overlay || true",
    ...file(
      "/etc/sysctl.d/90-testbed.conf",
      kernel.map(([key, value]) => `${key} = ${value}`),
    ),
    "sysctl --quiet --load=/etc/sysctl.d/90-testbed.conf",
    "",
    "# The rules and routes of Cilium are not those of systemd (Cilium, System Requirements).",
    ...file("/etc/systemd/networkd.conf.d/90-testbed.conf", [
      "[Network]",
      "ManageForeignRoutes=no",
      "ManageForeignRoutingPolicyRules=no",
    ]),
    ...(hardened && isServer ? ETCD_USER : []),
  );
}

/** Whom the state of a hardened cluster belongs to; RKE2 asks for it on every server, whether etcd runs there or not. */
const ETCD_USER = [
  "",
  "if ! getent passwd etcd >/dev/null; then",
  "  useradd --system --user-group --no-create-home --shell /usr/sbin/nologin --comment etcd etcd",
  "fi",
];

/** Commands that let the host trust an authority: each certificate in a file of its own, as Debian wants them. */
function trust(authority = ""): string[] {
  const certificates = authority.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (certificates.length === 0) return [];
  return [
    "",
    "# Rancher's certificate is of this authority.",
    "mkdir --parents /usr/local/share/ca-certificates",
    ...certificates.flatMap((certificate, index) =>
      file(`/usr/local/share/ca-certificates/testbed-rancher-${index + 1}.crt`, certificate.split("\n")),
    ),
    "update-ca-certificates",
  ];
}

/** Commands that write a file of these lines. */
function file(path: string, content: readonly string[]): string[] {
  return [`cat >${path} <<'END'`, ...content, "END"];
}

function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
