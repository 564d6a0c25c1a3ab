import { describe, expect, it } from "vitest";
import { exposureSchema } from "../../../../lib/config/sandbox/exposure";

const LABEL = "a".repeat(63);
const accepts = (host: string) => exposureSchema.safeParse({ component: "ui", host }).success;

describe("the host of an exposure", () => {
  it.each(["a", "pilot2", "7", "a--b", LABEL, "risk.bank.example", `${LABEL}.${LABEL}.${LABEL}.${"a".repeat(61)}`])(
    "may be %s",
    (host) => {
      expect(accepts(host)).toBe(true);
    },
  );

  it.each([
    "",
    "A",
    "a_b",
    "-a",
    "a-",
    "a.",
    ".a",
    "a..b",
    "a b",
    "*",
    "*.a",
    "https://a",
    "a:80",
    "a/b",
    "${a}",
    "a\n",
    `${LABEL}a`,
    `a.${LABEL}a`,
    `${LABEL}.${LABEL}.${LABEL}.${"a".repeat(62)}`,
  ])("is not %j", (host) => {
    expect(accepts(host)).toBe(false);
  });

  it.each([
    ["Risk_UI", '"risk-ui"'],
    ["https://Risk.example.org/index.html", '"risk"'],
    ["risk:8443", '"risk"'],
    ["*", '"pilot2"'],
    [`${LABEL}a`, "at most 63 characters"],
  ])("written as %s is told what to write", (host, mend) => {
    const result = exposureSchema.safeParse({ component: "ui", host });
    expect(result.error?.issues[0]?.message).toContain(mend);
  });
});
