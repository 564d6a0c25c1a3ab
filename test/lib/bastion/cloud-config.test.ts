import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { cloudConfig, programPath } from "../../../lib/bastion/cloud-config";
import { MachineSystem } from "../../../lib/bastion/machine-system";

const COMMANDS = { ways: ["print", "the ways"], nodes: ["print", "the nodes"] };

/** What cloud-init 22.2, that of Amazon Linux 2023, knows at the top of a configuration, of all that we may want. */
const KNOWN = ["bootcmd", "write_files", "runcmd"];

const schema = z.strictObject({
  bootcmd: z.array(z.array(z.string())).default([]),
  write_files: z.array(
    z.strictObject({
      path: z.string(),
      content: z.string(),
      permissions: z.string(),
      owner: z.string(),
    }),
  ),
  runcmd: z.array(z.array(z.string())),
});

type Config = z.output<typeof schema>;

const read = (system: MachineSystem, commands = COMMANDS) => schema.parse(parse(cloudConfig(commands, system)));
const fileAt = ({ write_files }: Config, path: string) => {
  const found = write_files.find((file) => file.path === path);
  if (!found) throw new Error(`There is no file ${path}.`);
  return found;
};
const source = (name: string) => readFileSync(join(__dirname, "../../../bastion", name), "utf8");

/** The systems, each with the files that it alone has. */
const SYSTEMS: readonly [name: string, system: MachineSystem, files: readonly [path: string, name: string][]][] = [
  [
    "Amazon Linux",
    MachineSystem.AMAZON_LINUX,
    [
      ["/etc/systemd/system/testbed-install.service", "testbed-install.service"],
      ["/etc/dnf/automatic.conf", "automatic.conf"],
    ],
  ],
  [
    "Debian",
    MachineSystem.DEBIAN,
    [
      ["/etc/systemd/system/testbed-install.service", "testbed-install-apt.service"],
      ["/etc/apt/apt.conf.d/95testbed", "apt.conf"],
    ],
  ],
];

describe.each(SYSTEMS)("what makes a machine with %s a bastion", (_, system, ownFiles) => {
  const text = cloudConfig(COMMANDS, system);
  const config = read(system);

  it("begins as cloud-init knows its configuration, and is YAML of version 1.1 too", () => {
    expect(text.split("\n")[0]).toBe("#cloud-config");
    expect(parse(text, { version: "1.1" })).toEqual(parse(text));
  });

  it("has only keys that cloud-init knows, which says nothing of others", () => {
    expect(Object.keys(parse(text)).filter((key) => !KNOWN.includes(key))).toEqual([]);
  });

  it("fits into the 16 KiB of user data", () => {
    expect(Buffer.byteLength(text)).toBeLessThan(16 * 1024);
  });

  it("writes its files byte for byte, and no other", () => {
    const expected: [path: string, name: string][] = [
      ["/usr/local/lib/testbed-bastion/refresh.py", "refresh.py"],
      ["/usr/local/lib/testbed-bastion/ask.py", "ask.py"],
      ["/etc/systemd/system/testbed-refresh.service", "testbed-refresh.service"],
      ["/etc/systemd/system/testbed-refresh.timer", "testbed-refresh.timer"],
      ["/etc/systemd/system/haproxy.service.d/testbed.conf", "haproxy.conf"],
      ...ownFiles,
    ];
    for (const [path, name] of expected) expect(fileAt(config, path).content).toBe(source(name));
    const paths = ["/etc/testbed-bastion/refresh.json", ...expected.map(([path]) => path)];
    expect(config.write_files.map(({ path }) => path).sort()).toEqual(paths.sort());
  });

  it("writes all files for root, which alone may change them, and lets programs be run", () => {
    expect(new Set(config.write_files.map(({ owner }) => owner))).toEqual(new Set(["root:root"]));
    for (const { path, permissions } of config.write_files) {
      expect([path, permissions]).toEqual([path, path.endsWith(".py") ? "0755" : "0644"]);
    }
  });

  it("tells the program every setting that it reads, and no other", () => {
    const settings = JSON.parse(fileAt(config, "/etc/testbed-bastion/refresh.json").content);
    const used = [...source("refresh.py").matchAll(/settings\["(\w+)"\]/g)].map(([, name]) => name);
    expect(Object.keys(settings).sort()).toEqual([...new Set(used)].sort());
    expect(settings).toMatchObject(COMMANDS);
  });

  it("runs the program that it writes, with the settings that it writes", () => {
    const paths = config.write_files.map(({ path }) => path);
    const [, program, settings] = source("testbed-refresh.service").match(/^ExecStart=(\S+) (\S+)$/m) ?? [];
    expect(paths).toContain(program);
    expect(paths).toContain(settings);
  });

  it("lets that program write where its settings say, though the rest of the machine is shut for it", () => {
    const service = source("testbed-refresh.service");
    const { configuration, servers } = JSON.parse(fileAt(config, "/etc/testbed-bastion/refresh.json").content);
    const open = [
      ...[...service.matchAll(/^ReadWritePaths=-?(.+)$/gm)].map(([, path]) => `${path}/`),
      ...[...service.matchAll(/^StateDirectory=(.+)$/gm)].map(([, name]) => `/var/lib/${name}/`),
    ];
    for (const file of [configuration, servers]) expect(open.filter((path) => file.startsWith(path))).toHaveLength(1);
  });

  it("asks HAProxy by a program that it writes", () => {
    const { loaded, statistics } = JSON.parse(fileAt(config, "/etc/testbed-bastion/refresh.json").content);
    for (const [program] of [loaded, statistics]) expect(fileAt(config, program).permissions).toBe("0755");
  });

  it("enables and starts units that it writes", () => {
    const own = config.write_files.map(({ path }) => path.split("/").at(-1) ?? "");
    const units = (verb: string) =>
      config.runcmd.flatMap(([, first, ...rest]) =>
        first === verb ? rest.filter((word) => !word.startsWith("-")) : [],
      );
    expect(units("enable")).toEqual(["testbed-install.service", "testbed-refresh.timer"]);
    expect(units("start")).toEqual(units("enable"));
    expect(units("enable").filter((unit) => !own.includes(unit))).toEqual([]);
  });

  it("lets HAProxy start again with the machine, and starts it by no command of ours before its first refresh", () => {
    const { content } = fileAt(config, "/etc/systemd/system/testbed-install.service");
    expect(content).toMatch(/systemctl enable haproxy\.service$/m);
    expect(content).not.toMatch(/(start|--now)\b.*haproxy/);
  });

  it("tries to install until it is done, once the network is there", () => {
    const { content } = fileAt(config, "/etc/systemd/system/testbed-install.service");
    for (const line of ["After=network-online.target", "Restart=on-failure", "RestartSec=30"])
      expect(content.split("\n")).toContain(line);
  });

  it("keeps quotes, dollars and line breaks of the commands", () => {
    const ways = ["print", 'it\'s "${HOME}"', "a\nb", " %{ if } ", "# no comment"];
    const settings = fileAt(read(system, { ...COMMANDS, ways }), "/etc/testbed-bastion/refresh.json");
    expect(JSON.parse(settings.content).ways).toEqual(ways);
  });

  it("brings the programs that the commands need, where they stand", () => {
    const commands = { ...COMMANDS, ways: [programPath("metadata.py"), "ways"], programs: ["metadata.py"] };
    const { content, permissions } = fileAt(read(system, commands), commands.ways[0] ?? "");
    expect([content, permissions]).toEqual([source("metadata.py"), "0755"]);
  });
});

it("gives the program on a bastion time for all its commands, and for its patience", () => {
  const number = (name: string, pattern: RegExp) => Number(source(name).match(pattern)?.[1]);
  const commands = [...source("refresh.py").matchAll(/\brun\(settings/g)].length;
  const seconds = number("refresh.py", /^TIMEOUT = (\d+)/m);
  const patience = number("refresh.py", /^PATIENCE = (\d+)/m);
  expect(commands).toBeGreaterThan(3);
  expect(number("testbed-refresh.service", /^TimeoutStartSec=(\d+)$/m)).toBeGreaterThan(commands * seconds + patience);
});

describe("a bastion with Amazon Linux", () => {
  it("installs HAProxy, and what keeps the machine up to date", () => {
    expect(source("testbed-install.service")).toMatch(
      /^ExecStart=\S+\/dnf --assumeyes install haproxy dnf-automatic$/m,
    );
  });

  it("runs no shell but the one that lets packages be new", () => {
    const { bootcmd, runcmd } = read(MachineSystem.AMAZON_LINUX);
    expect([...bootcmd, ...runcmd].filter(([program]) => program === "sh")).toEqual([
      ["sh", "-c", "echo latest > /etc/dnf/vars/releasever"],
    ]);
  });
});

describe("a bastion with Debian or Ubuntu", () => {
  const lines = source("testbed-install-apt.service").split("\n");

  it("installs HAProxy, and what keeps the machine up to date, from a list of packages that is new", () => {
    const commands = lines.filter((line) => line.startsWith("ExecStart="));
    expect(commands.slice(-2)).toEqual([
      "ExecStart=/usr/bin/apt-get update",
      "ExecStart=/usr/bin/apt-get --assume-yes install haproxy unattended-upgrades",
    ]);
  });

  it("never waits for somebody to answer: neither what is installed, nor what dpkg left undone", () => {
    expect(lines).toContain("Environment=DEBIAN_FRONTEND=noninteractive");
    expect(lines).toContain("ExecStart=/usr/bin/dpkg --force-confdef --force-confold --configure --pending");
  });

  it("keeps HAProxy's file in each upgrade, which happens every day", () => {
    const conf = source("apt.conf");
    expect(conf).toContain('DPkg::Options { "--force-confdef"; "--force-confold"; };');
    for (const what of ["Update-Package-Lists", "Unattended-Upgrade"])
      expect(conf).toContain(`APT::Periodic::${what} "1";`);
  });

  it("runs no shell, and nothing before its files are there", () => {
    const { bootcmd, runcmd } = read(MachineSystem.DEBIAN);
    expect(bootcmd).toEqual([]);
    expect(runcmd.every(([program]) => program === "systemctl")).toBe(true);
  });
});
