import { IPv4, IPv6 } from "ipaddr.js";
import type { Field } from "./field";

/** Whether an address is in a range. */
export type AddressTest = (address: string) => boolean;

interface Range {
  readonly network: IPv4 | IPv6;
  readonly prefix: number;
}

/** Whether the text is an IPv4 or IPv6 address. */
export function isAddress(text: string): boolean {
  return parse(text) !== undefined;
}

/** An address in the one spelling in which addresses are compared. */
export function canonical(text: string): string {
  const address = parse(text);
  if (address === undefined) throw new Error(`${text} is no address`);
  return address.toString();
}

/**
 * A range with holes: an `ipBlock` of Kubernetes, or a member of Cilium's CIDR sets.
 * Each hole must lie inside, as the servers ask, and be smaller than the range, as Kubernetes asks (a range less itself is nothing).
 */
export function readAddressBlock(field: Field): AddressTest {
  const { cidr, except } = field.fields("cidr", "except");
  const range = readRange(cidr);
  const holes = (except.list() ?? []).map((hole) => {
    const inner = readRange(hole);
    if (inner.prefix <= range.prefix || !holds(range, inner.network)) {
      hole.fail(`${hole.value} is not inside ${cidr.value} and smaller`);
    }
    return inner;
  });
  return testOf(range, holes);
}

/** A range such as Cilium's `toCIDR` holds: also a bare address is one. */
export function readAddressRange(field: Field): AddressTest {
  const address = parse(field.text());
  return testOf(address === undefined ? readRange(field) : { network: address, prefix: bitsOf(address) }, []);
}

function testOf(range: Range, holes: readonly Range[]): AddressTest {
  return (text) => {
    const address = parse(text);
    return address !== undefined && holds(range, address) && !holes.some((hole) => holds(hole, address));
  };
}

function readRange(field: Field): Range {
  const text = field.text();
  const [, start = "", length = ""] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  const network = parse(start);
  const prefix = Number(length);
  if (network === undefined || prefix > bitsOf(network)) field.fail(`"${text}" is no range of addresses`);
  const first = (network instanceof IPv4 ? IPv4 : IPv6).networkAddressFromCIDR(text);
  if (first.toString() !== network.toString())
    field.fail(`${text} has bits behind its prefix; write ${first}/${prefix}`);
  return { network, prefix };
}

function holds({ network, prefix }: Range, address: IPv4 | IPv6): boolean {
  if (network instanceof IPv4) return address instanceof IPv4 && address.match(network, prefix);
  return address instanceof IPv6 && address.match(network, prefix);
}

function bitsOf(address: IPv4 | IPv6): number {
  return address instanceof IPv4 ? 32 : 128;
}

function parse(text: string): IPv4 | IPv6 | undefined {
  if (IPv4.isValidFourPartDecimal(text)) return IPv4.parse(text);
  return text.includes(":") && IPv6.isValid(text) ? IPv6.parse(text) : undefined;
}
