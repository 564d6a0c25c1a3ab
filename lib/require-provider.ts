import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { PROVIDER_VERSIONS } from "./versions";

/** A Terraform provider that we use. */
export type ProviderName = keyof typeof PROVIDER_VERSIONS;

/** Narrower versions than the tested ranges, for those who pin them. */
export type ProviderPins = Readonly<Partial<Record<ProviderName, string | undefined>>>;

/**
 * Replaces the exact version that a prebuilt binding asks for by our range, or by a narrower one. Call it once for each
 * provider construct of a stack.
 */
export function requireProvider(scope: Construct, name: ProviderName, pins: ProviderPins = {}): void {
  TerraformStack.of(scope).addOverride(
    `terraform.required_providers.${name}.version`,
    pins[name] ?? PROVIDER_VERSIONS[name],
  );
}
