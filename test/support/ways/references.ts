import type { StackJson } from "../synth";

/** The stacks of a testbed by id. */
export type Stacks = Readonly<Record<string, StackJson>>;

const REMOTE = /^\$\{data\.terraform_remote_state\.([\w-]+)\.outputs\.(\w+)(?:\.([\w-]+))?\}$/;

/**
 * What a value of a stack stands for in the end, however many stacks hand it on: `<stack>: <expression>` where a resource knows
 * it, else the value itself.
 */
export function originOf(stacks: Stacks, stack: string, value: unknown): string {
  if (typeof value !== "string") throw new Error(`${stack}: ${JSON.stringify(value)} is no text`);
  const [whole, state, output, key] = REMOTE.exec(value) ?? [];
  if (whole === undefined) return value.includes("${") ? `${stack}: ${value.slice(2, -1)}` : value;
  const from = publisher(stacks, stack, state ?? "");
  const published = stacks[from]?.output?.[output ?? ""]?.value;
  return originOf(stacks, from, key === undefined ? published : (published as Record<string, unknown>)?.[key]);
}

function publisher(stacks: Stacks, stack: string, state: string): string {
  const { config } = { ...(stacks[stack]?.data?.terraform_remote_state?.[state] as { config?: { path?: string } }) };
  const id = /([^/]+)\.tfstate$/.exec(config?.path ?? "")?.[1];
  if (id === undefined || !(id in stacks)) throw new Error(`${stack}: the state ${state} is of no stack`);
  return id;
}
