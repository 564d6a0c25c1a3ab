import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { libraryFiles, libraryServer } from "../../lib/devops/jenkins-library";
import { SETTINGS } from "../lib/devops/support/pipeline-settings";
import { temporaryFolder } from "../support/synth";
import { LibraryServer, needGitDaemon } from "./support/git-daemon";
import { output, run } from "./support/run";
import { shellCheck } from "./support/shellcheck";
import { suite } from "./support/suite";
import { until } from "./support/until";

const FILES = libraryFiles(SETTINGS);

suite("the library of the pipelines, served to Jenkins", needGitDaemon, () => {
  let server: LibraryServer;
  beforeAll(async () => {
    server = await LibraryServer.start(FILES);
  });
  afterAll(() => server?.stop());

  const clone = async (from = server) => {
    const folder = join(temporaryFolder(), "clone");
    await output("git", ["clone", "--quiet", from.url, folder]);
    return folder;
  };
  const commit = async (folder: string) => (await output("git", ["-C", folder, "rev-parse", "HEAD"])).trim();

  it("is cloned as a shared library is laid out, from the branch main", async () => {
    const folder = await clone();
    const listed = (await output("git", ["-C", folder, "ls-files"])).trim().split("\n");
    expect(listed).toEqual(
      Object.keys(FILES)
        .map((name) => name.replaceAll("__", "/"))
        .sort(),
    );
    for (const [name, text] of Object.entries(FILES)) {
      expect(readFileSync(join(folder, name.replaceAll("__", "/")), "utf8")).toBe(text);
    }
    expect((await output("git", ["-C", folder, "branch", "--show-current"])).trim()).toBe("main");
  });

  it("is the same commit wherever it is served", async () => {
    const other = await LibraryServer.start(FILES);
    expect(await commit(await clone(other))).toBe(await commit(await clone()));
    await other.stop();
  });

  it("takes nothing from anybody", async () => {
    const folder = await clone();
    const { status, stderr } = await run("git", ["-C", folder, "push", "origin", "main:other"]);
    expect(stderr).toContain("access denied");
    expect(status).not.toBe(0);
    expect(await output("git", ["ls-remote", server.url])).not.toContain("other");
  });

  it("is served on the loopback interface alone, and nothing beside it", async () => {
    const { port } = new URL(server.url);
    expect(await output("ss", ["-Hltn", `sport = :${port}`])).toMatch(
      new RegExp(`^LISTEN\\s.*\\s127\\.0\\.0\\.1:${port}\\s`),
    );
    expect((await run("git", ["ls-remote", server.url.replace("testbed", "files")])).status).not.toBe(0);
  });

  it("follows files that change, and says nothing new where they do not", async () => {
    const old = await commit(await clone());
    server.mount({ ...FILES, "vars__more.groovy": "def call() {}\n" });
    await until("new commit", async () => (await commit(await clone())) !== old);
    const folder = await clone();
    expect(readFileSync(join(folder, "vars/more.groovy"), "utf8")).toBe("def call() {}\n");
    server.mount(FILES);
    await until("old commit", async () => (await commit(await clone())) === old);
    expect(server.log.match(/The library is at/g)).toHaveLength(3);
  });

  it("ends at once when it is told to", async () => {
    const other = await LibraryServer.start(FILES);
    const start = Date.now();
    expect(await other.stop()).toBe(0);
    expect(Date.now() - start).toBeLessThan(3000);
    expect((await run("git", ["ls-remote", other.url])).status).not.toBe(0);
  });
});

describe("what a checkout is of", () => {
  const folder = temporaryFolder();
  const origin = join(folder, "origin");
  const git = (where: string, ...args: string[]) =>
    output("git", ["-C", where, "-c", "user.name=a", "-c", "user.email=a@localhost", ...args]);
  const commit = async (...args: string[]) => {
    await git(origin, ...args);
    await git(origin, "commit", "--quiet", "--allow-empty", `--message=${args.join(" ")}`);
  };
  /** What Jenkins checks out, as it does: a commit and no branch. */
  const checkedOut = async (ref: string) => {
    const clone = join(folder, "clone");
    rmSync(clone, { recursive: true, force: true });
    await output("git", ["clone", "--quiet", origin, clone]);
    await git(clone, "checkout", "--quiet", "--detach", ref);
    const script = FILES["resources__testbed__describe-checkout.sh"] ?? "";
    return (await output("sh", ["-c", script], { cwd: clone }))
      .trim()
      .split("\n")
      .filter((line) => line !== "branch HEAD");
  };

  beforeAll(async () => {
    await output("git", ["init", "--quiet", "--initial-branch=main", origin]);
    await commit("status");
    await git(origin, "tag", "v1");
    await commit("checkout", "--quiet", "-b", "feature/x");
    await commit("checkout", "--quiet", "main");
    await git(origin, "tag", "--annotate", "--message=release", "v2");
  });

  it.each([
    ["v1", ["tag v1", "branch feature/x", "branch main"]],
    ["origin/feature/x", ["branch feature/x"]],
    ["origin/main", ["tag v2", "branch main"]],
  ])("is told for %s", async (ref, lines) => {
    expect(await checkedOut(ref)).toEqual(lines);
  });

  it("does not count the branches of a fork", async () => {
    await checkedOut("origin/feature/x");
    const clone = join(folder, "clone");
    await git(clone, "update-ref", "refs/remotes/fork/main", "HEAD");
    const script = FILES["resources__testbed__describe-checkout.sh"] ?? "";
    expect(await output("sh", ["-c", script], { cwd: clone })).toBe("branch feature/x\n");
  });
});

suite("the scripts of the pipelines", shellCheck, (check) => {
  const scripts = { ...FILES, "serve-library.sh": libraryServer() };

  describe.each(Object.entries(scripts).filter(([name]) => name.endsWith(".sh")))("%s", (_, script) => {
    it("has nothing that ShellCheck would say", async () => {
      expect(script.startsWith("#!/bin/sh\n")).toBe(true);
      expect(await check()(script)).toBe("");
    });

    it("ends at the first error, and at the first variable that nobody set", () => {
      expect(script).toMatch(/^set -eu$/m);
      expect(script).not.toMatch(/set -[a-z]*x|eval /);
    });
  });
});
