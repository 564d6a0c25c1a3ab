import { describe, expect, it } from "vitest";
import { checkDevops } from "../../../../../lib/config/checks/devops/devops";
import { NEXUS_LICENCE } from "../../../../../lib/config/devops/nexus";
import { testbedSchema } from "../../../../../lib/config/testbed";
import { NEXUS_ACCOUNTS, NEXUS as NEXUS_ITSELF, nexusAccount } from "../../../../../lib/devops/nexus/names";
import { descriptionOf } from "../../../../support/description";
import { sandboxOf } from "../../../../support/sandbox";

const OWN = { organisation: "INFINITECH" };
const NEXUS = { licence: NEXUS_LICENCE };
const SERVER = {
  host: "ldap.example.org",
  bind: { dn: "cn=testbed,dc=example,dc=org", secret: "ldap-bind" },
  base: "dc=example,dc=org",
  users: { base: "ou=people,dc=example,dc=org" },
  groups: { base: "ou=groups,dc=example,dc=org" },
};
const ELSEWHERE = { server: SERVER, grants: { operators: "admin" } };
const DEPLOY = { repository: "https://gitlab.example.org/bp/testbed.git" };
const STATE = { s3: { bucket: "demo-state", region: "eu-west-1" } };
const person = (rest: object = {}) => ({ name: "Ann", mail: "ann@example.org", groups: ["guests"], ...rest });

interface Around {
  readonly place?: object;
  /** Sandboxes of the place: the pilot of each, by name. Default: pilot2 */
  readonly sandboxes?: Readonly<Record<string, string | undefined>>;
}

/** What a directory is told in which nobody begins: other tests leave people out, and it with them. */
const NOBODY = "begins with nobody who administrates it and the tools";

const check = (...all: Parameters<typeof checkAll>) => checkAll(...all).filter(({ what }) => what !== NOBODY);

function checkAll(devops: object | undefined, { place = {}, sandboxes = { pilot2: undefined } }: Around = {}) {
  const all = Object.entries(sandboxes).map(([name, pilot]) => [name, sandboxOf(pilot === undefined ? {} : { pilot })]);
  const description = descriptionOf(Object.fromEntries(all), {}, { domain: "demo.example.org", ...place });
  const testbed = testbedSchema.parse({ place: "aws", ...(devops ? { devops } : {}) });
  return checkDevops({ ...description, testbed });
}

/** What is found, short: whether it is an error, where, and what. */
const found = (...all: Parameters<typeof check>) =>
  check(...all).map(({ file, severity, path, what }) => [
    ...(severity === "warning" ? ["warning"] : []),
    file === "testbed" ? path.slice(1).join(".") : `${file}: ${path.join(".")}`,
    what,
  ]);

describe("the check of who administrates", () => {
  const told = (directory: object) => checkAll({ directory }).filter(({ what }) => what === NOBODY);

  it("given a directory of the testbed's own in which nobody begins who does, then it is a doubt", () => {
    expect(told(OWN)).toMatchObject([{ severity: "warning", path: ["devops", "directory"] }]);
    expect(told({ ...OWN, people: { ann: person() } })).toHaveLength(1);
  });

  it.each([
    ["the group of administrators", { people: { ann: person({ groups: ["platform-admins"] }) } }],
    ["one that grants make so", { grants: { ops: "admin" }, people: { ann: person({ groups: ["ops"] }) } }],
  ])("given somebody in %s, then it is content", (_, directory) => {
    expect(told({ ...OWN, ...directory })).toEqual([]);
  });

  it("given a server elsewhere, then others keep its people", () => {
    expect(told(ELSEWHERE)).toEqual([]);
  });
});

describe("the check of images that sandboxes pull from the testbed's own Nexus", () => {
  const pulling = (project: string, devops: object, place: object = {}) => {
    const sandbox = sandboxOf({ components: { ui: { kind: "stateless", image: { project } } } });
    const description = descriptionOf({ pilot2: sandbox }, {}, { domain: "demo.example.org", ...place });
    const testbed = testbedSchema.parse({ place: "aws", devops: { directory: OWN, nexus: NEXUS, ...devops } });
    return checkDevops({ ...description, testbed }).filter(({ file }) => file === "sandboxes/pilot2");
  };

  it.each([
    ["its pilot's", "pilot2/ui:1", {}],
    ["the consortium's", "interface/ui:1", { groups: ["interface"] }],
  ])("given one of %s, then it is content", (_, project, devops) => {
    expect(pulling(project, devops)).toEqual([]);
  });

  it("given one of another group, then it is a doubt, where the image stands", () => {
    expect(pulling("pilot3/ui:1", {})).toMatchObject([
      { severity: "warning", path: ["components", "ui", "image", "project"] },
    ]);
  });

  it("given a registry elsewhere, then others decide", () => {
    expect(pulling("pilot3/ui:1", {}, { registry: { address: "harbor.example.org" } })).toEqual([]);
  });
});

describe("the check of a server elsewhere, further", () => {
  const server = (parts: object) => found({ directory: { ...ELSEWHERE, server: { ...SERVER, ...parts } } });

  it("given the port of LDAP without TLS, then it is a doubt", () => {
    expect(server({ port: 389 })).toEqual([
      ["warning", "directory.server.port", "389 is LDAP, and the tools speak TLS from the start"],
    ]);
  });

  it("given a group of a name that others chose, then it can be granted something", () => {
    const grants = { "Domain Admins": "admin", GRP_Risk: ["pilot2"] };
    expect(check({ directory: { ...ELSEWHERE, grants }, jenkins: {}, nexus: NEXUS })).toEqual([]);
  });

  it("given such a name in a directory of the testbed's own, then it is an error: its groups are folders and roles", () => {
    expect(found({ directory: { ...OWN, grants: { "Domain Admins": "admin" } } })).toEqual([
      ["directory.grants.Domain Admins", '"Domain Admins" is not an RFC 1123 name'],
    ]);
  });

  it.each(["Authenticated", "NX-admin"])(
    "given the name %s, which tools take for something else, then it is an error",
    (name) => {
      expect(found({ directory: { ...ELSEWHERE, grants: { ops: "admin", [name]: "guest" } } })).toMatchObject([
        [`directory.grants.${name}`, expect.any(String)],
      ]);
    },
  );

  it("given groups that hold names for signing in, then it is an error: the tools look for distinguished names", () => {
    expect(server({ groups: { ...SERVER.groups, objectClass: "posixGroup", member: "memberUid" } })).toMatchObject([
      ["directory.server.groups.member", expect.stringContaining("holds names for signing in")],
    ]);
  });
});

describe("the check of an account to push with", () => {
  it("given the testbed's own Nexus, then it is a doubt: each group pushes as itself", () => {
    expect(found({ directory: OWN, nexus: NEXUS, jenkins: { push: "registry-push" } })).toMatchObject([
      ["warning", "jenkins.push", expect.stringContaining("is for a registry elsewhere")],
    ]);
  });

  it("given a registry elsewhere, then it is content", () => {
    const place = { registry: { address: "harbor.example.org" } };
    expect(check({ directory: OWN, jenkins: { push: "registry-push" } }, { place })).toEqual([]);
  });
});

describe("the check of the devops tools is content with", () => {
  it.each([
    ["no tools", undefined],
    ["none of them", {}],
    ["a directory alone", { directory: OWN }],
    ["a server elsewhere alone", { directory: ELSEWHERE }],
    ["Jenkins alone", { directory: OWN, jenkins: {} }],
    ["Nexus alone", { directory: OWN, nexus: NEXUS }],
    ["both with a server elsewhere", { directory: ELSEWHERE, jenkins: {}, nexus: NEXUS }],
  ])("%s", (_, devops) => {
    expect(check(devops)).toEqual([]);
  });

  it("everything at once, with a directory of the testbed's own", () => {
    const devops = {
      groups: ["interface", "platform"],
      projects: {
        pilot2: { ui: { repository: "https://gitlab.example.org/pilot2/ui.git" } },
        interface: { portal: { repository: "https://gitlab.example.org/interface/portal.git" } },
      },
      directory: {
        ...OWN,
        partners: { jrc: { title: "Joint Research Centre", pilots: ["pilot2", "interface"] }, bank: {} },
        people: {
          ann: person({ groups: ["platform-admins"] }),
          bob: person({ mail: "bob@example.org", groups: ["jrc", "pilot2", "interface", "operators"] }),
          cat: person({ mail: "cat@example.org" }),
        },
        passwords: "first-passwords",
        grants: { operators: "admin", press: "guest", builders: ["platform", "pilot2"] },
      },
      jenkins: {
        deploy: { ...DEPLOY, secret: "git" },
        gitlab: { url: "https://gitlab.example.org", secret: "jenkins-gitlab" },
        slack: { workspace: "infinitech", channel: "#builds", secret: "jenkins-slack" },
      },
      nexus: NEXUS,
      values: { nexus3: { nodeSelector: { disk: "ssd" } } },
    };
    expect(check(devops, { place: { state: STATE, directoryGroups: { prefix: "ldap:" } } })).toEqual([]);
  });

  it("a place without a domain, where there is a directory and no tool", () => {
    expect(check({ directory: OWN }, { place: { domain: undefined } })).toEqual([]);
  });
});

describe("the check of what the tools need", () => {
  it("given tools and neither directory nor domain, then each is told once", () => {
    expect(found({ jenkins: {}, nexus: NEXUS }, { place: { domain: undefined } })).toEqual([
      ["", "has tools (jenkins, nexus), and no directory of people who sign in to them"],
      ["", "has hosts below the domain (jenkins, nexus, registry), and the place has no domain"],
    ]);
  });

  it("given pipelines that deploy, then states are where they can reach them", () => {
    const devops = { directory: OWN, jenkins: { deploy: DEPLOY } };
    expect(check(devops, { place: { state: STATE } })).toEqual([]);
    for (const state of [undefined, { local: { acceptSecrets: true } }]) {
      const what = expect.stringContaining("somebody's machine");
      expect(found(devops, { place: { state } })).toEqual([["jenkins.deploy", what]]);
    }
  });

  it("given values of a chart whose tool is not there, then it is a doubt", () => {
    const values = { nexus3: { nodeSelector: { disk: "ssd" } } };
    expect(found({ values })).toEqual([["warning", "values.nexus3", "there is no nexus that takes them"]]);
  });

  it("given values that the chart does not know, then each is an error at its place", () => {
    expect(found({ directory: OWN, nexus: NEXUS, values: { nexus3: { x: { y: 1 } } } })).toEqual([
      ["values.nexus3.x", 'unknown key "x"'],
    ]);
  });

  it("given projects and no Jenkins, or of groups that are not there, then it is a doubt", () => {
    const projects = { pilot3: { ui: { repository: "https://gitlab.example.org/pilot3/ui.git" } } };
    expect(found({ projects })).toEqual([
      ["warning", "projects.pilot3", 'there is no "pilot3" at this place'],
      ["warning", "projects", "there is no Jenkins that builds them"],
    ]);
  });

  it("given projects, then their images go to Nexus or to a registry of the place, where nodes pull from it", () => {
    const projects = { pilot2: { ui: { repository: "https://gitlab.example.org/pilot2/ui.git" } } };
    const tools = { directory: OWN, jenkins: {}, projects };
    const what = "become images, and there is no registry that nodes pull them from";
    expect(check({ ...tools, nexus: NEXUS })).toEqual([]);
    const pushing = { ...tools, jenkins: { push: "registry-push" } };
    expect(check(pushing, { place: { registry: { address: "registry.bank.example" } } })).toEqual([]);
    expect(found(tools)).toEqual([["projects", what]]);
    expect(found({ ...tools, nexus: NEXUS }, { place: { certificates: "self-signed" } })).toEqual([["projects", what]]);
    expect(found({ ...tools, nexus: NEXUS }, { place: { domain: undefined } })).toHaveLength(1);
  });

  it("given projects and a registry elsewhere that nobody may push to, then it is an error, with the secret that is missing", () => {
    const projects = { pilot2: { ui: { repository: "https://gitlab.example.org/pilot2/ui.git" } } };
    const tools = { directory: OWN, jenkins: {}, projects };
    const place = { registry: { address: "registry.bank.example" } };
    for (const devops of [tools, { ...tools, nexus: NEXUS }]) {
      expect(check(devops, { place })).toMatchObject([
        {
          severity: "error",
          path: ["devops", "projects"],
          what: "become images, and nobody may push them to registry.bank.example",
          mend: "Add push: <secret> to jenkins, with the keys username and password.",
        },
      ]);
    }
    expect(check({ directory: OWN, jenkins: {} }, { place })).toEqual([]);
  });

  it.each([undefined, {}, { jenkins: {}, directory: undefined }])(
    "given a place whose API server knows groups of a directory, and %j, then it is a doubt",
    (devops) => {
      expect(found(devops, { place: { directoryGroups: {} } })).toContainEqual([
        "warning",
        "place: directoryGroups",
        "is about groups of the testbed's directory, and it has none",
      ]);
    },
  );
});

describe("the check of a server elsewhere", () => {
  const server = (rest: object) => ({ directory: { ...ELSEWHERE, server: { ...SERVER, ...rest } } });

  it.each(["organisation", "partners", "people", "passwords"])("given %s beside it, then that alone is told", (key) => {
    const own = { organisation: "X", partners: { jrc: {} }, people: { ann: person() }, passwords: "x" }[key];
    expect(found({ directory: { server: SERVER, [key]: own } })).toEqual([
      ["directory.server", `stands beside ${key}: what belongs to a directory of the testbed's own`],
    ]);
  });

  it.each([{}, { press: "guest" }, { builders: ["pilot2"] }])(
    "given the grants %j, then nobody administrates",
    (grants) => {
      expect(found({ directory: { server: SERVER, grants } })).toEqual([
        ["directory.server", "has groups of its own, and none of them is granted admin"],
      ]);
    },
  );

  it("given that it searches where people and groups are, then it may be the very entry, in any letters", () => {
    expect(
      check(server({ users: { base: "dc=example,dc=org" }, groups: { base: "OU=Groups,DC=Example,DC=Org" } })),
    ).toEqual([]);
  });

  it("given people or groups that are elsewhere, then each is told", () => {
    const parts = { users: { base: "dc=org" }, groups: { base: "ou=groups,dc=other,dc=org" } };
    expect(found(server(parts)).map(([path]) => path)).toEqual([
      "directory.server.users.base",
      "directory.server.groups.base",
    ]);
  });

  it("given names of groups in another attribute, then Jenkins cannot find them", () => {
    const groups = (id: string) => server({ groups: { ...SERVER.groups, id } });
    expect(check(groups("ou"))).toEqual([]);
    expect(check({ ...groups("CN"), jenkins: {} })).toEqual([]);
    expect(found({ ...groups("ou"), jenkins: {} })).toMatchObject([["directory.server.groups.id", expect.any(String)]]);
  });

  it("given names that a directory of its own keeps, then others may have them there", () => {
    const grants = { operators: "admin", guests: "guest", "platform-admins": "guest", pilot2: ["pilot2"] };
    expect(check({ groups: ["guests"], directory: { server: SERVER, grants } })).toEqual([]);
  });

  it.each(["anonymous", "authenticated", "nx-admin", "testbed-x"])(
    "given the group %s, then a tool takes it for another",
    (name) => {
      expect(found({ directory: { server: SERVER, grants: { operators: "admin", [name]: "guest" } } })).toMatchObject([
        [`directory.grants.${name}`, expect.any(String)],
      ]);
    },
  );
});

describe("the check of the groups", () => {
  it("given a name that has a meaning already, then it is no partner's and no grant's", () => {
    const names = ["platform-admins", "guests", "pilot2", "interface"];
    const partners = Object.fromEntries(names.map((name) => [name, {}]));
    expect(found({ groups: ["interface"], directory: { ...OWN, partners } }).map(([path]) => path)).toEqual(
      names.map((name) => `directory.partners.${name}`),
    );
    const grants = Object.fromEntries(names.map((name) => [name, "guest"]));
    expect(found({ groups: ["interface"], directory: { ...OWN, grants } }).map(([path]) => path)).toEqual(
      names.map((name) => `directory.grants.${name}`),
    );
  });

  it("given a partner that grants name too, then it is told at the grants", () => {
    expect(found({ directory: { ...OWN, partners: { jrc: {} }, grants: { jrc: "admin" } } })).toEqual([
      ["directory.grants.jrc", '"jrc" is the group of a partner already'],
    ]);
  });

  it.each(["guests", "platform-admins", "anonymous", "authenticated", "nx-x", "testbed-x", "deploy"])(
    "given the name %s, then it is no group of code and no pilot's, in a directory of the testbed's own",
    (name) => {
      const tools = { directory: OWN, jenkins: {} };
      expect(found({ ...tools, groups: [name] })).toMatchObject([["groups.0", expect.stringContaining(`"${name}" `)]]);
      expect(found(tools, { sandboxes: { [name]: undefined, other: name } })).toMatchObject([
        [`sandboxes/${name}: `, expect.stringContaining(`"${name}" is no name for a pilot`)],
        ["sandboxes/other: pilot", expect.stringContaining(`"${name}" is no name for a pilot`)],
      ]);
    },
  );

  it("given sandboxes of such names whose pilot has another, or a testbed without tools, then all is well", () => {
    const sandboxes = { deploy: "pilot2", guests: "pilot2" };
    expect(check({ directory: OWN, jenkins: {} }, { sandboxes })).toEqual([]);
    expect(check({ directory: OWN }, { sandboxes: { deploy: undefined } })).toEqual([]);
    expect(check({}, { sandboxes: { guests: undefined } })).toEqual([]);
    expect(check(undefined, { sandboxes: { deploy: undefined, guests: undefined } })).toEqual([]);
  });

  it("given what stands in a list a second time, then it is the second that is told", () => {
    const directory = {
      ...OWN,
      partners: { jrc: { pilots: ["pilot2", "pilot2"] } },
      people: { ann: person({ groups: ["guests", "jrc", "guests"] }) },
      grants: { builders: ["pilot2", "pilot2"] },
    };
    expect(found({ groups: ["guests", "guests"], directory: OWN }).map(([path]) => path)).toEqual([
      "groups.1",
      "groups.0",
    ]);
    expect(found({ groups: ["a", "b", "a"], directory }).map(([path]) => path)).toEqual([
      "directory.people.ann.groups.2",
      "directory.partners.jrc.pilots.1",
      "directory.grants.builders.1",
      "groups.2",
    ]);
  });

  it("given pilots that this place does not have, then another may: it is a doubt", () => {
    const directory = { ...OWN, partners: { jrc: { pilots: ["pilot3"] } }, grants: { builders: ["pilot4"] } };
    expect(found({ directory })).toEqual([
      ["warning", "directory.partners.jrc.pilots.0", 'there is no "pilot3" at this place'],
      ["warning", "directory.grants.builders.0", 'there is no "pilot4" at this place'],
    ]);
  });
});

describe("the check of people", () => {
  const people = (all: object, rest: object = {}) => found({ directory: { ...OWN, people: all }, ...rest });

  it("given the same address in other letters, then each but the first is told, with the one before", () => {
    const all = { ann: person(), bob: person({ mail: "ANN@example.org" }), cat: person({ mail: "Ann@Example.org" }) };
    expect(people(all)).toEqual([
      ["directory.people.bob.mail", '"ANN@example.org" is the address of ann too'],
      ["directory.people.cat.mail", '"Ann@Example.org" is the address of bob too'],
    ]);
  });

  it("given somebody in no group, or in one that nobody knows, then it is a doubt", () => {
    const all = { ann: person({ groups: [] }), bob: person({ mail: "bob@example.org", groups: ["guest"] }) };
    expect(people(all)).toEqual([
      ["warning", "directory.people.ann", "is in no group, and may do nothing"],
      ["warning", "directory.people.bob.groups.0", 'there is no "guest" at this place'],
    ]);
  });

  const accounts = NEXUS_ACCOUNTS.flatMap((kind) =>
    ["pilot2", "interface", "not-there-yet"].map((group) => nexusAccount(kind, group)),
  );
  it.each([NEXUS_ITSELF.admin, "anonymous", ...accounts])(
    "given the name %s, then Nexus has it, where there is Nexus",
    (name) => {
      expect(people({ [name]: person() })).toEqual([]);
      expect(people({ [name]: person() }, { nexus: NEXUS })).toEqual([
        [`directory.people.${name}`, `"${name}" is an account that Nexus has itself`],
      ]);
    },
  );

  it.each(["build", "pull", "builder-ann", "ann-build-pilot2", "administrator"])(
    "given the name %s, then Nexus has no such account",
    (name) => {
      expect(people({ [name]: person() }, { nexus: NEXUS })).toEqual([]);
    },
  );
});
