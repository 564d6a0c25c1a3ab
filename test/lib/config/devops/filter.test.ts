import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFilter, peopleFilter } from "../../../../lib/config/devops/filter";
import { all, any, has, not } from "../../../../lib/devops/directory/filters";

const mendOf = (value: string) =>
  peopleFilter()
    .safeParse(value)
    .error?.issues.map(({ message }) => message);

describe("a filter", () => {
  it.each([
    "(uid=*)",
    "(employeeType=active)",
    "(&(a=b)(c=d))",
    "(|(a=b)(!(c=d)))",
    "(!(a=b))",
    "(a>=1)",
    "(a<=1)",
    "(a~=b)",
    "(memberOf:1.2.840.113556.1.4.1941:=cn=x,dc=example)",
    "(a=)",
    "(a=\\28x\\29)",
  ])("is %s", (value) => {
    expect(isFilter(value)).toBe(true);
    expect(mendOf(value)).toBeUndefined();
  });

  it.each([
    "",
    "a=b",
    "()",
    "(a)",
    "(a=b",
    "a=b)",
    "(a=b)(c=d)",
    "(&)",
    "(&())",
    "(!(a=b)(c=d))",
    "(&(a=b)",
    "((a=b))",
  ])("is not %s", (value) => {
    expect(isFilter(value)).toBe(false);
    expect(mendOf(value)).toHaveLength(1);
  });

  it("given any that the testbed puts together itself, then it is one", () => {
    const item = fc.tuple(fc.constantFrom("uid", "memberOf"), fc.string()).map(([name, value]) => has(name, value));
    const { filter } = fc.letrec<{ filter: string }>((tie) => ({
      filter: fc.oneof(
        { maxDepth: 4 },
        item,
        fc.array(tie("filter"), { minLength: 1, maxLength: 3 }).map(all),
        fc.array(tie("filter"), { minLength: 1, maxLength: 3 }).map(any),
        tie("filter").map(not),
      ),
    }));
    fc.assert(fc.property(filter, (value) => isFilter(value)));
  });

  it.each([
    ["employeeType=active", 'Write "(employeeType=active)".'],
    ["(a=b)(c=d)", 'Write "(&(a=b)(c=d))".'],
    ["&(a=b)(c=d)", 'Write "(&(a=b)(c=d))".'],
    ["(a=b", 'Write it in parentheses, each of them closed, as in "(employeeType=active)".'],
    ["(uid={0})", 'Write what holds for all, as in "(employeeType=active)": the tools add the name by themselves.'],
    ["(uid=${user})", 'Write what holds for all, as in "(employeeType=active)": the tools add the name by themselves.'],
  ])("given %s, then the mend says what was meant", (value, mend) => {
    expect(mendOf(value)).toEqual([expect.stringMatching(/ is no filter\n/)]);
    expect(mendOf(value)?.[0]?.split("\n")[1]).toBe(mend);
  });
});
