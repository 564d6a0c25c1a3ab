import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { loadDescription } from "../../../lib/config/load";
import { Testbed } from "../../../stacks/testbed";
import { synthesize, temporaryFolder } from "../../support/synth";
import { terraform } from "../../support/terraform";
import { withoutRancher } from "./openstack-project-stacks";
import { TerraformStackRun } from "./terraform-stack";

const EXAMPLE = join(__dirname, "../../../examples/openstack");

/** What the example asks people for, by the names of Terraform; Rancher alone would want it. */
const PASSWORDS = { TF_VAR_ldap_service_password: "unused", TF_VAR_ldap_test_password: "unused" };

/** The stacks that know the cloud, in the order in which they are applied. */
export const STACKS = ["network", "cluster", "nodes", "edge"] as const;

/** One of these stacks. */
export type OpenStackStackKind = (typeof STACKS)[number];

/** A part of a description: what YAML says. */
export type Part = Record<string, unknown>;

/**
 * The testbed of `examples/openstack` in a folder of its own, with one place that has been moved to another cloud. Its states are
 * local files. What needs a Rancher is left out of its stacks.
 */
export class OpenStackProject {
  readonly directory = temporaryFolder();
  readonly outdir = join(this.directory, "cdktf.out");
  /** Name of the testbed. */
  readonly name: string;

  /**
   * @param place place of the example
   * @param environment who acts at the cloud
   * @param plugins folder with the provider of OpenStack
   * @param move changes the part of the place that describes OpenStack
   * @param others what else the place says. Default: what it does
   */
  constructor(
    readonly place: "nova" | "larger",
    private readonly environment: Readonly<Record<string, string>>,
    private readonly plugins: string,
    move: (openstack: Part) => Part,
    others: Part = {},
  ) {
    cpSync(EXAMPLE, this.directory, { recursive: true });
    this.name = String(this.read(this.placeFile).name);
    this.change((openstack) => ({ ...move(openstack), authUrl: environment.OS_AUTH_URL }), others);
  }

  /** Changes what the place says of OpenStack and of other things, and synthesizes anew. */
  change(edit: (openstack: Part) => Part, others: Part = {}): void {
    this.edit(this.placeFile, ({ openstack, ...place }) => ({
      ...place,
      ...others,
      state: { local: { acceptSecrets: true } },
      openstack: edit(openstack as Part),
    }));
  }

  /** Changes what a sandbox exposes, and synthesizes anew. */
  expose(sandbox: string, edit: (exposures: readonly Part[]) => readonly Part[]): void {
    this.edit(join("sandboxes", `${sandbox}.yaml`), (described) => ({
      ...described,
      expose: edit(described.expose as Part[]),
    }));
  }

  /** A stack as it is now, ready to be planned and applied. */
  stack(kind: OpenStackStackKind): TerraformStackRun {
    const folder = withoutRancher(join(this.outdir, "stacks", `${this.name}-${kind}`));
    if (!existsSync(join(folder, ".terraform"))) {
      const { status, output } = terraform(folder, ["init", "-input=false", `-plugin-dir=${this.plugins}`]);
      if (status !== 0) throw new Error(output);
    }
    return new TerraformStackRun(folder, { ...this.environment, ...PASSWORDS });
  }

  /** The file in which the state of a stack is kept. */
  stateFile(kind: OpenStackStackKind): string {
    return join(this.directory, "terraform-state", `${this.name}-${kind}.tfstate`);
  }

  /** What the files say, with all defaults. */
  description() {
    return loadDescription({ directory: this.directory, place: this.place });
  }

  synthesize(): void {
    const { directory } = this;
    synthesize((app) => new Testbed(app, { ...this.description(), directory }), this.outdir);
  }

  private get placeFile(): string {
    return join("places", `${this.place}.yaml`);
  }

  private read(file: string): Part {
    return parse(readFileSync(join(this.directory, file), "utf8"));
  }

  private edit(file: string, edit: (described: Part) => Part): void {
    writeFileSync(join(this.directory, file), stringify(edit(this.read(file))));
    this.synthesize();
  }
}
