import { execFile, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const REGISTRY = "registry.terraform.io";

/** The program that the tests run: Terraform, or OpenTofu where a machine has only that. */
export const TERRAFORM = ["terraform", "tofu"].find((command) => spawnSync(command, ["version"]).status === 0);

/** Folders of this machine in which Terraform providers lie: its implicit mirrors, its cache, and what is installed in /opt. */
function pluginFolders(): string[] {
  const home = homedir();
  const shares = process.env.XDG_DATA_DIRS?.split(":") ?? ["/usr/local/share", "/usr/share"];
  const opt = existsSync("/opt") ? readdirSync("/opt").map((folder) => join("/opt", folder)) : [];
  return [
    join(home, ".terraform.d/plugins"),
    ...[process.env.XDG_DATA_HOME ?? join(home, ".local/share"), ...shares].map((share) =>
      join(share, "terraform/plugins"),
    ),
    process.env.TF_PLUGIN_CACHE_DIR ?? join(home, ".terraform.d/plugin-cache"),
    ...opt,
  ].filter((folder) => existsSync(join(folder, REGISTRY)));
}

/** Whether a provider such as `hashicorp/aws` lies on this machine, so that Terraform needs no network for it. */
export function hasProvider(source: string): boolean {
  return pluginFolders().some((folder) => existsSync(join(folder, REGISTRY, source)));
}

/** What a run of Terraform said. */
export interface TerraformRun {
  readonly status: number | null;
  readonly output: string;
}

/** Runs Terraform in a folder, with the providers of this machine and nothing from a network. */
export function terraform(folder: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): TerraformRun {
  const options = {
    cwd: folder,
    env: terraformEnvironment(environment),
    encoding: "utf8",
    maxBuffer: MOST_OUTPUT,
  } as const;
  const { status, stdout, stderr } = spawnSync(TERRAFORM ?? "terraform", args, options);
  return { status, output: `${stdout}${stderr}` };
}

/** The same, without holding up what else runs. */
export function terraformInBackground(folder: string, args: readonly string[]): Promise<TerraformRun> {
  const options = { cwd: folder, env: terraformEnvironment({}), maxBuffer: MOST_OUTPUT };
  return new Promise((resolve) => {
    const child = execFile(TERRAFORM ?? "terraform", args, options, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, output: `${stdout}${stderr}` }),
    );
  });
}

const MOST_OUTPUT = 64 * 1024 * 1024;

function terraformEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", ...environment };
  if (env.TF_CLI_CONFIG_FILE && !existsSync(env.TF_CLI_CONFIG_FILE)) delete env.TF_CLI_CONFIG_FILE;
  delete env.TF_PLUGIN_CACHE_DIR; // It is among the plugin folders, and Terraform cannot install a provider over itself.
  env.TF_CLI_ARGS_init = pluginFolders()
    .map((plugins) => `-plugin-dir=${plugins}`)
    .join(" ");
  return env;
}
