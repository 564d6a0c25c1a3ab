import type { SandboxDescription } from "../sandbox/sandbox";

/** The pilots of a place, each with the names of its sandboxes. */
export function pilotsOf(sandboxes: Readonly<Record<string, SandboxDescription>>): ReadonlyMap<string, string[]> {
  const pilots = new Map<string, string[]>();
  for (const [name, { pilot = name }] of Object.entries(sandboxes)) {
    pilots.set(pilot, [...(pilots.get(pilot) ?? []), name]);
  }
  return pilots;
}
