import { afterEach, describe, expect, it, vi } from "vitest";
import type { TestbedLedger } from "../../../lib/config/ledger";
import { assertRecorded, isReadOnly } from "../../../lib/ledger/assert-recorded";
import { descriptionOf } from "../../support/description";
import { sandboxOf } from "../../support/sandbox";

const check = (datasets: object, assignedPorts: Record<string, number>, ledger: Partial<TestbedLedger>) => () =>
  assertRecorded({ ...descriptionOf({ pilot1: sandboxOf({ datasets }) }, ledger), assignedPorts });
const RISK = { "pilot1/risk": { size: "10Gi", shared: false } };

describe("a ledger that nobody may write", () => {
  it("is content where it knows everything", () => {
    const ledger = { datasets: RISK, ports: { "pilot1/ui/80": 30000 } };
    expect(check({ risk: {} }, { "pilot1/ui/80": 30000 }, ledger)).not.toThrow();
  });

  it("refuses a port that was assigned just now", () => {
    expect(check({}, { "pilot1/ui/80": 30000 }, {})).toThrow(
      "ledger.yaml:1:1: demo: pilot1/ui/80 has no node port in the ledger yet. " +
        "Run npm run synth where you may write, and commit ledger.yaml.",
    );
  });

  it("refuses a way that is gone and still has its port", () => {
    expect(check({}, {}, { ports: { "pilot1/ui/80": 30000 } })).toThrow(
      "pilot1/ui/80 has a node port in the ledger and asks for none",
    );
  });

  it("refuses everything that is missing at once, datasets too", () => {
    const ledger = {
      datasets: { "pilot1/old": { size: "10Gi", shared: false } },
      removed: ["pilot1/old"],
      ports: { "gone/ui/80": 30000 },
    };
    expect(check({ risk: {} }, { "pilot1/ui/80": 30001 }, ledger)).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({ what: "pilot1/risk is not in the ledger as it is described" }),
          expect.objectContaining({ what: "pilot1/old is removed, and still among the datasets" }),
          expect.objectContaining({ what: "pilot1/ui/80 has no node port in the ledger yet" }),
          expect.objectContaining({ what: "gone/ui/80 has a node port in the ledger and asks for none" }),
        ],
      }),
    );
  });
});

describe("a place where nobody may write", () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    ["true", true],
    ["1", true],
    ["yes", true],
    ["", false],
    ["0", false],
    ["false", false],
  ])("is told by CI=%j: %s", (value, expected) => {
    vi.stubEnv("CI", value);
    expect(isReadOnly()).toBe(expected);
  });

  it("is not where CI is not set", () => {
    vi.stubEnv("CI", undefined);
    expect(isReadOnly()).toBe(false);
  });
});
