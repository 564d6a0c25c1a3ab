import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(__dirname, "..");

/** A source file, the room it stands in, and what it imports. */
interface Source {
  readonly file: string;
  readonly room: string;
  readonly imports: readonly string[];
}

/** Who may know whom: for each room, the rooms that its files may import beside their own. */
const MAY_KNOW: Readonly<Record<string, readonly string[]>> = {
  main: ["stacks", "lib/bastion", "lib/config", "lib/ledger", "lib/review"],
  stacks: [
    "lib",
    "lib/config",
    "lib/network",
    "lib/bastion",
    "lib/cluster",
    "lib/charts",
    "lib/cilium",
    "lib/devops",
    "lib/helm",
    "lib/platform",
    "lib/providers",
    "lib/sandbox",
  ],
  "lib/config": ["lib", "lib/charts"],
  "lib/ledger": ["lib/config"],
  "lib/network": ["lib", "lib/config", "lib/providers"],
  "lib/bastion": ["lib", "lib/config", "lib/providers"],
  "lib/cluster": ["lib", "lib/charts", "lib/cilium", "lib/helm", "lib/providers"],
  "lib/cilium": ["lib", "lib/charts"],
  "lib/devops": ["lib", "lib/charts", "lib/config", "lib/helm"],
  "lib/platform": ["lib", "lib/charts", "lib/helm"],
  "lib/charts": ["lib"],
  "lib/helm": ["lib", "lib/charts"],
  "lib/sandbox": ["lib", "lib/config", "lib/helm"],
  "lib/providers": [],
  "lib/review": [],
  "lib/cli": ["lib/bastion", "lib/config", "lib/ledger"],
  lib: [],
};

/** Rooms that know nothing of any cloud. */
const PORTABLE = [
  "lib/config",
  "lib/charts",
  "lib/cilium",
  "lib/devops",
  "lib/helm",
  "lib/platform",
  "lib/sandbox",
  "lib/review",
  "lib/cli",
];

describe("the rooms of the project", () => {
  const sources = ["lib", "stacks", "."].flatMap((folder) => sourcesIn(folder));

  it("are all known here", () => {
    expect([...new Set(sources.map(({ room }) => room))].filter((room) => !(room in MAY_KNOW))).toEqual([]);
  });

  it("know only those that they may know", () => {
    const strange = sources.flatMap(({ file, room, imports }) =>
      imports
        .filter((other) => other.startsWith("."))
        .map((other) => roomOf(relative(root, join(root, dirname(file), other))))
        .filter((other) => other !== room && !MAY_KNOW[room]?.includes(other))
        .map((other) => `${file} knows ${other}`),
    );
    expect(strange).toEqual([]);
  });

  it("are portable where they stand above every cloud", () => {
    const clouds = sources
      .filter(({ room }) => PORTABLE.includes(room))
      .flatMap(({ file, imports }) =>
        imports.filter((other) => /provider-aws|\/providers\//.test(other)).map((other) => [file, other]),
      );
    expect(clouds).toEqual([]);
  });

  it("are portable in the stacks that are the same on every target (INF-47)", () => {
    // What is left beside the folders of the targets, but for the one that picks a target.
    const portable = sources.filter(({ file }) => /^stacks\/[\w-]+\.ts$/.test(file) && file !== "stacks/testbed.ts");
    const strange = portable.flatMap(({ file, imports }) =>
      imports
        .filter((other) => /provider-aws|\/providers\/|\/(aws|openstack|rancher|existing)\//.test(other))
        .concat(imports.filter((other) => other.includes("lib/cluster/") && !other.endsWith("/connection")))
        .concat(imports.filter((other) => other.includes("lib/network/")))
        .map((other) => `${file} knows ${other}`),
    );
    expect(portable.map(({ file }) => file)).toContain("stacks/platform.ts");
    expect(strange).toEqual([]);
  });

  it("read synthesized files alone where they review", () => {
    const constructs = sources
      .filter(({ room }) => room === "lib/review")
      .flatMap(({ file, imports }) =>
        imports.filter((other) => /^(cdktf|constructs)/.test(other)).map((other) => [file, other]),
      );
    expect(constructs).toEqual([]);
  });
});

function sourcesIn(folder: string): Source[] {
  const recursive = folder !== ".";
  return readdirSync(join(root, folder), { recursive, encoding: "utf8" })
    .filter((file) => (recursive ? file.endsWith(".ts") : file === "main.ts"))
    .map((file) => {
      const path = recursive ? join(folder, file) : file;
      const text = readFileSync(join(root, path), "utf8");
      return {
        file: path,
        room: roomOf(path),
        imports: [...text.matchAll(/from "([^"]+)"/g)].map(([, name = ""]) => name),
      };
    });
}

/** The room of a file: `main`, `stacks`, or the folder below `lib`; `lib` itself for the files that stand in it. */
function roomOf(path: string): string {
  const [first = "", second = "", ...rest] = path.split("/");
  if (first !== "lib") return first.replace(/\.ts$/, "");
  return rest.length > 0 ? `lib/${second}` : "lib";
}
