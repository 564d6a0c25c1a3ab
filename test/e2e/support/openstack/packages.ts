import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { lastLine, run } from "../run";
import { Missing } from "../suite";

/**
 * What the services run from: their Python code without the packages that make services of it, which bring users, sudo
 * rules and files in /etc along; a server for WSGI programs, a database and a message broker.
 */
const PACKAGES = [
  "python3-keystone",
  "python3-neutron",
  "python3-glance",
  "python3-placement",
  "python3-nova",
  "python3-cinder",
  "uwsgi-plugin-python3",
  "mariadb-server-core",
  "rabbitmq-server",
];

/** The release whose OpenStack (Zed) our configuration is for. */
const RELEASE = "bookworm";

/** While this program says 101, no package that is installed may start its service. */
const POLICY = "/usr/sbin/policy-rc.d";

/** Makes sure that the packages of the services are installed. @throws Missing when they are not and cannot be */
export async function needOpenStackPackages(): Promise<void> {
  const system = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  if (!system.includes(`VERSION_CODENAME=${RELEASE}`)) {
    throw new Missing(`Debian 12 (${RELEASE}), whose OpenStack the configuration of the services is for`);
  }
  if (await installed()) return;
  if (process.getuid?.() !== 0) throw new Missing(`the packages ${PACKAGES.join(" ")}, or root to install them`);
  console.log("installing OpenStack's packages, without starting any of them (2 minutes the first time)");
  await withoutStarting(install);
}

/** The packages with their versions, as far as they are installed. */
export async function installedVersions(): Promise<string> {
  const format = "--showformat=${db:Status-Status} ${Package} ${Version}\n";
  const { stdout } = await run("dpkg-query", ["--show", format, ...PACKAGES]);
  return stdout
    .split("\n")
    .filter((line) => line.startsWith("installed "))
    .join("\n");
}

async function installed(): Promise<boolean> {
  return (await installedVersions()).split("\n").length === PACKAGES.length;
}

async function install(): Promise<void> {
  // Others may be installing something.
  const options = ["-qq", "--option=DPkg::Lock::Timeout=300"];
  const apt = (...args: string[]) =>
    run("apt-get", [...options, ...args], { env: { DEBIAN_FRONTEND: "noninteractive" } });
  const updated = await apt("update");
  if (updated.status !== 0) throw new Missing(`OpenStack's packages: apt-get update says "${lastLine(updated)}"`);
  const done = await apt("install", "--yes", "--no-install-recommends", ...PACKAGES);
  if (done.status !== 0) throw new Missing(`OpenStack's packages: apt-get install says "${lastLine(done)}"`);
}

/** RabbitMQ would listen on every address as soon as it is installed. A machine with a policy of its own keeps that. */
async function withoutStarting(action: () => Promise<void>): Promise<void> {
  if (existsSync(POLICY)) return action();
  writeFileSync(POLICY, "#!/bin/sh\nexit 101\n");
  chmodSync(POLICY, 0o755);
  try {
    await action();
  } finally {
    rmSync(POLICY);
  }
}
