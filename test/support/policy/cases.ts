import { expect, it } from "vitest";
import { type Asked, answer } from "./fixtures";
import type { Cni } from "./model";

/** What is given, the policies and services in the cluster, and what is asked. */
export type Case = readonly [given: string, objects: readonly unknown[], ...asked: Asked];

/** One test for each case: the answer is yes. */
export function allows(cni: Cni, cases: readonly Case[]): void {
  it.each(cases.map(named))("given %s, when asked, then it is allowed", (_given, objects, asked) => {
    expect(answer(cni, objects, ...asked)).toMatchObject({ allowed: true });
  });
}

/** One test for each case: the answer is no. */
export function refuses(cni: Cni, cases: readonly Case[]): void {
  it.each(cases.map(named))("given %s, when asked, then it is refused", (_given, objects, asked) => {
    expect(answer(cni, objects, ...asked)).toMatchObject({ allowed: false });
  });
}

function named([given, objects, ...asked]: Case): [string, readonly unknown[], Asked] {
  return [given, objects, asked];
}
