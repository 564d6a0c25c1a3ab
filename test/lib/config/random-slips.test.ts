import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { NEXUS_LICENCE } from "../../../lib/config/devops/nexus";
import { loadDescription } from "../../../lib/config/load";
import { DescriptionError, type Problem } from "../../../lib/config/problem";
import { temporaryFolder } from "../../support/synth";

const EXAMPLES = join(__dirname, "../../../examples");

/** Values that nobody asked for, and some that stand in the wrong place. */
const ODD = [
  null,
  "",
  0,
  -1,
  1e21,
  2.5,
  true,
  [],
  {},
  [null],
  { a: 1 },
  "10.0.0.0/33",
  "0.0.0.0/0",
  "10.0.0.1",
  "${x}",
  "constructor",
  "__proto__",
  "anywhere",
  "http://a:99999",
  "\n",
  "🦄",
  "a".repeat(300),
  ["etcd"],
  "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
  "ssh-rsa AAAA",
  "(&(a=b)",
  "cn=a,,",
  { server: {}, organisation: "," },
];

const slip = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom("remove", "replace", "rename", "twice", "cut"),
  value: fc.constantFrom(...ODD),
  name: fc.constantFrom<string>("aws", "openstack", "rancher", "existing", "state", "nodes", "toString", "x"),
});

type Slip = typeof slip extends fc.Arbitrary<infer Value> ? Value : never;

interface Spot {
  readonly parent: Record<string | number, unknown>;
  readonly key: string | number;
}

/** Every place in a value where another one stands. */
function spots(value: unknown): Spot[] {
  if (typeof value !== "object" || value === null) return [];
  const parent = value as Spot["parent"];
  return Object.keys(parent).flatMap((name) => {
    const key = Array.isArray(value) ? Number(name) : name;
    return [{ parent, key }, ...spots(parent[key])];
  });
}

function make({ at, kind, value, name }: Slip, place: unknown): void {
  const all = spots(place);
  const spot = all[at % Math.max(all.length, 1)];
  if (!spot) return;
  const { parent, key } = spot;
  const old = parent[key];
  if (kind === "replace") parent[key] = structuredClone(value);
  else if (kind === "cut" && typeof old === "string") parent[key] = old.slice(0, at % (old.length + 1));
  else if (kind === "twice") parent[Array.isArray(parent) ? parent.length : name] = structuredClone(old);
  else {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
    if (kind === "rename" && !Array.isArray(parent)) parent[name] = old;
  }
}

/** Holds that whatever slips are in a file, each message has a position and a mend. */
function expectMends(directory: string, file: string, place: string): void {
  const path = join(directory, file);
  const good = readFileSync(path, "utf8");
  fc.assert(
    fc.property(fc.array(slip, { minLength: 1, maxLength: 4 }), (slips) => {
      const value: unknown = parse(good);
      for (const one of slips) make(one, value);
      writeFileSync(path, stringify(value, { aliasDuplicateObjects: false }));
      for (const { position, what, mend } of problemsOf(directory, place)) {
        expect(what).not.toMatch(/undefined|\[object|Invalid input/);
        expect(mend).toMatch(/[.?>]$/);
        expect(mend).not.toMatch(/undefined|\[object/);
        const text = readFileSync(join(directory, position.file), "utf8").split("\n");
        expect(text[position.line - 1]?.length).toBeGreaterThanOrEqual(position.column - 1);
      }
    }),
    { numRuns: 40 },
  );
}

describe("a place with slips", () => {
  it.each([
    ["openstack", "nova"],
    ["openstack", "larger"],
    ["rancher-bare-metal", "smart-bear"],
    ["existing", "lab"],
  ])("given any in examples/%s/places/%s.yaml, then each message has a position and a mend", (example, name) => {
    const directory = temporaryFolder();
    cpSync(join(EXAMPLES, example), directory, { recursive: true });
    expectMends(directory, `places/${name}.yaml`, name);
  });
});

const GITLAB = "https://gitlab.example.org";

/** Tools with all that can be said of them, and a directory of the testbed's own or elsewhere. */
const DEVOPS = {
  groups: ["interface"],
  projects: { interface: { portal: { repository: `${GITLAB}/interface/portal.git`, branch: "main", secret: "git" } } },
  jenkins: {
    size: "20Gi",
    deploy: { repository: `${GITLAB}/bp/testbed.git`, branch: "main", secret: "git" },
    gitlab: { url: GITLAB, secret: "jenkins-gitlab" },
    slack: { workspace: "infinitech", channel: "#builds", secret: "jenkins-slack" },
  },
  nexus: {
    licence: NEXUS_LICENCE,
    size: "100Gi",
    repositories: {
      proxies: { docker: false, npm: "https://registry.npmjs.org" },
      mavenPrefix: "eu",
      immutableTags: true,
    },
    objectStorage: { bucket: "artefacts", region: "eu-west-1", endpoint: "https://s3.example.org", secret: "storage" },
  },
  values: { nexus3: { nodeSelector: { disk: "ssd" } } },
};

const DIRECTORIES = {
  "of its own": {
    organisation: "INFINITECH",
    partners: { jrc: { title: "Research", pilots: ["interface"] } },
    people: { ann: { name: "Ann", mail: "ann@example.org", groups: ["jrc"] } },
    passwords: "first-passwords",
    grants: { operators: "admin", builders: ["interface"] },
    size: "1Gi",
  },
  elsewhere: {
    grants: { operators: "admin", builders: ["interface"] },
    server: {
      host: "ldap.example.org",
      port: 636,
      authority: "ldap-authority",
      bind: { dn: "cn=testbed,dc=example,dc=org", secret: "ldap-bind" },
      base: "dc=example,dc=org",
      users: { base: "ou=people,dc=example,dc=org", filter: "(a=b)", id: "uid" },
      groups: { base: "ou=groups,dc=example,dc=org", id: "cn" },
    },
  },
};

describe("devops tools with slips", () => {
  it.each(Object.entries(DIRECTORIES))(
    "given any, with a directory %s, then each message has a position and a mend",
    (_, directory) => {
      const folder = temporaryFolder();
      cpSync(join(EXAMPLES, "openstack"), folder, { recursive: true });
      const testbed = {
        ...parse(readFileSync(join(folder, "testbed.yaml"), "utf8")),
        devops: { ...DEVOPS, directory },
      };
      writeFileSync(join(folder, "testbed.yaml"), stringify(testbed));
      expect(problemsOf(folder, "nova").filter(({ severity }) => severity === "error")).toEqual([]);
      expectMends(folder, "testbed.yaml", "nova");
    },
  );
});

/** What is wrong with a place, or looks wrong. @throws what is no list of problems */
function problemsOf(directory: string, place: string): readonly Problem[] {
  try {
    return loadDescription({ directory, place }).warnings;
  } catch (error) {
    if (error instanceof DescriptionError) return error.problems;
    throw error;
  }
}
