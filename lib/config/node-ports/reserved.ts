import type { PortRange } from "../../port-ranges";

/** Reads a range of node ports, such as `31000-31099`. */
export function rangeOf(text: string): PortRange {
  const [first = 0, last = first] = text.split("-").map(Number);
  return { first, last };
}

/** The sandbox that a port is reserved for. */
export function ownerOf(port: number, reserved: Readonly<Record<string, string>>): string | undefined {
  const found = Object.entries(reserved).find(([, text]) => {
    const { first, last } = rangeOf(text);
    return first <= port && port <= last;
  });
  return found?.[0];
}
