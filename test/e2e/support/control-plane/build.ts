import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lastLine, run } from "../run";
import { Missing } from "../suite";
import { kubernetesVersion, SOURCES } from "./sources";

/** Builds a program from a Go package of the module. @throws Missing when Go cannot */
export async function build(name: string, program: string): Promise<void> {
  const flags = ["-trimpath", "-buildvcs=false", "-ldflags", `-s -w ${versionFlags()}`];
  await go("build", ...flags, "-o", program, name);
}

/** Writes stages of the kwok that the module asks for into one file. @throws Missing when Go cannot find that */
export async function collectStages(names: readonly string[], file: string): Promise<void> {
  const kwok = await go("list", "-m", "-f", "{{.Dir}}", "sigs.k8s.io/kwok");
  const stages = names.map((name) => readFileSync(join(kwok.trim(), "kustomize/stage", name), "utf8"));
  writeFileSync(file, stages.join("\n---\n"));
}

/** Without these flags Kubernetes would not know which version it is. */
function versionFlags(): string {
  const gitVersion = kubernetesVersion();
  const [gitMajor, gitMinor] = gitVersion.slice(1).split(".");
  return Object.entries({ gitVersion, gitMajor, gitMinor })
    .map(([variable, value]) => `-X k8s.io/component-base/version.${variable}=${value}`)
    .join(" ");
}

async function go(...args: string[]): Promise<string> {
  const done = await run("go", args, { cwd: SOURCES, env: { GOFLAGS: "", GOWORK: "off" } });
  if (done.status !== 0) throw new Missing(`a Kubernetes control plane: go ${args[0]} says "${lastLine(done)}"`);
  return done.stdout;
}
