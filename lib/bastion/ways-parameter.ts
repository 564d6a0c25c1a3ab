import { gzipSync } from "node:zlib";
import type { Way } from "../way";
import { haproxyConfiguration } from "./haproxy-configuration";

/** The file by which the program on the bastion tells HAProxy which servers answer. */
export const SERVER_STATE = "/var/lib/testbed-bastion/servers";

/** The socket by which the program on the bastion asks HAProxy. */
export const SOCKET = "/var/lib/haproxy/testbed.sock";

/**
 * Most characters of the configuration, gzipped and in base64: the 8192 of a parameter ("AWS Systems Manager endpoints and
 * quotas", advanced tier), less what another gzip may need.
 */
const LONGEST = 8000;

/** What HAProxy on the bastion is to do, before it is compressed. */
export function waysText(ways: readonly Way[]): string {
  return haproxyConfiguration(ways, {}, { socket: SOCKET, serverState: SERVER_STATE });
}

/** What is wrong with a text that the parameter cannot hold, and what to do. */
export function sizeProblem(ways: readonly Way[], text: string): { what: string; mend: string } | undefined {
  const length = gzipSync(text).toString("base64").length;
  if (length <= LONGEST) return undefined;
  return {
    what: `The ${ways.length} ways in by node port and their sources make a parameter of ${length} characters, more than the ${LONGEST} that it holds`,
    mend: "Name fewer or wider networks under sources, expose hosts instead, or make a second place.",
  };
}

/**
 * What HAProxy on the bastion is to do, as the parameter holds it before it is compressed.
 *
 * @throws Error when the parameter cannot hold it
 */
export function waysParameter(ways: readonly Way[]): string {
  const text = waysText(ways);
  const problem = sizeProblem(ways, text);
  if (problem) throw new Error(`${problem.what}. ${problem.mend}`);
  return text;
}
