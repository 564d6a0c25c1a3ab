import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ChartVersion } from "../../../lib/versions";
import { TOOLS } from "../tools";
import { cacheFolder } from "./cache";
import { lastLine, run, runs } from "./run";
import { Missing } from "./suite";

/** A `helm` to run: the machine's, or one that Go builds into the cache. @throws Missing when there is neither */
export async function helmProgram(): Promise<string> {
  if (await runs("helm", ["version"])) return "helm";
  const { package: source, version } = TOOLS.helm;
  const folder = cacheFolder(`helm-${version}`);
  const program = join(folder, "helm");
  if (existsSync(program)) return program;
  if (!(await runs("go", ["version"]))) throw new Missing("helm, or Go to build it");
  const built = await run("go", ["install", `${source}@${version}`], { env: { GOBIN: folder, GOFLAGS: "" } });
  if (built.status !== 0) throw new Missing(`helm ${version}: go install says "${lastLine(built)}"`);
  return program;
}

/** The archive of a chart: from the cache, or pulled into it. @throws Missing when it can be had from neither */
export async function chartArchive({ repository, chart, version }: ChartVersion): Promise<string> {
  const folder = cacheFolder("charts");
  const archive = join(folder, `${chart}-${version}.tgz`);
  if (existsSync(archive)) return archive;
  const wanted = ["--repo", repository, "--version", version, "--destination", folder];
  const pulled = await run(await helmProgram(), ["pull", chart, ...wanted]);
  if (pulled.status !== 0) throw new Missing(`chart ${chart} ${version}: helm pull says "${lastLine(pulled)}"`);
  return archive;
}
