import type { ComponentDescription } from "./component";

/** The name of the port that whoever depends on a component waits for: the one they name, or its first TCP port. */
export function waitPortOf({ ports }: ComponentDescription, named: string | undefined): string | undefined {
  return named ?? Object.keys(ports).find((name) => ports[name]?.protocol === "TCP");
}
