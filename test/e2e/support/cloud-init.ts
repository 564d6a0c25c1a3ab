import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../support/synth";
import { cacheFolder } from "./cache";
import type { PythonTools } from "./python";
import { lastLine, type Run, run, runs } from "./run";
import { Missing } from "./suite";

/** Debian's cloud-init, unpacked into the cache and never installed, run by the Python of the suites. */
export class CloudInit {
  private constructor(
    private readonly folder: string,
    private readonly python: string,
  ) {}

  /** Gets it from the machine's own package sources. @throws Missing where that cannot be done */
  static async unpack(tools: PythonTools): Promise<CloudInit> {
    const cache = cacheFolder("cloud-init");
    const folder = join(cache, "unpacked");
    if (!existsSync(folder)) await unpackInto(folder, cache);
    return new CloudInit(folder, tools.program("python"));
  }

  /** What it says about user data, which it checks against its schema. */
  async check(userData: string): Promise<Run> {
    const file = join(temporaryFolder(), "user-data");
    writeFileSync(file, userData);
    return this.run([join(this.folder, "usr/bin/cloud-init"), "schema", "--config-file", file]);
  }

  /** User data as it reads it. */
  async read(userData: string): Promise<unknown> {
    const file = join(temporaryFolder(), "user-data");
    writeFileSync(file, userData);
    const program =
      "import json, sys; from cloudinit import util; print(json.dumps(util.load_yaml(open(sys.argv[1]).read())))";
    const { stdout, stderr } = await this.run(["-c", program, file]);
    try {
      return JSON.parse(stdout);
    } catch {
      throw new Error(`cloud-init cannot read it:\n${stdout}${stderr}`);
    }
  }

  /** Its modules, in the order in which a start runs them. */
  modules(): string[] {
    const settings = readFileSync(join(this.folder, "etc/cloud/cloud.cfg"), "utf8");
    return settings.split("\n").flatMap((line) => line.match(/^ *- ([\w-]+)$/)?.[1] ?? []);
  }

  private run(args: readonly string[]): Promise<Run> {
    return run(this.python, args, { env: { PYTHONPATH: join(this.folder, "usr/lib/python3/dist-packages") } });
  }
}

async function unpackInto(folder: string, cache: string): Promise<void> {
  if (!(await runs("apt-get", ["--version"])) || !(await runs("dpkg", ["--version"]))) {
    throw new Missing("cloud-init, or apt-get to download it");
  }
  const fresh = mkdtempSync(join(cache, "fresh-"));
  try {
    const downloaded = await run("apt-get", ["download", "cloud-init"], { cwd: fresh });
    const [archive] = readdirSync(fresh);
    if (downloaded.status !== 0 || !archive) throw new Missing(`cloud-init: apt-get says "${lastLine(downloaded)}"`);
    const unpacked = await run("dpkg", ["-x", archive, "unpacked"], { cwd: fresh });
    if (unpacked.status !== 0) throw new Error(`dpkg ended with ${unpacked.status}:\n${unpacked.stderr}`);
    renameSync(join(fresh, "unpacked"), folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
