import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadDescription } from "../lib/config/load";
import { DescriptionError } from "../lib/config/problem";
import { temporaryFolder } from "./support/synth";

const BAD = join(__dirname, "bad");
const GOOD = join(BAD, "good");
const EXPECTED = "expected.txt";

describe("a broken description", () => {
  // Each folder holds the files that differ from those in good/; REMOVE names those that are missing.
  const cases = readdirSync(BAD).filter((name) => name !== "good");

  it("is tried in at least 507 ways", () => {
    expect(cases.length).toBeGreaterThanOrEqual(507);
  });

  it("is tried in at least 40 ways for sandboxes", () => {
    expect(cases.filter((name) => name.startsWith("sandbox-")).length).toBeGreaterThanOrEqual(40);
  });

  it.each(cases)("%s is reported with all its problems", (name) => {
    const folder = temporaryFolder();
    cpSync(GOOD, folder, { recursive: true });
    cpSync(join(BAD, name), folder, { recursive: true });
    const remove = join(folder, "REMOVE");
    if (existsSync(remove))
      for (const file of readFileSync(remove, "utf8").trim().split("\n")) rmSync(join(folder, file));

    const report = `${messageOf(() => loadDescription({ directory: folder }))}\n`;

    const expected = join(BAD, name, EXPECTED);
    if (process.env.UPDATE_GOLDEN) writeFileSync(expected, report);
    expect(report).toBe(readFileSync(expected, "utf8"));
  });

  it("is not the one that the others differ from", () => {
    expect(loadDescription({ directory: GOOD }).warnings).toEqual([]);
  });
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof DescriptionError) return error.message;
    throw error;
  }
  throw new Error("The description has no errors.");
}
