import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../support/synth";
import { cacheFolder } from "./cache";
import { lastLine, run, runs } from "./run";
import { Missing } from "./suite";

/** What ShellCheck says of a script for bash; nothing where it has nothing to say. */
export type CheckScript = (script: string) => Promise<string>;

/** ShellCheck from the path, or Debian's, unpacked into the cache and never installed. @throws Missing where there is neither */
export async function shellCheck(): Promise<CheckScript> {
  const program = await programPath();
  return async (script) => {
    const file = join(temporaryFolder(), "script");
    writeFileSync(file, script);
    const { stdout, stderr } = await run(program, ["--shell=bash", "--format=gcc", file]);
    return `${stdout}${stderr}`.replaceAll(`${file}:`, "").trim();
  };
}

async function programPath(): Promise<string> {
  if (await runs("shellcheck", ["--version"])) return "shellcheck";
  const cache = cacheFolder("shellcheck");
  const program = join(cache, "unpacked/usr/bin/shellcheck");
  if (existsSync(program)) return program;
  if (!(await runs("apt-get", ["--version"])) || !(await runs("dpkg", ["--version"]))) {
    throw new Missing("shellcheck, or apt-get to download it");
  }
  const fresh = mkdtempSync(join(cache, "fresh-"));
  try {
    const downloaded = await run("apt-get", ["download", "shellcheck"], { cwd: fresh });
    const [archive] = readdirSync(fresh);
    if (downloaded.status !== 0 || !archive) throw new Missing(`shellcheck: apt-get says "${lastLine(downloaded)}"`);
    const unpacked = await run("dpkg", ["-x", archive, "unpacked"], { cwd: fresh });
    if (unpacked.status !== 0) throw new Error(`dpkg ended with ${unpacked.status}:\n${unpacked.stderr}`);
    rmSync(join(cache, "unpacked"), { recursive: true, force: true });
    renameSync(join(fresh, "unpacked"), join(cache, "unpacked"));
    return program;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
