import type { Values } from "../policy/expressions";
import type { StackJson } from "../synth";

/** Networks of pods, services and machines in the tests. */
const NETWORK_CIDRS = ["192.168.0.0/16"];

const OUTPUTS = "data.terraform_remote_state.network.outputs";
const CLOSED = /concat\((\[[^\]]*\]), data\.terraform_remote_state\.network\.outputs\.network_cidrs\)/g;

/** What Terraform would know of a frame when it applies it: the address of the entry, and the networks that stay closed. */
export function valuesOf(frame: StackJson, entryAddress: string): Values {
  const closed = [...JSON.stringify(frame).replaceAll('\\"', '"').matchAll(CLOSED)];
  const texts = Object.values(frame.resource?.helm_release ?? {}).flatMap(({ values }) => values as string[]);
  const encoded = texts.flatMap((text) => /^\$\{(jsonencode\(.*\))\}$/s.exec(text)?.[1] ?? []);
  return {
    [`${OUTPUTS}.entry_private_address`]: entryAddress,
    ...Object.fromEntries(closed.map(([text, first]) => [text, listWith(first)])),
    ...Object.fromEntries(encoded.map((text) => [text, jsonOf(text)])),
  };
}

/** Terraform's own spelling of an object, as JSON; its texts hold no quotes. */
function jsonOf(text: string): string {
  const object = text.slice("jsonencode(".length, -1);
  return object.replaceAll('" = ', '": ').replaceAll(CLOSED, (_, first) => JSON.stringify(listWith(first)));
}

function listWith(first = "[]"): string[] {
  return [...JSON.parse(first), ...NETWORK_CIDRS];
}
