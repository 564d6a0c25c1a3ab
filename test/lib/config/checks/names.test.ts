import { describe, expect, it } from "vitest";
import { checkNames } from "../../../../lib/config/checks/names";
import { descriptionOf } from "../../../support/description";

describe("the name of a place", () => {
  it.each(["internal", "internals-1", "demo-internal"])(
    "may be %s: AWS refuses internal- at its start alone",
    (name) => {
      expect(checkNames(descriptionOf({}, {}, { name }))).toEqual([]);
    },
  );
});
