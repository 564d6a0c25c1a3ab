import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { checkStack } from "../../support/provider-schema/check-stack";
import { loadSchemas } from "../../support/provider-schema/load";
import { formatProblem } from "../../support/provider-schema/problem";
import { hasProvider, TERRAFORM, terraform } from "../../support/terraform";
import { addEverything } from "./support/everything";
import { newFolder, newStack } from "./support/new-stack";
import { PROVIDER_CLASSES } from "./support/provider-class";

const SOURCES = ["terraform-provider-openstack/openstack", "rancher/rancher2"];
const missing = SOURCES.filter((source) => !hasProvider(source));
if (!TERRAFORM) console.warn("SKIPPED terraform validate of lib/providers: no terraform or tofu");
if (missing.length > 0) console.warn(`SKIPPED terraform validate of lib/providers: no ${missing.join(", ")}`);

describe("a stack with every class", () => {
  const stack = newStack();
  addEverything(stack);
  const text = Testing.synth(stack, true);

  it("has every class", () => {
    const { resource, data, provider } = JSON.parse(text);
    const used = Object.entries({ resource, data, provider }).flatMap(([section, types]) =>
      Object.keys(types).map((type) => `${section} ${type}`),
    );
    expect(used.sort()).toEqual(PROVIDER_CLASSES.map(({ section, type }) => `${section} ${type}`).sort());
  });

  it("has only what the recorded schemas know", () => {
    expect(checkStack(JSON.parse(text), loadSchemas()).map(formatProblem)).toEqual([]);
  });

  it.skipIf(!TERRAFORM || missing.length > 0)(
    "is valid for Terraform and the real providers",
    { timeout: 120_000 },
    () => {
      const folder = newFolder();
      writeFileSync(join(folder, "cdk.tf.json"), text);
      for (const command of [["init", "-backend=false", "-input=false"], ["validate"]]) {
        const { status, output } = terraform(folder, [...command, "-no-color"]);
        expect(status, output).toBe(0);
      }
    },
  );
});
