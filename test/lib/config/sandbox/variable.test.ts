import { describe, expect, it } from "vitest";
import { variableOf } from "../../../../lib/config/sandbox/variable";

describe("the variable of a key (INF-39)", () => {
  it.each([
    ["topics", "topics"],
    ["connection.url", "connection_url"],
    ["pk.fields.first", "pk_fields_first"],
    ["log-level", "log_level"],
    ["LOG_LEVEL", "LOG_LEVEL"],
  ])("%s is %s", (key, variable) => {
    expect(variableOf(key)).toBe(variable);
  });
});
