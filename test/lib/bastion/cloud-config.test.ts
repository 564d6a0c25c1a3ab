import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { cloudConfig } from "../../../lib/bastion/cloud-config";

const COMMANDS = { ways: ["print", "the ways"], nodes: ["print", "the nodes"] };

/** What cloud-init 22.2, that of Amazon Linux 2023, knows at the top of a configuration, of all that we may want. */
const KNOWN = ["bootcmd", "write_files", "runcmd"];

const schema = z.strictObject({
  bootcmd: z.array(z.array(z.string())),
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

const text = cloudConfig(COMMANDS);
const config = schema.parse(parse(text));
const fileAt = (path: string) => {
  const found = config.write_files.find((file) => file.path === path);
  if (!found) throw new Error(`There is no file ${path}.`);
  return found;
};
const source = (name: string) => readFileSync(join(__dirname, "../../../bastion", name), "utf8");

describe("what makes a machine a bastion", () => {
  it("begins as cloud-init knows its configuration, and is YAML of version 1.1 too", () => {
    expect(text.split("\n")[0]).toBe("#cloud-config");
    expect(parse(text, { version: "1.1" })).toEqual(config);
  });

  it("has only keys that cloud-init knows, which says nothing of others", () => {
    expect(Object.keys(parse(text)).filter((key) => !KNOWN.includes(key))).toEqual([]);
  });

  it("fits into the 16 KiB of user data", () => {
    expect(Buffer.byteLength(text)).toBeLessThan(16 * 1024);
  });

  it.each([
    ["/usr/local/lib/testbed-bastion/refresh.py", "refresh.py"],
    ["/usr/local/lib/testbed-bastion/ask.py", "ask.py"],
    ["/etc/systemd/system/testbed-install.service", "testbed-install.service"],
    ["/etc/systemd/system/testbed-refresh.service", "testbed-refresh.service"],
    ["/etc/systemd/system/testbed-refresh.timer", "testbed-refresh.timer"],
    ["/etc/systemd/system/haproxy.service.d/testbed.conf", "haproxy.conf"],
    ["/etc/dnf/automatic.conf", "automatic.conf"],
  ])("writes %s byte for byte", (path, name) => {
    expect(fileAt(path).content).toBe(source(name));
  });

  it("writes all files for root, which alone may change them, and lets programs be run", () => {
    expect(new Set(config.write_files.map(({ owner }) => owner))).toEqual(new Set(["root:root"]));
    for (const { path, permissions } of config.write_files) {
      expect([path, permissions]).toEqual([path, path.endsWith(".py") ? "0755" : "0644"]);
    }
  });

  it("tells the program every setting that it reads, and no other", () => {
    const settings = JSON.parse(fileAt("/etc/testbed-bastion/refresh.json").content);
    const read = [...source("refresh.py").matchAll(/settings\["(\w+)"\]/g)].map(([, name]) => name);
    expect(Object.keys(settings).sort()).toEqual([...new Set(read)].sort());
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
    const { configuration, servers } = JSON.parse(fileAt("/etc/testbed-bastion/refresh.json").content);
    const open = [
      ...[...service.matchAll(/^ReadWritePaths=-?(.+)$/gm)].map(([, path]) => `${path}/`),
      ...[...service.matchAll(/^StateDirectory=(.+)$/gm)].map(([, name]) => `/var/lib/${name}/`),
    ];
    for (const file of [configuration, servers]) expect(open.filter((path) => file.startsWith(path))).toHaveLength(1);
  });

  it("has time for all commands of that program, and for its patience", () => {
    const number = (name: string, pattern: RegExp) => Number(source(name).match(pattern)?.[1]);
    const commands = [...source("refresh.py").matchAll(/\brun\(settings/g)].length;
    const seconds = number("refresh.py", /^TIMEOUT = (\d+)/m);
    const patience = number("refresh.py", /^PATIENCE = (\d+)/m);
    expect(commands).toBeGreaterThan(3);
    expect(number("testbed-refresh.service", /^TimeoutStartSec=(\d+)$/m)).toBeGreaterThan(
      commands * seconds + patience,
    );
  });

  it("installs HAProxy, and what keeps the machine up to date", () => {
    expect(source("testbed-install.service")).toMatch(
      /^ExecStart=\S+\/dnf --assumeyes install haproxy dnf-automatic$/m,
    );
  });

  it("asks HAProxy by a program that it writes", () => {
    const { loaded, statistics } = JSON.parse(fileAt("/etc/testbed-bastion/refresh.json").content);
    for (const [program] of [loaded, statistics]) expect(fileAt(program).permissions).toBe("0755");
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

  it("runs no shell but the one that lets packages be new", () => {
    const commands = [...config.bootcmd, ...config.runcmd];
    expect(commands.filter(([program]) => program === "sh")).toEqual([
      ["sh", "-c", "echo latest > /etc/dnf/vars/releasever"],
    ]);
  });

  it("starts HAProxy by its first refresh alone: there is nothing to serve before", () => {
    expect(source("testbed-install.service")).toMatch(/systemctl enable haproxy\.service$/m);
    expect(source("testbed-install.service")).not.toMatch(/(start|--now)\b.*haproxy/);
  });
});

describe("what makes a machine a bastion, with commands of its own", () => {
  it("keeps quotes, dollars and line breaks of theirs", () => {
    const ways = ["print", 'it\'s "${HOME}"', "a\nb", " %{ if } ", "# no comment"];
    const files = schema.parse(parse(cloudConfig({ ...COMMANDS, ways }))).write_files;
    const settings = files.find(({ path }) => path.endsWith("refresh.json"));
    expect(JSON.parse(settings?.content ?? "").ways).toEqual(ways);
  });
});
