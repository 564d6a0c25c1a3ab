import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { loadDescription } from "../../../../lib/config/load";
import { changesOf, recordChanges } from "../../../../lib/ledger/record";
import { Testbed } from "../../../../stacks/testbed";
import { synthesize, temporaryFolder } from "../../../support/synth";
import { TERRAFORM } from "../../../support/terraform";
import { type Run, run } from "../run";
import { TerraformStackRun } from "../terraform-stack";
import type { RancherStandIn } from "./rancher";

const EXAMPLE = join(__dirname, "../../../../examples/rancher-bare-metal");

/** The last part of the name of a stack. */
export type RancherStackKind = "cluster" | "nodes" | "platform" | "pilot2" | "pilot2-app" | "edge";

/** A part of a description: what YAML says. */
type Part = Record<string, unknown>;

/** Secrets that whoever deploys gives at run time, by variable. */
export type Secrets = Readonly<Record<`TF_VAR_${string}`, string>>;

/** Variables that lead to a cluster in another way, which nobody has set. */
const NO_OTHER_WAY = {
  KUBECONFIG: undefined,
  KUBE_CONFIG_PATH: undefined,
  KUBE_HOST: undefined,
  KUBE_TOKEN: undefined,
};

/** The testbed of `examples/rancher-bare-metal` in a folder of its own, at the Rancher of this machine. */
export class RancherProject {
  readonly directory = temporaryFolder();
  readonly outdir = join(this.directory, "cdktf.out");
  /** What stands in the environment of whoever deploys. */
  readonly environment: NodeJS.ProcessEnv;

  constructor({ url, certificateAuthority, token }: RancherStandIn, secrets: Secrets) {
    this.environment = { ...NO_OTHER_WAY, RANCHER_TOKEN_KEY: token, ...secrets };
    cpSync(EXAMPLE, this.directory, { recursive: true });
    this.changeServer((server) => ({ ...server, url, certificateAuthority }));
  }

  /** Changes what the place says of its Rancher, and synthesizes anew. */
  changeServer(edit: (server: Part) => Part): void {
    this.changeRancher(({ server, ...rancher }) => ({ ...rancher, server: edit(server as Part) }));
  }

  /** Changes what the place says of the target, and synthesizes anew. */
  changeRancher(edit: (rancher: Part) => Part): void {
    this.edit("places/smart-bear.yaml", ({ rancher, ...place }) => ({ ...place, rancher: edit(rancher as Part) }));
  }

  /** Changes what testbed.yaml says, and synthesizes anew. */
  changeTestbed(parts: Part): void {
    this.edit("testbed.yaml", (testbed) => ({ ...testbed, ...parts }));
  }

  /** Adds a way into a sandbox, and synthesizes anew. */
  expose(sandbox: string, exposure: Part): void {
    this.edit(`sandboxes/${sandbox}.yaml`, ({ expose, ...described }) => ({
      ...described,
      expose: [...(expose as Part[]), exposure],
    }));
  }

  /** A stack as it is now, with these variables beside those of whoever deploys. */
  stack(kind: RancherStackKind, environment: NodeJS.ProcessEnv = {}): TerraformStackRun {
    return new TerraformStackRun(this.folder(kind), { ...this.environment, ...environment });
  }

  /** Runs Terraform on a stack that is ready for it, without holding up what else runs, and tells all that it said. */
  terraform({ folder }: TerraformStackRun, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Run> {
    const env = { ...this.environment, CHECKPOINT_DISABLE: "1", ...environment };
    return run(TERRAFORM ?? "terraform", [...args, "-input=false", "-no-color"], { cwd: folder, env });
  }

  /** The folder that a stack is synthesized to. */
  folder(kind: RancherStackKind): string {
    return join(this.outdir, "stacks", `smart-bear-${kind}`);
  }

  /** The file in which the state of a stack is kept. */
  stateFile(kind: RancherStackKind): string {
    return join(this.directory, "terraform-state", `smart-bear-${kind}.tfstate`);
  }

  private edit(file: string, edit: (described: Part) => Part): void {
    const path = join(this.directory, file);
    writeFileSync(path, stringify(edit(parse(readFileSync(path, "utf8")))));
    const { directory } = this;
    const description = loadDescription({ directory });
    synthesize((app) => new Testbed(app, { ...description, directory }), this.outdir);
    recordChanges(directory, description.place.name, changesOf(description));
  }
}
