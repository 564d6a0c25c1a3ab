import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROGRAMS } from "./support/programs";
import { checkStack } from "./support/provider-schema/check-stack";
import { loadSchemas } from "./support/provider-schema/load";
import type { StackJson } from "./support/synth";
import { hasProvider, TERRAFORM, terraformInBackground } from "./support/terraform";

const schemas = loadSchemas();
if (!TERRAFORM) console.warn("SKIPPED terraform validate: this machine has neither terraform nor tofu");

describe.each(Object.keys(PROGRAMS))("the program %s", (program) => {
  const synthesized = () => {
    const result = PROGRAMS[program]?.();
    if (!result) throw new Error(`There is no program ${program}.`);
    return result;
  };

  it("keeps its resource addresses: a changed one is a breaking change", () => {
    const golden = join(__dirname, "golden", `${program}.txt`);
    const addresses = Object.entries(synthesized().stacks).flatMap(([stack, json]) => addressesOf(stack, json));
    const text = `${addresses.sort().join("\n")}\n`;
    if (process.env.UPDATE_GOLDEN) {
      mkdirSync(join(__dirname, "golden"), { recursive: true });
      writeFileSync(golden, text);
    }
    expect(text).toBe(existsSync(golden) ? readFileSync(golden, "utf8") : "");
  });

  it("has only what the recorded schemas of the providers know", () => {
    const problems = Object.entries(synthesized().stacks).flatMap(([stack, json]) =>
      checkStack(json, schemas).map(({ address, path, message }) => `${stack} ${address} ${path}: ${message}`),
    );
    expect(problems).toEqual([]);
  });

  it.skipIf(!TERRAFORM)("is valid for Terraform and the real providers", { timeout: 600_000 }, async () => {
    const { outdir, manifest, stacks } = synthesized();
    const waiting = [...manifest];
    const validateNext = async (): Promise<void> => {
      const next = waiting.pop();
      if (!next) return;
      const missing = providersOf(stacks[next.name]).filter((source) => !hasProvider(source));
      if (missing.length > 0) {
        console.warn(`SKIPPED terraform validate of ${next.name}: this machine lacks ${missing.join(", ")}`);
      } else {
        await validate(join(outdir, next.workingDirectory));
      }
      await validateNext();
    };
    await Promise.all(Array.from({ length: availableParallelism() }, validateNext));
  });
});

async function validate(folder: string): Promise<void> {
  for (const command of [["init", "-backend=false", "-input=false"], ["validate"]]) {
    const { status, output } = await terraformInBackground(folder, [...command, "-no-color"]);
    expect(status, output).toBe(0);
  }
}

function addressesOf(stack: string, json: StackJson): string[] {
  const addresses = (prefix: string, blocks: Record<string, Record<string, unknown>> = {}) =>
    Object.entries(blocks).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${stack} ${prefix}${type}.${name}`),
    );
  return [...addresses("", json.resource), ...addresses("data.", json.data)];
}

function providersOf(json: StackJson | undefined): string[] {
  // cdktf shortens hashicorp/aws to aws.
  return Object.values(json?.terraform.required_providers ?? {}).map(({ source }) =>
    String(source).includes("/") ? String(source) : `hashicorp/${source}`,
  );
}
