import { contains, parseCidr } from "../cidr";
import type { EgressDescription } from "./egress";

/** Where a file is loaded from. */
export interface LoadSource {
  readonly host: string;
  readonly port: number;
}

/** The host and the port of a URL. */
export function hostOf(url: string): LoadSource {
  const { hostname, port, protocol } = new URL(url);
  return { host: hostname, port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port) };
}

/** Whether a way out leads to a host. What a name resolves to is not known, so a network leads to its addresses alone. */
export function reaches({ host, network, internet, port, protocol }: EgressDescription, to: LoadSource): boolean {
  if (protocol !== "TCP" || (port !== undefined && port !== to.port)) return false;
  if (internet) return true;
  if (host !== undefined) return host.startsWith("*.") ? to.host.endsWith(host.slice(1)) : host === to.host;
  const outer = parseCidr(network ?? "");
  const inner = parseCidr(`${to.host}/32`);
  return outer !== undefined && inner !== undefined && contains(outer, inner);
}
