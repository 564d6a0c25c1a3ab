import { beforeAll, expect, it } from "vitest";
import { PROGRAMS } from "../support/programs";
import { type StackJson, temporaryFolder } from "../support/synth";
import { accepted, type Finding, scan } from "./support/checkov";
import { PythonTools } from "./support/python";
import { suite } from "./support/suite";

suite(
  "checkov",
  () => PythonTools.install(),
  (tools) => {
    let failed: Finding[];
    let reasons: Finding[];

    beforeAll(async () => {
      const stacks: Record<string, StackJson> = {};
      for (const [program, synthesize] of Object.entries(PROGRAMS)) {
        for (const [name, json] of Object.entries(synthesize().stacks)) stacks[`${program}/${name}`] = json;
      }
      failed = await scan(tools().program("checkov"), temporaryFolder(), stacks);
      reasons = accepted(stacks);
    });

    it("given every program, when scanned, then each check that fails is accepted with a reason", () => {
      expect(unmatched(failed, reasons)).toEqual([]);
    });

    it("given every reason, when scanned, then its check fails there", () => {
      expect(unmatched(reasons, failed)).toEqual([]);
    });
  },
);

/** Those findings that the others do not have, each on a line. */
function unmatched(findings: readonly Finding[], others: readonly Finding[]): string[] {
  const key = ({ stack, address, id }: Finding) => `${stack} ${address} ${id}`;
  const known = new Set(others.map(key));
  const strange = findings.filter((finding) => !known.has(key(finding)));
  return strange.map((finding) => `${key(finding)} ${finding.text}`).sort();
}
