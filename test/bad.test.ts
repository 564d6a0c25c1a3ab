import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadDescription } from "../lib/config/load";
import { DescriptionError } from "../lib/config/problem";
import { temporaryFolder } from "./support/synth";

const BAD = join(__dirname, "bad");
const GOOD = "good";
const EXPECTED = "expected.txt";

/** Targets beside aws: folders on-<target>-... differ from good-<target>/. */
const OTHER_TARGETS = ["openstack", "rancher", "existing"];

/** The description that a broken one differs from. */
function goodOf(name: string): string {
  const target = OTHER_TARGETS.find((one) => name.startsWith(`on-${one}-`));
  return join(BAD, target === undefined ? GOOD : `${GOOD}-${target}`);
}

describe("a broken description", () => {
  // Each folder holds the files that differ from those in a good one; REMOVE names those that are missing.
  const all = readdirSync(BAD);
  const cases = all.filter((name) => !/^good(-|$)/.test(name));

  it("is tried in at least 810 ways", () => {
    expect(cases.length).toBeGreaterThanOrEqual(810);
  });

  it("is tried in at least 40 ways for sandboxes", () => {
    expect(cases.filter((name) => name.startsWith("sandbox-")).length).toBeGreaterThanOrEqual(40);
  });

  it.each(OTHER_TARGETS)("is tried in at least 40 ways for the target %s", (target) => {
    expect(cases.filter((name) => name.startsWith(`on-${target}-`)).length).toBeGreaterThanOrEqual(40);
  });

  it.each(cases)("%s is reported with all its problems", (name) => {
    const folder = temporaryFolder();
    cpSync(goodOf(name), folder, { recursive: true });
    cpSync(join(BAD, name), folder, { recursive: true });
    const remove = join(folder, "REMOVE");
    if (existsSync(remove))
      for (const file of readFileSync(remove, "utf8").trim().split("\n")) rmSync(join(folder, file));

    const report = `${messageOf(() => loadDescription({ directory: folder }))}\n`;

    const expected = join(BAD, name, EXPECTED);
    if (process.env.UPDATE_GOLDEN) writeFileSync(expected, report);
    expect(report).toBe(readFileSync(expected, "utf8"));
  });

  it.each(all.filter((name) => !cases.includes(name)))("is not the one that others differ from: %s", (name) => {
    expect(loadDescription({ directory: join(BAD, name) }).warnings).toEqual([]);
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
