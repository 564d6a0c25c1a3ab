import { cut, parseCidr } from "./cidr";

/** The subnets of one availability zone. */
export interface ZoneCidrs {
  /** IPv4 network of the public subnet. */
  readonly public: string;
  /** IPv4 network of the private subnet. */
  readonly private: string;
}

/**
 * Cuts a VPC's network in four for the zones a and b, public subnets first (INF-5).
 *
 * @throws Error when the text is no IPv4 network
 */
export function defaultZones(cidr: string): Record<string, ZoneCidrs> {
  const network = parseCidr(cidr);
  if (!network) throw new Error(`${JSON.stringify(cidr)} is not an IPv4 network. Write it as in "192.168.0.0/16".`);
  const [publicA = "", publicB = "", privateA = "", privateB = ""] = cut(network, 2);
  return { a: { public: publicA, private: privateA }, b: { public: publicB, private: privateB } };
}
