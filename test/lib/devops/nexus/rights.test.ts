import { describe, expect, it } from "vitest";
import type { Grant } from "../../../../lib/devops/grant";
import { repositoriesOf } from "../../../../lib/devops/nexus/repositories";
import { rightsOf } from "../../../../lib/devops/nexus/rights";
import { OPTIONS } from "./example";

const { grants, groups } = OPTIONS;
const repositories = repositoriesOf(
  {},
  groups.map(({ name }) => name),
);
const rights = (more: readonly Grant[] = grants, mavenPrefix?: string) =>
  rightsOf(more, groups, repositories, { mavenPrefix });

/** What Nexus takes a request for (`SecurityFacetSupport` of nexus-public). */
const ACTIONS: Readonly<Record<string, string>> = {
  GET: "READ",
  HEAD: "READ",
  POST: "ADD",
  PATCH: "ADD",
  PUT: "EDIT",
  DELETE: "DELETE",
};

/** Whether a role may send a request, as Nexus decides: by a privilege of the whole repository, or by the paths of a selector. */
function may(role: string, request: string, all = rights()): boolean {
  const [method = "", repository = "", path = ""] = request.split(" ");
  const { format } = repositories.find(({ name }) => name === repository) ?? {};
  const action = ACTIONS[method] ?? "";
  const { privileges = [] } = all.roles.find(({ id }) => id === role) ?? {};
  const whole = `nx-repository-view-${format}-${repository}-${action.toLowerCase()}`;
  return privileges.some((name) => {
    if (name === whole) return true;
    const privilege = all.privileges.find((one) => one.name === name);
    if (privilege?.repository !== repository || !privilege.actions.some((one) => one === action)) return false;
    const selector = all.selectors.find((one) => one.name === privilege.contentSelector);
    return evaluate(selector?.expression ?? "", { format: format ?? "", path });
  });
}

/** CSEL: comparisons joined by `and`. */
function evaluate(expression: string, values: Readonly<Record<string, string>>): boolean {
  return expression.split(" and ").every((comparison) => {
    const [, name = "", operator, text = ""] = /^(\w+) (==|=\^) "([^"]*)"$/.exec(comparison) ?? [];
    if (operator === undefined) throw new Error(`${comparison} is no comparison.`);
    return operator === "==" ? values[name] === text : (values[name] ?? "").startsWith(text);
  });
}

const DIGEST = `sha256:${"0".repeat(64)}`;

/** What a client sends to push an image, and to pull it. */
const push = (image: string) => [
  "GET docker /v2/",
  `HEAD docker /v2/${image}/blobs/${DIGEST}`,
  `POST docker /v2/${image}/blobs/uploads/`,
  `PATCH docker /v2/${image}/blobs/uploads/5b6a`,
  `PUT docker /v2/${image}/blobs/uploads/5b6a`,
  `PUT docker /v2/${image}/manifests/1.0`,
];
const pull = (image: string) => [
  "GET docker /v2/",
  `GET docker /v2/${image}/manifests/1.0`,
  `GET docker /v2/${image}/manifests/${DIGEST}`,
  `GET docker /v2/${image}/blobs/${DIGEST}`,
];
const allowed = (role: string, requests: readonly string[]) => requests.filter((request) => may(role, request));

const PEOPLE = ["guests", "pilot1", "pilot15", "interface"];
const BUILDS = ["testbed-build-pilot1", "testbed-build-pilot15", "testbed-build-interface"];
const PULLS = ["testbed-pull-pilot1", "testbed-pull-pilot15"];
const ROLES = [...PEOPLE, ...BUILDS, ...PULLS];
const GROUPS = ["pilot1", "pilot15", "interface"];

describe("who may do what with images", () => {
  const table = (roles: readonly string[], sends: (image: string) => string[]) =>
    Object.fromEntries(
      roles.map((role) => [
        role,
        GROUPS.filter((group) => allowed(role, sends(`${group}/app`)).length === sends("").length),
      ]),
    );

  it("lets developers push what is their group's, and nobody else", () => {
    expect(table(PEOPLE, push)).toEqual({
      guests: [],
      pilot1: ["pilot1"],
      pilot15: ["pilot15"],
      interface: ["interface"],
    });
  });

  it("lets pipelines push what is their group's, and sandboxes nothing", () => {
    expect(table([...BUILDS, ...PULLS], push)).toEqual({
      "testbed-build-pilot1": ["pilot1"],
      "testbed-build-pilot15": ["pilot15"],
      "testbed-build-interface": ["interface"],
      "testbed-pull-pilot1": [],
      "testbed-pull-pilot15": [],
    });
  });

  it("lets people pull what is their group's and what the consortium sees", () => {
    expect(table(PEOPLE, pull)).toEqual({
      guests: ["interface"],
      pilot1: ["pilot1", "interface"],
      pilot15: ["pilot15", "interface"],
      interface: ["interface"],
    });
  });

  it("lets pipelines and sandboxes pull what people of their group may, and no more", () => {
    expect(table([...BUILDS, ...PULLS], pull)).toEqual({
      "testbed-build-pilot1": ["pilot1", "interface"],
      "testbed-build-pilot15": ["pilot15", "interface"],
      "testbed-build-interface": ["interface"],
      "testbed-pull-pilot1": ["pilot1", "interface"],
      "testbed-pull-pilot15": ["pilot15", "interface"],
    });
  });

  it("refuses an account that pulls every single step of a push, its own group's too", () => {
    const reads = ["GET docker /v2/", `HEAD docker /v2/pilot1/app/blobs/${DIGEST}`];
    expect(allowed("testbed-pull-pilot1", push("pilot1/app"))).toEqual(reads);
  });

  it("refuses every part of a private pilot's image to others, not its manifests alone", () => {
    const private_ = [...push("pilot15/app"), ...pull("pilot15/app"), "GET docker /v2/pilot15/app/tags/list"];
    const others = ROLES.filter((role) => !role.endsWith("pilot15"));
    expect(others).toHaveLength(6);
    for (const role of others) {
      expect(new Set(allowed(role, private_)), role).toEqual(new Set(["GET docker /v2/"]));
    }
  });

  it("lets nobody but an administrator list all images or layers without an image", () => {
    const requests = ["GET docker /v2/_catalog", `GET docker /v2/-/blobs/${DIGEST}`, "GET docker /v2/blobs/x"];
    for (const role of ROLES) expect(allowed(role, requests)).toEqual([]);
  });

  it("lets nobody but an administrator delete", () => {
    const requests = GROUPS.map((group) => `DELETE docker /v2/${group}/app/manifests/1.0`);
    for (const role of ROLES) expect(allowed(role, requests)).toEqual([]);
  });

  it("keeps a pilot apart from one whose name begins like its own", () => {
    for (const role of ["pilot1", "testbed-build-pilot1"]) {
      expect(may(role, "PUT docker /v2/pilot1/app/manifests/1")).toBe(true);
      for (const image of ["pilot15/app", "pilot1", "pilot1app", "interface/pilot1/app"]) {
        expect(may(role, `PUT docker /v2/${image}/manifests/1`), image).toBe(image === "pilot1");
      }
    }
  });
});

describe("who may do what with packages", () => {
  const own = [
    "PUT raw /pilot1/model.bin",
    "PUT npm /@pilot1/lib",
    "PUT maven-releases /pilot1/core/lib/1.0/lib-1.0.jar",
    "PUT maven-snapshots /pilot1/core/lib/1.1-SNAPSHOT/lib-1.1-SNAPSHOT.jar",
    "POST pypi-pilot1 /",
  ];
  const another = own.map((request) => request.replace("pilot1", "pilot15"));

  it.each(["pilot1", "testbed-build-pilot1"])("lets %s push below the group's paths in every format", (role) => {
    expect(allowed(role, own)).toEqual(own);
    expect(allowed(role, another)).toEqual([]);
  });

  it("gives accounts that pull nothing but images: no package of any repository, to read or to write", () => {
    const paths = [...own, ...another].map((request) => request.split(" ").slice(1).join(" "));
    const proxied = repositories.flatMap(({ name, format }) =>
      [`${name} /`, `${name} /pilot1/x`, `${name} /@pilot1/x`, `${name} /v2/library/app/manifests/1`].filter(
        () => format !== "docker" || name !== "docker",
      ),
    );
    const requests = [...paths, ...proxied].flatMap((path) =>
      Object.keys(ACTIONS).map((method) => `${method} ${path}`),
    );
    for (const role of PULLS) expect(allowed(role, requests)).toEqual([]);
    const views = rights().roles.filter(({ id }) => PULLS.includes(id));
    expect(views.flatMap(({ privileges }) => privileges.filter((name) => name.startsWith("nx-")))).toEqual([]);
  });

  it("takes the group id of Maven with its prefix", () => {
    const all = rights(grants, "eu.infinitech");
    expect(may("pilot1", "PUT maven-releases /eu/infinitech/pilot1/lib/1.0/lib-1.0.jar", all)).toBe(true);
    expect(may("pilot1", "PUT maven-releases /pilot1/lib/1.0/lib-1.0.jar", all)).toBe(false);
    expect(may("pilot1", "PUT maven-releases /eu/infinitech/pilot15/lib/1.0/lib-1.0.jar", all)).toBe(false);
  });

  it("lets developers and pipelines take from public registries what guests and sandboxes do not", () => {
    const request = "GET maven-proxy /org/example/lib/1.0/lib-1.0.jar";
    expect(ROLES.filter((role) => may(role, request))).toEqual(["pilot1", "pilot15", "interface", ...BUILDS]);
  });

  it("lets guests read what the consortium sees, and nothing else", () => {
    const of = (group: string) => [`GET raw /${group}/x`, `GET npm /@${group}/lib`, `GET pypi-${group} /simple/lib/`];
    expect(allowed("guests", of("interface"))).toEqual(of("interface"));
    expect(allowed("guests", [...of("pilot1"), ...of("pilot15")])).toEqual([]);
    expect(allowed("guests", ["PUT raw /interface/x", "POST pypi-interface /"])).toEqual([]);
  });
});

describe("the roles of Nexus", () => {
  it("have the names of the groups of the directory, which is how people get them", () => {
    expect(rights().roles.map(({ id, name }) => [id, name])).toEqual([
      ...grants.map(({ group }) => [group, group]),
      ["testbed-build-pilot1", "testbed-build-pilot1"],
      ["testbed-pull-pilot1", "testbed-pull-pilot1"],
      ["testbed-build-pilot15", "testbed-build-pilot15"],
      ["testbed-pull-pilot15", "testbed-pull-pilot15"],
      ["testbed-build-interface", "testbed-build-interface"],
    ]);
  });

  it("give pipelines of a group what a developer of that group alone has", () => {
    const of = (role: string) => rights().roles.find(({ id }) => id === role)?.privileges;
    for (const { name } of groups) {
      expect(of(name)?.length).toBeGreaterThan(0);
      expect(of(`testbed-build-${name}`)).toEqual(of(name));
    }
  });

  it("of machines rest on groups of code alone, whatever people are granted", () => {
    const ofMachines = (all: readonly Grant[]) => rights(all).roles.filter(({ id }) => id.startsWith("testbed-"));
    const wide: Grant[] = [
      { group: "partner", role: "developer", of: ["pilot1", "pilot15"] },
      { group: "build-pilot1", role: "admin", of: [] },
    ];
    expect(ofMachines(wide)).toEqual(ofMachines(grants));
    expect(ofMachines([])).toEqual(ofMachines(grants));
  });

  it("make administrators of those who are, and of nobody else", () => {
    expect(rights().roles.filter(({ roles }) => roles.length > 0)).toMatchObject([
      { id: "platform-admins", roles: ["nx-admin"], privileges: [] },
    ]);
  });

  it("given two grants for one group, then it has the rights of both", () => {
    const both = rights([
      { group: "partner", role: "developer", of: ["pilot1"] },
      { group: "partner", role: "developer", of: ["pilot15"] },
    ]);
    expect(both.roles.filter(({ id }) => id === "partner").length).toBe(1);
    expect(may("partner", "PUT raw /pilot1/x", both) && may("partner", "PUT raw /pilot15/x", both)).toBe(true);
  });

  it("given a group of the directory with the name of a role of Nexus, then it is refused", () => {
    const named = (group: string) => () => rights([{ group, role: "guest", of: [] }]);
    expect(named("nx-admin")).toThrow("The group nx-admin of the directory has the name of a role of Nexus.");
    expect(named("testbed-build-pilot1")).toThrow("The group testbed-build-pilot1 of the directory");
  });

  it("name only privileges that there are", () => {
    const { privileges, roles } = rights();
    const made = new Set(privileges.map(({ name }) => name));
    const views = repositories.flatMap(({ format, name }) =>
      ["read", "browse", "add", "edit"].map((action) => `nx-repository-view-${format}-${name}-${action}`),
    );
    const known = new Set([...made, ...views, "nx-search-read"]);
    expect(roles.flatMap((role) => role.privileges).filter((name) => !known.has(name))).toEqual([]);
  });

  it("have privileges only for selectors of the same format as their repository", () => {
    const { privileges, selectors } = rights();
    for (const { contentSelector, format, repository } of privileges) {
      expect(repositories.find(({ name }) => name === repository)?.format).toBe(format);
      expect(selectors.find(({ name }) => name === contentSelector)?.expression).toContain(`format == "${format}"`);
    }
  });
});
