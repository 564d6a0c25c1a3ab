import { describe, expect, it } from "vitest";
import { grant } from "../../../../lib/config/devops/grant";

const issuesOf = (value: unknown) => grant().safeParse(value).error?.issues;
const messageOf = (value: unknown) => issuesOf(value)?.map(({ message }) => message.split("\n"));
const WRITE = "Write admin, guest, or a list of what it develops, as in [pilot2].";

describe("a grant", () => {
  it.each(["admin", "guest", ["pilot2"], ["pilot2", "interface"]])("may be %j", (value) => {
    expect(grant().parse(value)).toEqual(value);
  });

  it.each([
    ["developer", '"developer" is neither admin nor guest', WRITE],
    ["Admin", '"Admin" is neither admin nor guest', `Did you mean admin? ${WRITE}`],
    ["ADMIN", '"ADMIN" is neither admin nor guest', `Did you mean admin? ${WRITE}`],
    ["guests", '"guests" is neither admin nor guest', `Did you mean guest? ${WRITE}`],
    [true, "is the truth value true, and says nothing that a group may do", WRITE],
    [null, "is empty, and says nothing that a group may do", WRITE],
    [{ pilots: ["pilot2"] }, "is a mapping, and says nothing that a group may do", WRITE],
    [["pilot2", 3], "is a list, and not of names", WRITE],
  ])("given %j, then the message says what may stand there", (value, what, mend) => {
    expect(messageOf(value)).toEqual([[what, mend]]);
  });

  it("given a name in a list that is none, then it is that name which is wrong", () => {
    expect(issuesOf(["pilot2", "Pilot 3", "a".repeat(41)])).toMatchObject([
      { path: [1], message: expect.stringContaining('as in "pilot-3"') },
      { path: [2], message: expect.stringContaining("more than 40") },
    ]);
  });

  it("given an empty list, then it is too short", () => {
    expect(issuesOf([])).toMatchObject([{ code: "too_small" }]);
  });
});
