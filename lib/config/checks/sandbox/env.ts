import { suggest } from "../../../suggest";
import type { Finding } from "../../explain";
import type { PathStep } from "../../problem";
import type { ComponentDescription } from "../../sandbox/component";
import type { SandboxDescription } from "../../sandbox/sandbox";
import { finding } from "./sandbox-check";

type Env = ComponentDescription["env"];

/** Each variable has one value: its own, or that of a key of a secret that is there. */
export function checkEnv(env: Env, path: PathStep[], { secrets }: SandboxDescription): Finding[] {
  return Object.entries(env).flatMap(([variable, { value, secret, key }]) => {
    const at = [...path, variable];
    if (secret === undefined) {
      const rest = { target: "key", restsOn: [[...at, "secret"]] } as const;
      if (key !== undefined) return [finding([...at, "key"], "is a key of no secret", "Add secret: <name>.", rest)];
      return value === undefined ? [finding(at, "has neither a value nor a secret", "Add one of them.")] : [];
    }
    if (value !== undefined)
      return [finding([...at, "value"], "stands beside secret", "Keep one of them.", { target: "key" })];
    return checkSecret(secret, key, at, secrets);
  });
}

function checkSecret(
  secret: string,
  key: string | undefined,
  path: PathStep[],
  secrets: SandboxDescription["secrets"],
): Finding[] {
  const keys = Object.hasOwn(secrets, secret) ? secrets[secret] : undefined;
  if (!keys) {
    const names = Object.keys(secrets);
    const list = names.length > 0 ? "Or list" : "List";
    const mend = `${suggest(secret, names, "secrets")} ${list} it with its keys: secrets: {${secret}: [${key ?? "<key>"}]}.`;
    return [finding([...path, "secret"], `there is no secret "${secret}"`, mend, { restsOn: [["secrets", secret]] })];
  }
  if (key === undefined) return [finding([...path, "key"], "is missing", `Name one of its keys: ${keys.join(", ")}.`)];
  if (keys.includes(key)) return [];
  const what = `the secret ${secret} has no key "${key}"`;
  return [finding([...path, "key"], what, suggest(key, keys, "keys"), { restsOn: [["secrets", secret]] })];
}
