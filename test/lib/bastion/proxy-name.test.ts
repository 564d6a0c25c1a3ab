import { describe, expect, it } from "vitest";
import { proxyName } from "../../../lib/bastion/proxy-name";

describe("the name of a way", () => {
  it("says whose it is, where it leads and on which port", () => {
    expect(proxyName({ owner: "pilot2", target: "kafka-0.broker", port: 30040 })).toBe("pilot2_kafka-0.broker_30040");
  });

  it.each([
    ["a b", "a-b"],
    ["a/b_c:d", "a-b-c-d"],
    ["${x}", "-x-"],
    ["Zürich", "Z-rich"],
    ["two\nlines", "two-lines"],
    ["", ""],
    ["x".repeat(3000), "x".repeat(63)],
  ])("writes %j so that HAProxy takes it", (name, written) => {
    expect(proxyName({ owner: name, target: name, port: 1 })).toBe(`${written}_${written}_1`);
  });

  it("differs for each port, even where everything else becomes the same", () => {
    const names = [1, 2].map((port) => proxyName({ owner: "ä", target: "ö", port }));
    expect(new Set(names).size).toBe(2);
  });
});
