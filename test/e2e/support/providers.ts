import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { PROVIDER_VERSIONS } from "../../../lib/versions";
import { hasProvider, TERRAFORM } from "../../support/terraform";
import { run } from "./run";
import { Missing } from "./suite";

/** Makes sure that Terraform and these of our providers are here. @throws Missing for the first that is not */
export async function needProviders(...names: (keyof typeof PROVIDER_VERSIONS)[]): Promise<void> {
  if (TERRAFORM === undefined) throw new Missing("terraform");
  for (const name of names) {
    const here = () => hasProvider(`hashicorp/${name}`);
    if (!here()) await download(TERRAFORM, name);
    if (!here()) throw new Missing(`the Terraform provider hashicorp/${name}`);
  }
}

/** Lets Terraform, as this machine has it configured, try to download a provider into its cache. */
async function download(terraform: string, name: keyof typeof PROVIDER_VERSIONS): Promise<void> {
  const cache = process.env.TF_PLUGIN_CACHE_DIR || join(homedir(), ".terraform.d/plugin-cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "testbed-provider-"));
  try {
    const provider = { source: `hashicorp/${name}`, version: PROVIDER_VERSIONS[name] };
    const json = { terraform: { required_providers: { [name]: provider } } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(json));
    const env = { TF_PLUGIN_CACHE_DIR: cache, CHECKPOINT_DISABLE: "1" };
    await run(terraform, ["init", "-input=false"], { cwd: folder, env });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
