import type { Field } from "./field";
import { portNamed } from "./peer";
import type { PortTest } from "./policy";

/** Whether a number is one of a port. */
export function isPort(number: number): boolean {
  return number >= 1 && number <= 65_535;
}

/** Reads the number of a port. */
export function readPortNumber(field: Field): number {
  const number = field.number();
  return isPort(number) ? number : field.fail(`${number} is no port`);
}

/** Reads the name of a port: at most 15 small letters, digits and hyphens, and at least one letter. */
export function readPortName(field: Field): string {
  const name = field.text();
  return /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(name)
    ? name
    : field.fail(`"${name}" is no name of a port`);
}

/** All ports from one number to another, which is the same where none is given. */
export function portRange(first: number, end: Field): PortTest {
  const last = end.absent ? first : readPortNumber(end);
  if (last < first) end.fail(`must not be less than ${first}`);
  return ({ number }) => first <= number && number <= last;
}

/** The port that the pod asked calls by a name: another pod may have it elsewhere, and a host outside has none. */
export function portCalled(name: string): PortTest {
  return ({ number, protocol, pod }) => pod !== undefined && portNamed(pod, name, protocol) === number;
}
