import type { DatasetDescription } from "./dataset";

/** One volume claim of a dataset. */
export interface Claim {
  readonly name: string;
  readonly size: string;
  readonly shared: boolean;
}

/**
 * The claims of a dataset: one of its own name, or one for each replica of a component. Those are named as a StatefulSet
 * names the claims of its templates, so that it takes them over instead of making its own.
 */
export function claimsOf(name: string, { size, shared, perReplica }: DatasetDescription): Claim[] {
  if (!perReplica) return [{ name, size, shared }];
  return Array.from({ length: perReplica.replicas }, (_, ordinal) => ({
    name: `${name}-${perReplica.component}-${ordinal}`,
    size,
    shared,
  }));
}

/** The claims of all datasets of a sandbox. */
export function allClaims(datasets: Readonly<Record<string, DatasetDescription>>): Claim[] {
  return Object.entries(datasets).flatMap(([name, dataset]) => claimsOf(name, dataset));
}
