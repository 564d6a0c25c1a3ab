import { describe, expect, it } from "vitest";
import { checkReservedPorts } from "../../../../lib/config/checks/reserved-ports";
import { descriptionOf } from "../../../support/description";
import { sandboxOf } from "../../../support/sandbox";

const check = (reserved: Record<string, string>, names: readonly string[], place: object = {}) =>
  checkReservedPorts(descriptionOf(Object.fromEntries(names.map((name) => [name, sandboxOf()])), { reserved }, place));

describe("the check of the reserved node ports", () => {
  it("is content with ranges of sandboxes that are there", () => {
    expect(check({ pilot1: "31000-31099", pilot2: "31100-31199" }, ["pilot2", "pilot1"])).toEqual([]);
  });

  it("warns of a range for nobody: its name may be misspelt, and protects nothing then", () => {
    expect(check({ pilott2: "31000-31099", pilot1: "31100-31199" }, ["pilot1", "pilot2"])).toMatchObject([
      {
        file: "ledger",
        severity: "warning",
        target: "key",
        path: ["demo", "reserved", "pilott2"],
        what: 'there is no sandbox "pilott2" at this place yet',
        mend: "Did you mean pilot2? Sandboxes: pilot1, pilot2.",
      },
    ]);
  });

  it("warns where there are no sandboxes at all yet", () => {
    expect(check({ partner: "31000-31099" }, [])).toMatchObject([
      { severity: "warning", what: 'there is no sandbox "partner" at this place yet' },
    ]);
  });

  it("leaves a sandbox to others that the place names and that is not there", () => {
    expect(check({ pilot2: "31000-31099" }, ["pilot1"], { sandboxes: ["pilot1", "pilot2"] })).toEqual([]);
  });
});
