import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TOOLS } from "../tools";
import { cacheFolder } from "./cache";
import { goModule } from "./go-module";
import { lastLine, output, run, runs } from "./run";
import { Missing } from "./suite";

const [MODULE = "", VERSION = ""] = TOOLS.modules.traefik.split("@");

/** Version of the Traefik that `traefikProgram` gives. */
export const TRAEFIK_VERSION = VERSION;

/** What stands in for the module that Traefik's source has and does not publish. */
const EXTENSIONS = join(__dirname, "../traefik/ext");

/** A Traefik to run: from the cache, or built into it by Go from its module. @throws Missing when there is neither */
export async function traefikProgram(): Promise<string> {
  const folder = cacheFolder(`traefik-${VERSION}`);
  const program = join(folder, "traefik");
  if (existsSync(program)) return program;
  if (!(await runs("go", ["version"]))) throw new Missing("Go, to build Traefik");
  console.log(`building Traefik ${VERSION} (4 to 8 minutes the first time)`);
  const source = mkdtempSync(join(folder, "source-"));
  try {
    cpSync(await goModule("traefik"), source, { recursive: true });
    await output("chmod", ["-R", "u+w", source]);
    await complete(source);
    const version = `-X ${MODULE}/pkg/version.Version=${VERSION}`;
    const flags = ["-mod=mod", "-trimpath", "-buildvcs=false", "-ldflags", `-s -w ${version}`];
    await go(source, "build", ...flags, "-o", `${program}.new`, "./cmd/traefik");
    renameSync(`${program}.new`, program);
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
  return program;
}

/** Adds what the published module lacks: a module of its own, and the pages of the dashboard, which we leave empty. */
async function complete(source: string): Promise<void> {
  cpSync(EXTENSIONS, join(source, "pkg/config/dynamic/ext"), { recursive: true });
  mkdirSync(join(source, "webui/static"), { recursive: true });
  writeFileSync(join(source, "webui/static/index.html"), "");
  for (const [module, by] of Object.entries(TOOLS.traefikReplaced))
    await go(source, "mod", "edit", `-replace=${module}=${by}`);
}

async function go(cwd: string, ...args: string[]): Promise<void> {
  const done = await run("go", args, { cwd, env: { GOFLAGS: "", GOWORK: "off" } });
  if (done.status !== 0) throw new Missing(`Traefik: go ${args[0]} says "${lastLine(done)}"`);
}
