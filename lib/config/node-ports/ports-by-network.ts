import type { Way } from "../../way";
import { EVERYWHERE } from "../place";

/** The ports of the bastion that each network may come in by; all addresses are a network too. */
export function portsByNetwork(ways: readonly Way[]): Map<string, number[]> {
  const ports = new Map<string, number[]>();
  for (const { port, from } of ways) {
    for (const network of from === "anywhere" ? [EVERYWHERE] : from) {
      ports.set(network, [...(ports.get(network) ?? []), port]);
    }
  }
  return ports;
}
