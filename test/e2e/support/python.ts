import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TOOLS } from "../tools";
import { cacheFolder } from "./cache";
import { lastLine, run, runs } from "./run";
import { Missing } from "./suite";

/** The Python packages of the suites, in a virtual environment of their own. */
export class PythonTools {
  private constructor(private readonly folder: string) {}

  /** Installs them once into the cache. @throws Missing when the machine has no Python, or no way to the packages */
  static async install(): Promise<PythonTools> {
    const folder = cacheFolder("python");
    const done = join(folder, "installed.txt");
    const wanted = TOOLS.python.join("\n");
    if (existsSync(done) && readFileSync(done, "utf8") === wanted) return new PythonTools(folder);
    if (!(await runs("python3", ["-c", "import venv, ensurepip"]))) throw new Missing("python3 with venv");
    rmSync(folder, { recursive: true, force: true });
    const made = await run("python3", ["-m", "venv", folder]);
    if (made.status !== 0) throw new Error(`python3 -m venv ended with ${made.status}:\n${made.stdout}${made.stderr}`);
    const tools = new PythonTools(folder);
    const pip = await run(tools.program("pip"), ["install", "--quiet", ...TOOLS.python]);
    if (pip.status !== 0) throw new Missing(`${TOOLS.python.join(" and ")}: pip says "${lastLine(pip)}"`);
    writeFileSync(done, wanted);
    return tools;
  }

  /** The path of a program that came with the packages. */
  program(name: string): string {
    return join(this.folder, "bin", name);
  }
}
