import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { terraform } from "../../support/terraform";

const changeSchema = z.object({
  address: z.string(),
  type: z.string(),
  change: z.object({ actions: z.array(z.string()), after: z.record(z.string(), z.unknown()).nullable() }),
});
const planSchema = z.object({ resource_changes: z.array(changeSchema).default([]) });
const outputsSchema = z.record(z.string(), z.object({ value: z.unknown() }));
const stateSchema = z.object({
  values: z.object({
    root_module: z.object({
      resources: z.array(
        z.object({
          mode: z.string(),
          type: z.string(),
          address: z.string(),
          values: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
  }),
});

/** What a plan will do to one resource. */
export interface Change {
  readonly address: string;
  readonly type: string;
  /** `create`, `update`, `delete`, or two of them. */
  readonly action: string;
  readonly after: Readonly<Record<string, unknown>>;
}

/** A synthesized stack, and the real Terraform in its folder. */
export class TerraformStackRun {
  constructor(
    readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {
    if (!existsSync(join(folder, ".terraform"))) this.succeed("init", "-input=false");
  }

  apply(...options: string[]): void {
    this.succeed("apply", "-auto-approve", "-input=false", ...options);
  }

  destroy(): void {
    this.succeed("destroy", "-auto-approve", "-input=false");
  }

  /** What a plan would change. */
  plan(...options: string[]): Change[] {
    this.succeed("plan", "-input=false", "-out=test.tfplan", ...options);
    const { resource_changes } = planSchema.parse(JSON.parse(this.succeed("show", "-json", "test.tfplan")));
    return resource_changes
      .map(({ address, type, change }) => ({
        address,
        type,
        action: change.actions.join(" "),
        after: change.after ?? {},
      }))
      .filter(({ action }) => action !== "no-op" && action !== "read");
  }

  /** Whether a plan finds no difference at all, not even in an output. */
  isUpToDate(): boolean {
    const { status, output } = this.run("plan", "-input=false", "-detailed-exitcode");
    if (status !== 0 && status !== 2) throw new Error(output);
    return status === 0;
  }

  /** What Terraform says to a plan that it must refuse, on one line. */
  refusal(...options: string[]): string {
    const { status, output } = this.run("plan", "-input=false", "-no-color", ...options);
    if (status !== 1) throw new Error(`The plan was not refused:\n${output}`);
    return output.replaceAll(/[\s│]+/g, " ");
  }

  /** The outputs in the stack's state. */
  outputs(): Record<string, unknown> {
    const outputs = outputsSchema.parse(JSON.parse(this.succeed("output", "-json")));
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** The attributes of each resource in the stack's state, by address. */
  resources(): Record<string, Record<string, unknown>> {
    const { values } = stateSchema.parse(JSON.parse(this.succeed("show", "-json")));
    const managed = values.root_module.resources.filter(({ mode }) => mode === "managed");
    return Object.fromEntries(managed.map((resource) => [resource.address, resource.values]));
  }

  private succeed(...args: string[]): string {
    const { status, output } = this.run(...args);
    if (status !== 0) throw new Error(`terraform ${args.join(" ")} ended with ${status}:\n${output}`);
    return output;
  }

  private run(...args: string[]) {
    return terraform(this.folder, args, { ...this.environment, TF_CLI_ARGS: undefined });
  }
}
