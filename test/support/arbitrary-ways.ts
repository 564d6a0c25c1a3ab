import fc from "fast-check";
import type { Way } from "../../lib/way";

const ODD_NAMES = [
  "",
  " ",
  "a b",
  "a/b",
  "a_b",
  "Zürich-日本-🚀",
  "${x}",
  "%[src]",
  "{worker}",
  "two\nlines",
  "two\r\nlines",
  "tab\tin it",
  "# comment",
  "\"quoted\" \\ 'twice'",
  "\u0000",
  "x".repeat(3000),
];

const names = fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), fc.constantFrom(...ODD_NAMES));

/** Any IPv4 address. */
export const addresses = fc.nat(0xffffffff).map(dotted);

const networks = fc.tuple(fc.nat(0xffffffff), fc.integer({ min: 1, max: 32 })).map(([address, prefix]) => {
  const size = 2 ** (32 - prefix);
  return `${dotted(Math.floor(address / size) * size)}/${prefix}`;
});

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/** Ports of HAProxy's own statistics and metrics, which no way may have. */
const OWN_PORTS = [8404, 8405];

/** Any ways that may stand beside each other: odd names, up to 200 networks, no port twice. */
export const ways: fc.Arbitrary<Way[]> = fc.uniqueArray(
  fc.record(
    {
      port: fc.integer({ min: 1, max: 65_535 }).filter((port) => !OWN_PORTS.includes(port)),
      nodePort: fc.integer({ min: 1, max: 65_535 }),
      to: fc.constantFrom("worker" as const, "control-plane" as const),
      owner: names,
      target: names,
      from: fc.oneof(fc.constant("anywhere" as const), fc.array(networks, { maxLength: 200, size: "max" })),
    },
    { requiredKeys: ["port", "owner", "target", "from"] },
  ),
  { selector: ({ port }) => port, maxLength: 10 },
);
