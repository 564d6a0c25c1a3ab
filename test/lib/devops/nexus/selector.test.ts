import { describe, expect, it } from "vitest";
import { expression, REGISTRY_ROOT } from "../../../../lib/devops/nexus/selector";

describe("a content selector", () => {
  it("names the format, and what paths begin with", () => {
    expect(expression({ format: "docker", begins: "/v2/pilot1/" })).toBe(
      'format == "docker" and path =^ "/v2/pilot1/"',
    );
  });

  it("given one path, then it is that path alone", () => {
    expect(expression(REGISTRY_ROOT)).toBe('format == "docker" and path == "/v2/"');
  });

  it.each(['/a"b/', "/a'b/", "/a\\b/", "/a\nb/"])(
    "given %j, then it is refused, as it would end the text",
    (begins) => {
      expect(() => expression({ format: "raw", begins })).toThrow("cannot stand in a content selector");
    },
  );
});
