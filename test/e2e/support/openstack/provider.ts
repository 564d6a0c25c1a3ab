import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { arch } from "node:os";
import { dirname, join } from "node:path";
import { cacheFolder } from "../cache";
import { lastLine, run, runs } from "../run";
import { Missing } from "../suite";

/** The Go module that asks for the provider. */
const SOURCES = join(__dirname, "../../openstack");

const SOURCE = "terraform-provider-openstack/openstack";
const PACKAGE = "github.com/terraform-provider-openstack/terraform-provider-openstack/v3";

/** Go and Terraform name machines alike; Node.js has a name of its own for this one. */
const MACHINES: Readonly<Record<string, string>> = { x64: "amd64" };

/**
 * A folder for `terraform init -plugin-dir` with OpenStack's own provider: from the cache, or built into it by Go.
 *
 * @throws Missing when there is neither
 */
export async function openstackProvider(): Promise<string> {
  const cache = cacheFolder("openstack-provider");
  const plugins = join(cache, "plugins");
  const done = join(cache, "built.txt");
  const [module, sums] = ["go.mod", "go.sum"].map((name) => readFileSync(join(SOURCES, name), "utf8"));
  const wanted = createHash("sha256").update(`${module}${sums}`).digest("hex");
  if (existsSync(done) && readFileSync(done, "utf8") === wanted) return plugins;
  if (!(await runs("go", ["version"]))) throw new Missing("Go, to build the Terraform provider of OpenStack");
  for (const path of [done, plugins]) rmSync(path, { recursive: true, force: true });
  console.log("building the Terraform provider of OpenStack (1 to 5 minutes the first time)");
  await build(join(plugins, pathOf(versionIn(module ?? ""))));
  writeFileSync(done, wanted);
  return plugins;
}

/** Where Terraform looks for a version of the provider. */
function pathOf(version: string): string {
  const machine = `${process.platform}_${MACHINES[arch()] ?? arch()}`;
  return join("registry.terraform.io", SOURCE, version, machine, `terraform-provider-openstack_v${version}`);
}

function versionIn(module: string): string {
  const version = module.split(`${PACKAGE} v`)[1]?.split(/\s/)[0];
  if (version === undefined) throw new Error(`go.mod names no version of ${PACKAGE}.`);
  return version;
}

async function build(program: string): Promise<void> {
  mkdirSync(dirname(program), { recursive: true });
  const flags = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w"];
  const options = { cwd: SOURCES, env: { GOFLAGS: "", GOWORK: "off" } };
  const built = await run("go", ["build", ...flags, "-o", program, PACKAGE], options);
  if (built.status !== 0) throw new Missing(`the Terraform provider of OpenStack: go build says "${lastLine(built)}"`);
}
