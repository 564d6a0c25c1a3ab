import type { Finding } from "../../explain";
import type { PathStep } from "../../problem";
import type { ComponentDescription } from "../../sandbox/component";
import type { SandboxDescription } from "../../sandbox/sandbox";
import type { Description } from "../check";

/** What a check of one sandbox knows beside it. */
export interface SandboxContext {
  /** Name of the sandbox: that of its namespace. */
  readonly name: string;
  /** The testbed around it; undefined where a partner checks a file of their own. */
  readonly around?: Description;
}

/** A check across the keys of one sandbox. */
export type SandboxCheck = (sandbox: SandboxDescription, context: SandboxContext) => Finding[];

/** A finding about a value. */
export function finding(path: Finding["path"], what: string, mend: string, rest: Partial<Finding> = {}): Finding {
  return { target: "value", path, what, mend, ...rest };
}

/** Asks a question of every component. */
export function eachComponent(
  { components }: SandboxDescription,
  check: (component: ComponentDescription, path: PathStep[], name: string) => Finding[],
): Finding[] {
  return Object.entries(components).flatMap(([name, component]) => check(component, ["components", name], name));
}

/** Finds the key that is one too many, or that none of them stands there. */
export function exactlyOne(
  value: Readonly<Record<string, unknown>>,
  path: readonly PathStep[],
  keys: readonly string[],
): Finding[] {
  const present = keys.filter((key) => value[key] !== undefined);
  const list = `${keys.slice(0, -1).join(", ")} or ${keys.at(-1)}`;
  if (present.length === 0) return [finding(path, `says none of ${list}`, "Add one of them.")];
  return present
    .slice(1)
    .map((key) => finding([...path, key], `stands beside ${present[0]}`, `Keep one of ${list}.`, { target: "key" }));
}
