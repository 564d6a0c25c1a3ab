import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains, cut, networkOf, overlaps, parseCidr, rangeOf } from "../../../lib/config/cidr";

const network = (text: string) => {
  const cidr = parseCidr(text);
  if (!cidr) throw new Error(`${text} is no network`);
  return cidr;
};

describe("an IPv4 network", () => {
  it.each([
    "192.168.0.0",
    "192.168.0.0/33",
    "192.168.0.256/16",
    "192.168.0/16",
    "0x10.0.0.0/8",
    "::/0",
    " 10.0.0.0/8",
    "",
  ])("is not read from %j", (text) => {
    expect(parseCidr(text)).toBeUndefined();
    expect(networkOf(text)).toBeUndefined();
  });

  it("is not read where bits behind the prefix are set, but is known", () => {
    expect(parseCidr("192.168.7.1/16")).toBeUndefined();
    expect(networkOf("192.168.7.1/16")).toBe("192.168.0.0/16");
  });

  it("is cut into parts that fill it, share nothing and stand in order", () => {
    fc.assert(
      fc.property(fc.nat(0xffff), fc.integer({ min: 0, max: 4 }), (high, bits) => {
        const whole = network(`${high >> 8}.${high & 255}.0.0/16`);
        const parts = cut(whole, bits).map(network);
        expect(parts[0]?.first).toBe(whole.first);
        expect(parts.at(-1)?.last).toBe(whole.last);
        for (const [index, part] of parts.entries()) {
          expect(contains(whole, part)).toBe(true);
          if (index > 0) expect(part.first).toBe((parts[index - 1]?.last ?? 0) + 1);
        }
      }),
    );
  });

  it("overlaps another one exactly when one holds the other", () => {
    const networks = fc.tuple(fc.nat(0xffffffff), fc.integer({ min: 1, max: 32 })).map(([address, prefix]) => {
      const first = Math.floor(address / 2 ** (32 - prefix)) * 2 ** (32 - prefix);
      return network(`${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${prefix}`);
    });
    fc.assert(
      fc.property(networks, networks, (a, b) => {
        expect(overlaps(a, b)).toBe(contains(a, b) || contains(b, a));
      }),
    );
  });

  it("knows whether it is private", () => {
    expect(rangeOf(network("10.0.0.0/8"))).toBe("private");
    expect(rangeOf(network("91.10.0.0/16"))).toBe("unicast");
  });
});
