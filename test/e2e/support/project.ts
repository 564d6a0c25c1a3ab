import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { loadDescription } from "../../../lib/config/load";
import { Testbed } from "../../../stacks/testbed";
import { synthesize, temporaryFolder } from "../../support/synth";
import { REGION } from "./moto";
import { TerraformStackRun } from "./terraform-stack";

/** The stacks of a testbed, by the last part of their names. */
export type StackKind = "network" | "cluster" | "nodes" | "edge";

/** A folder with a description, synthesized and deployed as a user does it. */
export class Project {
  readonly directory = temporaryFolder();
  private readonly outdir = join(this.directory, "cdktf.out");

  /** @param admin ARN of the role that administers the clusters */
  constructor(private readonly admin = "arn:aws:iam::123456789012:role/platform-admin") {
    mkdirSync(join(this.directory, "places"));
    writeFileSync(join(this.directory, "testbed.yaml"), stringify({ place: "first" }));
  }

  /** Writes the file of a sandbox, for all places. */
  addSandbox(name: string, description: object): void {
    mkdirSync(join(this.directory, "sandboxes"), { recursive: true });
    writeFileSync(join(this.directory, "sandboxes", `${name}.yaml`), stringify(description));
  }

  /** Writes the file of a place with these parts of its description of AWS, and others, and synthesizes it anew. */
  synthesize(place: string, parts: object = {}, others: object = {}): void {
    const aws = { region: REGION, apiAccess: ["office"], admins: [this.admin], ...parts };
    const description = { name: place, sources: { office: ["198.51.100.0/24"] }, ...others, aws };
    writeFileSync(join(this.directory, "places", `${place}.yaml`), stringify(description));
    const { directory } = this;
    synthesize((app) => new Testbed(app, { ...loadDescription({ directory, place }), directory }), this.outdir);
  }

  /** Removes everything that was synthesized, and nothing else. */
  forget(): void {
    rmSync(this.outdir, { recursive: true });
  }

  /** A stack that was synthesized, ready to be planned and applied with this environment. */
  stack(place: string, kind: StackKind, environment: NodeJS.ProcessEnv): TerraformStackRun {
    return new TerraformStackRun(this.folder(place, kind), environment);
  }

  /** The folder that a stack is synthesized to. */
  folder(place: string, kind: StackKind): string {
    return join(this.outdir, "stacks", `${place}-${kind}`);
  }

  /** The file in which the state of a stack is kept. */
  stateFile(place: string, kind: StackKind): string {
    return join(this.directory, "terraform-state", `${place}-${kind}.tfstate`);
  }
}
