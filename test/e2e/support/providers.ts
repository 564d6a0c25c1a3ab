import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROVIDER_VERSIONS } from "../../../lib/versions";
import { hasProvider, TERRAFORM } from "../../support/terraform";
import { cacheFolder } from "./cache";
import { run } from "./run";
import { Missing } from "./suite";

/** Makes sure that Terraform and these of our providers are here. @throws Missing for the first that is not */
export async function needProviders(...names: (keyof typeof PROVIDER_VERSIONS)[]): Promise<void> {
  if (TERRAFORM === undefined) throw new Missing("terraform");
  for (const name of names) {
    if (hasProvider(`hashicorp/${name}`)) continue;
    // The ordinary look-up searches this folder too, so that what is downloaded now is found from now on.
    process.env.TF_PLUGIN_CACHE_DIR ??= cacheFolder("terraform");
    if (hasProvider(`hashicorp/${name}`)) continue;
    if (!(await download(name))) throw new Missing(`the Terraform provider hashicorp/${name}`);
  }
}

/** Whether Terraform, as this machine has it configured, can download a provider into its cache. */
async function download(name: keyof typeof PROVIDER_VERSIONS): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "testbed-provider-"));
  try {
    const provider = { source: `hashicorp/${name}`, version: PROVIDER_VERSIONS[name] };
    const json = { terraform: { required_providers: { [name]: provider } } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(json));
    const init = await run(TERRAFORM ?? "terraform", ["init", "-input=false"], {
      cwd: folder,
      env: { CHECKPOINT_DISABLE: "1" },
    });
    return init.status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
