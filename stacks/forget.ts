import type { TerraformStack } from "cdktf";

/**
 * Leaves resources of earlier deploys where they are, outside of Terraform, instead of destroying them: what holds data goes
 * by hand alone. Terraform's `prevent_destroy` is no help there, as it stands in the description that is gone.
 *
 * @param addresses resources that the stack does not describe now; those that never were do no harm
 */
export function forget(stack: TerraformStack, addresses: readonly string[]): void {
  stack.addOverride(
    "removed",
    addresses.map((from) => ({ from, lifecycle: { destroy: false } })),
  );
}
