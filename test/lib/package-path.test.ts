import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packagePath } from "../../lib/package-path";
import { temporaryFolder } from "../support/synth";

describe("a folder of the package", () => {
  it("given the repository, then it is beside lib", () => {
    expect(packagePath("charts/recorded")).toBe(join(__dirname, "../../charts/recorded"));
  });

  it("given compiled files in a folder of their own, then it is found further up", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "dist/lib"), { recursive: true });
    mkdirSync(join(folder, "charts/recorded"), { recursive: true });
    expect(packagePath("charts/recorded", join(folder, "dist/lib"))).toBe(join(folder, "charts/recorded"));
  });

  it("given a name that is nowhere, then the search ends", () => {
    expect(packagePath("no-such-folder-anywhere")).toBe("/no-such-folder-anywhere");
  });
});
