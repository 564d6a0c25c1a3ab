import { describe, expect, it } from "vitest";
import { withDefaults } from "../../../lib/bastion/haproxy-limits";

describe("the limits of HAProxy", () => {
  it("have defaults", () => {
    expect(withDefaults({})).toEqual({
      idle: 3600,
      connect: 2,
      check: 2,
      recheck: 1,
      drain: 86_400,
      reloads: 10,
      connections: 8000,
      connectionsPerWay: 2000,
    });
  });

  it("are the defaults where somebody asks for nothing by name", () => {
    expect(withDefaults({ idle: undefined } as object)).toEqual(withDefaults({}));
  });

  it("give one way a quarter of all connections, and at least one", () => {
    expect(withDefaults({ connections: 100 }).connectionsPerWay).toBe(25);
    expect(withDefaults({ connections: 1 }).connectionsPerWay).toBe(1);
  });

  it("are what somebody asked for", () => {
    const limits = {
      idle: 1,
      connect: 3,
      check: 4,
      recheck: 5,
      drain: 6,
      reloads: 7,
      connections: 8,
      connectionsPerWay: 9,
    };
    expect(withDefaults(limits)).toEqual(limits);
  });
});
