import { Fn, TerraformOutput, Token } from "cdktf";
import type { TestbedStack } from "./testbed-stack";

/**
 * Hands a secret to another stack of the same target, where a provider keeps it in the states of both anyway: such places keep their
 * states encrypted, or say that they need not (rule 8 of the house plan). It is no part of a contract.
 */
export function publishSecret(stack: TestbedStack, name: string, value: unknown, description: string): void {
  new TerraformOutput(stack, name, { value, description, sensitive: true, staticId: true });
}

/** Reads a secret that another stack hands on. Terraform forgets on the way that it is one, and is told anew. */
export function readSecret(stack: TestbedStack, from: TestbedStack, name: string): string {
  stack.addDependency(from);
  const state = stack.state.read(stack, `${name}-of`, from.node.id);
  return Token.asString(Fn.sensitive(state.getString(name)));
}
