import { describe, expect, it } from "vitest";
import { hostName } from "../../../../lib/config/sandbox/host-name";

describe("the name of an exposed host", () => {
  it("is its label below the domain of the place", () => {
    expect(hostName("pilot2", "testbed.example.org")).toBe("pilot2.testbed.example.org");
  });

  it("is the full name as it stands, with a domain or without", () => {
    expect(hostName("risk.bank.example", "testbed.example.org")).toBe("risk.bank.example");
    expect(hostName("risk.bank.example", undefined)).toBe("risk.bank.example");
  });
});
