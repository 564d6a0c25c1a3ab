import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytes, bytesOf, cpu, formatBytes, formatCpu, millicores } from "../../../../lib/config/sandbox/quantity";

describe("an amount of CPU", () => {
  it.each([
    ["500m", 500],
    ["2", 2000],
    ["0.5", 500],
    ["1.25", 1250],
    ["0.001", 1],
    ["0", 0],
  ])("%s is %i millicores", (amount, expected) => {
    expect(cpu().safeParse(amount).success).toBe(true);
    expect(millicores(amount)).toBe(expected);
  });

  it.each(["", "m", "0m", "-1", "1.5m", ".5", "1.2345", "1000", "1e3", "2 cores", "1k"])(
    "is not read from %j",
    (text) => {
      expect(cpu().safeParse(text).success).toBe(false);
    },
  );

  it("is written so that it is read as the same amount", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_000 }), (amount) => {
        const text = formatCpu(amount);
        expect(cpu().safeParse(text).success).toBe(true);
        expect(millicores(text)).toBe(amount);
      }),
    );
  });

  it.each([
    [2000, "2"],
    [1500, "1500m"],
    [0, "0"],
  ])("of %i millicores is written %s", (amount, text) => {
    expect(formatCpu(amount)).toBe(text);
  });
});

describe("an amount of memory or disk", () => {
  it.each([
    ["1Ki", 1024],
    ["512Mi", 536_870_912],
    ["4Gi", 4_294_967_296],
    ["1Ti", 1_099_511_627_776],
  ])("%s is %i bytes", (amount, expected) => {
    expect(bytes().safeParse(amount).success).toBe(true);
    expect(bytesOf(amount)).toBe(expected);
  });

  it.each(["", "Gi", "0Gi", "4", "4G", "4GB", "1.5Gi", "-1Gi", "4gi", "1Pi", "1234567Ki"])(
    "is not read from %j",
    (text) => {
      expect(bytes().safeParse(text).success).toBe(false);
    },
  );

  it.each([
    ["1536Mi", 1536 * 2 ** 20],
    ["2Gi", 2048 * 2 ** 20],
    ["1025Ki", 1025 * 2 ** 10],
    ["1000", 1000],
    ["0", 0],
  ])("is written %s: in the largest unit without a remainder", (text, amount) => {
    expect(formatBytes(amount)).toBe(text);
  });

  it("is written so that it is read as the same amount", () => {
    const amounts = fc.tuple(fc.integer({ min: 1, max: 999_999 }), fc.constantFrom("Ki", "Mi", "Gi", "Ti"));
    fc.assert(
      fc.property(amounts, ([number, unit]) => {
        const amount = bytesOf(`${number}${unit}`);
        expect(bytesOf(formatBytes(amount))).toBe(amount);
      }),
    );
  });
});
