import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { MARK } from "../../../lib/bastion/haproxy-configuration";
import { SERVER_STATE, SOCKET, waysParameter } from "../../../lib/bastion/ways-parameter";
import type { Way } from "../../../lib/way";
import { manyNetworks } from "../../support/many-networks";

/** What AWS takes in a parameter of the advanced tier. */
const LIMIT = 8192;

const ways = (count: number, from: readonly string[] = ["91.10.20.0/24", "91.10.21.0/24"]): Way[] =>
  Array.from({ length: count }, (_, index) => ({
    port: 30000 + index,
    owner: `pilot${1 + (index % 15)}`,
    target: ["lx-kafka", "risk-model", "infinistore-0"][index % 3] ?? "",
    from,
  }));

describe("the parameter of the ways", () => {
  it("is the configuration of HAProxy, with the socket and the file by which the program on the bastion speaks to it", () => {
    const text = waysParameter(ways(1));
    expect(text.split("\n")[0]).toBe(MARK);
    expect(text).toContain(`stats socket ${SOCKET} `);
    expect(text).toContain(`server-state-file ${SERVER_STATE}\n`);
  });

  it("holds the 200 ways that a place may have, with two networks each", () => {
    const length = gzipSync(waysParameter(ways(200))).toString("base64").length;
    expect(length).toBeLessThan(LIMIT);
  });

  it("is the same in whatever order the ways stand", () => {
    expect(waysParameter(ways(20).reverse())).toBe(waysParameter(ways(20)));
  });

  it("is refused where it is too long, with what it holds and what to do", () => {
    expect(() => waysParameter(ways(2, manyNetworks(1500)))).toThrow(
      /^The 2 ways in by node port and their sources make a parameter of \d+ characters, more than the 8000 that it holds\. Name fewer or wider networks under sources, expose hosts instead, or make a second place\.$/,
    );
  });

  it("never has more characters than AWS takes, be it compressed as badly as zlib can", () => {
    for (let count = 100; count <= 1500; count += 50) {
      let text: string;
      try {
        text = waysParameter(ways(1, manyNetworks(count)));
      } catch {
        return expect(count).toBeGreaterThan(500);
      }
      expect(gzipSync(text, { level: 6 }).toString("base64").length).toBeLessThanOrEqual(LIMIT);
    }
    throw new Error("Nothing was refused.");
  });
});
