import { describe, expect, it } from "vitest";
import { elementId } from "../../lib/element-id";

describe("elementId", () => {
  it("leaves a text as it is that an address can hold", () => {
    expect(elementId("cost-centre_1")).toBe("cost-centre_1");
  });

  it("keeps texts apart that differ in signs which an address lacks", () => {
    const ids = ["cost centre", "cost.centre", "cost-centre"].map(elementId);
    expect(new Set(ids).size).toBe(3);
    expect(ids[0]).toMatch(/^cost-centre-[0-9a-f]{8}$/);
  });
});
