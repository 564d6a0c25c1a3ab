import { describe, expect, it } from "vitest";
import { devopsSchema } from "../../../lib/config/devops/devops";
import { sandboxSchema } from "../../../lib/config/sandbox/sandbox";
import { developersOf, groupsWith } from "../../../lib/devops/grant";
import { codeGroups, grantsOf } from "../../../lib/devops/grants";

const SANDBOXES = {
  pilot2: sandboxSchema.parse({}),
  "pilot2-training": sandboxSchema.parse({ pilot: "pilot2" }),
  pilot15: sandboxSchema.parse({}),
};

const describeTools = (directory: object, groups: readonly string[] = ["interface"]) => {
  const devops = devopsSchema.parse({ groups, directory });
  if (devops === undefined) throw new Error("There are no tools.");
  const code = codeGroups(devops, SANDBOXES);
  return { code, grants: grantsOf(devops, code) };
};

describe("the groups of code", () => {
  it("are one for each pilot, with all of its sandboxes, and those of the components (INF-25)", () => {
    expect(describeTools({ organisation: "ACME" }).code).toEqual([
      { name: "pilot2", visibility: "developers", sandboxes: ["pilot2", "pilot2-training"] },
      { name: "pilot15", visibility: "developers", sandboxes: ["pilot15"] },
      { name: "interface", visibility: "consortium", sandboxes: [] },
    ]);
  });
});

describe("the grants of a directory of the testbed's own", () => {
  const { grants } = describeTools({
    organisation: "ACME",
    partners: { jrc: { pilots: ["pilot2"] }, boc: {}, far: { pilots: ["pilot9"] } },
    grants: { operators: "admin", testers: ["pilot2", "interface"], visitors: "guest" },
  });
  const grantOf = (group: string) => grants.find((grant) => grant.group === group);

  it.each([
    ["platform-admins", "admin", []],
    ["guests", "guest", []],
    ["pilot2", "developer", ["pilot2"]],
    ["interface", "developer", ["interface"]],
    ["jrc", "developer", ["pilot2"]],
    ["operators", "admin", []],
    ["testers", "developer", ["pilot2", "interface"]],
    ["visitors", "guest", []],
  ])("give %s the role %s of %j", (group, role, of) => {
    expect(grantOf(group)).toEqual({ group, role, of });
  });

  it("given a partner without pilots, then its people see what the consortium sees", () => {
    expect(grantOf("boc")).toEqual({ group: "boc", role: "guest", of: [] });
  });

  it("given a partner whose pilot is at another place, then its people are guests here", () => {
    expect(grantOf("far")?.role).toBe("guest");
  });

  it("name each group once", () => {
    expect(new Set(grants.map(({ group }) => group)).size).toBe(grants.length);
  });

  it("tell who develops a group of code", () => {
    expect(developersOf("pilot2", grants)).toEqual(["pilot2", "jrc", "testers"]);
  });

  it("tell who has a role", () => {
    expect(groupsWith("admin", grants)).toEqual(["platform-admins", "operators"]);
  });
});

describe("the grants of a server elsewhere", () => {
  const server = {
    host: "ldap.example.org",
    base: "dc=example,dc=org",
    bind: { dn: "cn=testbed,dc=example,dc=org", secret: "bind" },
    users: { base: "ou=people,dc=example,dc=org" },
    groups: { base: "ou=groups,dc=example,dc=org" },
  };

  it("are those of the description alone: who calls a group guests there means something else", () => {
    const { grants } = describeTools({ server, grants: { staff: "admin", risk: ["pilot2"] } });
    expect(grants).toEqual([
      { group: "staff", role: "admin", of: [] },
      { group: "risk", role: "developer", of: ["pilot2"] },
    ]);
  });
});

describe("the grants of tools without a directory", () => {
  it("are none", () => {
    expect(grantsOf({ groups: [], projects: {}, values: { jenkins: {}, nexus3: {} } }, [])).toEqual([]);
  });
});
