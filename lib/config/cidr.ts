import { IPv4 } from "ipaddr.js";

/** An IPv4 network: its first and last address as numbers, and the length of its prefix. */
export interface Cidr {
  readonly text: string;
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

/**
 * Reads an IPv4 network such as `192.168.0.0/16`.
 *
 * @returns undefined when the text is none, or when bits behind the prefix are set (`192.168.0.1/16`)
 */
export function parseCidr(text: string): Cidr | undefined {
  if (!/^\d+(\.\d+){3}\/\d+$/.test(text) || !IPv4.isValidCIDRFourPartDecimal(text)) return undefined;
  const [address, prefix] = IPv4.parseCIDR(text);
  const first = toNumber(IPv4.networkAddressFromCIDR(text));
  if (toNumber(address) !== first) return undefined;
  return { text, first, last: toNumber(IPv4.broadcastAddressFromCIDR(text)), prefix };
}

/** The network that an address with bits behind its prefix probably meant, or undefined where the text is no address. */
export function networkOf(text: string): string | undefined {
  if (!/^\d+(\.\d+){3}\/\d+$/.test(text) || !IPv4.isValidCIDRFourPartDecimal(text)) return undefined;
  return `${IPv4.networkAddressFromCIDR(text)}/${IPv4.parseCIDR(text)[1]}`;
}

/** Whether two networks share an address. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Whether `outer` holds the whole of `inner`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Cuts a network into `2 ** bits` equal parts, lowest addresses first. */
export function cut(cidr: Cidr, bits: number): string[] {
  const size = 2 ** (32 - cidr.prefix - bits);
  return Array.from({ length: 2 ** bits }, (_, part) => `${toText(cidr.first + part * size)}/${cidr.prefix + bits}`);
}

/** The kind of special range that an address of the network belongs to: `private`, `loopback`, ..., or `unicast` for none. */
export function rangeOf(cidr: Cidr): string {
  return IPv4.parse(toText(cidr.first)).range();
}

/** Whether hosts may have addresses of a network: it is no loopback, multicast or the like. */
export function isForHosts(cidr: Cidr): boolean {
  return ["private", "carrierGradeNat", "unicast", "reserved"].includes(rangeOf(cidr));
}

/** Whether no request from the internet comes from a network: its addresses are private, or a carrier's. */
export function isPrivate(text: string): boolean {
  const cidr = parseCidr(text);
  return cidr !== undefined && ["private", "carrierGradeNat"].includes(rangeOf(cidr));
}

function toNumber(address: IPv4): number {
  return address.toByteArray().reduce((number, byte) => number * 256 + byte, 0);
}

function toText(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
