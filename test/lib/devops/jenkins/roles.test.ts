import { describe, expect, it } from "vitest";
import type { CodeGroup, Grant } from "../../../../lib/devops/grant";
import { jcascOf } from "../../../support/jcasc/configuration";
import { BARE, GRANTS, GROUPS } from "../../../support/jcasc/options";

interface Place {
  readonly groups?: readonly CodeGroup[];
  readonly grants?: readonly Grant[];
}

/** What the members of groups may do with an item; with Jenkins itself when there is none. Patterns match all of a name. */
function rights(members: readonly string[], item?: string, { groups = GROUPS, grants = GRANTS }: Place = {}): string[] {
  const { roles } = jcascOf({ ...BARE, groups, grants }).jenkins.authorizationStrategy.roleBased;
  const held = [...roles.global, ...(item === undefined ? [] : roles.items)].filter(
    ({ pattern, entries }) =>
      entries.some(({ group }) => members.includes(group)) &&
      (pattern === undefined || new RegExp(`^(?:${pattern})$`).test(item ?? "")),
  );
  return [...new Set(held.flatMap(({ permissions }) => permissions))].sort();
}

const SEE = ["Job/Discover", "Job/Read", "Overall/Read"];
const RUN = ["Job/Build", "Job/Cancel", ...SEE];

describe("an administrator", () => {
  it("may do everything", () => {
    expect(rights(["platform-admins"])).toEqual(["Overall/Administer"]);
  });
});

describe("a developer", () => {
  it("builds, and keeps credentials, in the folder of the own pilot and in all below it", () => {
    for (const item of ["pilot1", "pilot1/app", "pilot1/app/main"]) {
      expect(rights(["pilot1"], item)).toEqual(expect.arrayContaining([...RUN, "Credentials/Create", "Job/Workspace"]));
    }
  });

  it("neither makes nor configures items anywhere: the XML of a folder could permit it the cloud of deployments", () => {
    const items = [undefined, "pilot1", "pilot1/app", "deploy", "deploy/pilot1", "deploy/pilot1/deploy", "interface"];
    const all = items.flatMap((item) => rights(["pilot1", "pilot15", "jrc"], item));
    expect(all).toContain("Job/Build");
    expect(all.filter((right) => /^Job\/(Create|Configure|Move|Delete)$|Administer/.test(right))).toEqual([]);
  });

  it.each(["pilot15", "pilot15/app", "pilot1-other", "pilot1x/app", "a/pilot1", "PILOT1"])(
    "of pilot1 sees nothing of %s",
    (item) => {
      expect(rights(["pilot1"], item)).toEqual(["Overall/Read"]);
    },
  );

  it("of several groups of code has them all", () => {
    for (const item of ["pilot1/app", "interface/app"]) expect(rights(["jrc"], item)).toContain("Job/Build");
    expect(rights(["jrc"], "pilot15/app")).toEqual(["Overall/Read"]);
  });

  it("sees, but does not run, what the consortium shares", () => {
    expect(rights(["pilot15"], "interface/app")).toEqual(SEE);
  });
});

describe("deployments", () => {
  it("are run by the developers of the pilot, for each of its sandboxes", () => {
    for (const sandbox of ["pilot1", "pilot1-test"]) {
      expect(rights(["pilot1"], `deploy/${sandbox}/deploy`)).toEqual(RUN);
      expect(rights(["pilot1"], `deploy/${sandbox}`)).toEqual(RUN);
    }
  });

  it.each(["deploy/pilot15", "deploy/pilot15/deploy", "deploy/pilot1-testing/deploy", "deploy/interface/deploy"])(
    "%s is not shown to developers of pilot1",
    (item) => {
      expect(rights(["pilot1"], item)).toEqual(["Overall/Read"]);
    },
  );

  it("are found by their developers: they see the folder, and no credentials of it", () => {
    expect(rights(["pilot1"], "deploy")).toEqual(SEE);
  });

  it("are hidden from guests", () => {
    for (const item of ["deploy", "deploy/pilot1/deploy"]) expect(rights(["guests"], item)).toEqual(["Overall/Read"]);
  });
});

describe("a guest", () => {
  it("sees what the consortium shares, and nothing of pilots", () => {
    expect(rights(["guests"], "interface/app")).toEqual(SEE);
    expect(rights(["guests"], "pilot1/app")).toEqual(["Overall/Read"]);
  });
});

describe("everybody else", () => {
  it.each(["somebody", "authenticated", "anonymous"])("in a group %s without a grant has nothing", (group) => {
    for (const item of [undefined, "pilot1", "interface", "deploy/pilot1/deploy"]) {
      expect(rights([group], item)).toEqual([]);
    }
  });

  it.each(["authenticated", "Anonymous"])("gets nothing by a grant for %s: it is refused", (group) => {
    const grants: Grant[] = [{ group, role: "guest", of: [] }];
    expect(() => jcascOf({ ...BARE, grants })).toThrow("to Jenkins it is everybody");
  });

  it("given no grants at all, then there are no roles", () => {
    const { roles } = jcascOf({ ...BARE, grants: [] }).jenkins.authorizationStrategy.roleBased;
    expect([roles.global, roles.items]).toEqual([[], []]);
  });
});

describe("names", () => {
  it("given signs that patterns read otherwise, then they mean themselves", () => {
    const groups: CodeGroup[] = [{ name: "a.b+c", visibility: "developers", sandboxes: ["x.y"] }];
    const grants: Grant[] = [{ group: "team", role: "developer", of: ["a.b+c"] }];
    expect(rights(["team"], "a.b+c/app", { groups, grants })).toContain("Job/Build");
    expect(rights(["team"], "deploy/x.y/deploy", { groups, grants })).toContain("Job/Build");
    for (const item of ["axb+c/app", "a.bbc/app", "deploy/xzy/deploy"]) {
      expect(rights(["team"], item, { groups, grants })).toEqual(["Overall/Read"]);
    }
  });
});
