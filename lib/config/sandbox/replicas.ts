import type { ComponentDescription } from "./component";

/** The most pods that a component has at a time when nothing is being changed. */
export function replicasOf({ kind, replicas, scale }: ComponentDescription): number {
  if (kind === "job" || kind === "schedule") return 1;
  return scale?.max ?? replicas ?? 1;
}
