import { parseCidr } from "../config/cidr";
import type { Way } from "../way";

/**
 * Makes sure that a way can stand in a configuration: code may make ways that no description could.
 *
 * @param own ports of HAProxy's own
 * @throws Error when a port is none, or HAProxy's own, or a source is no IPv4 network
 */
export function assertWay({ port, nodePort = port, from, owner, target }: Way, own: readonly number[]): void {
  const way = `The way to ${target} of ${owner}`;
  const wrong = [port, nodePort].find((number) => !Number.isInteger(number) || number < 1 || number > 65_535);
  if (wrong !== undefined) throw new Error(`${way} has the port ${wrong}. Write a number from 1 to 65535.`);
  if (own.includes(port)) {
    throw new Error(`${way} has the port ${port}, which is HAProxy's own, for statistics or metrics. Give it another.`);
  }
  const strange = from === "anywhere" ? undefined : from.find((network) => !parseCidr(network));
  if (strange !== undefined) {
    throw new Error(
      `${way} is open to ${JSON.stringify(strange)}, which is no IPv4 network. Write it as in "192.0.2.0/24".`,
    );
  }
}
