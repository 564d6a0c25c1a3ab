import { describe, expect, it } from "vitest";
import { projectName } from "../../../../lib/config/devops/project";
import { groovyText } from "../../../../lib/devops/jenkins/groovy";
import { jcascOf } from "../../../support/jcasc/configuration";
import { BARE, FULL, GROUPS } from "../../../support/jcasc/options";

const scriptsOf = (options = FULL) => (jcascOf(options).jobs ?? []).map(({ script }) => script);
const firstOf = (options = FULL) => scriptsOf(options)[0] ?? "";
const items = (script: string, word: string) =>
  [...script.matchAll(new RegExp(`^${word}\\('(.*)'\\) \\{`, "gm"))].map(([, name]) => name);

/** The lines of one item. */
const itemOf = (script: string, start: string) => script.split(/^\}$/m).find((part) => part.includes(start)) ?? "";

describe("the folders", () => {
  it("given groups of code, then each has one", () => {
    expect(items(firstOf(BARE), "folder")).toEqual(["pilot1", "pilot15", "interface"]);
  });

  it("given no description to deploy from, then nothing deploys", () => {
    expect(firstOf(BARE)).not.toMatch(/pipelineJob|deploy/);
  });

  it("given a description to deploy from, then there is one for each sandbox", () => {
    expect(items(firstOf(), "folder").slice(GROUPS.length)).toEqual([
      "deploy",
      "deploy/pilot1",
      "deploy/pilot1-test",
      "deploy/pilot15",
    ]);
  });

  it("of groups of code may use the cloud of builds alone, and that of deployments its own alone", () => {
    const permitted = (name: string) => /permittedClouds \{ (.*?) \}/.exec(itemOf(firstOf(), `folder('${name}')`))?.[1];
    for (const { name } of GROUPS) expect(permitted(name)).toBe("string('builds')");
    expect(permitted("deploy")).toBe("string('deploys')");
    expect(permitted("deploy/pilot1")).toBe(undefined);
  });

  it("given neither groups nor sandboxes, then there is nothing to make", () => {
    expect(jcascOf({ ...BARE, groups: [] }).jobs).toBe(undefined);
  });

  it("given a group of code of the name of the deployments, then it is refused", () => {
    const groups = [{ name: "deploy", visibility: "developers", sandboxes: [] } as const];
    expect(() => jcascOf({ ...BARE, groups })).toThrow("cannot have the name deploy");
  });
});

describe("the jobs of a sandbox", () => {
  it("are one that deploys and one that removes, which asks first", () => {
    expect(items(firstOf(), "pipelineJob").filter((name) => name?.startsWith("deploy/pilot1/"))).toEqual([
      "deploy/pilot1/deploy",
      "deploy/pilot1/remove",
    ]);
    expect(itemOf(firstOf(), "'deploy/pilot1/deploy'")).toContain("approve: false");
    expect(itemOf(firstOf(), "'deploy/pilot1/remove'")).toContain("approve: true");
  });

  it("deploy from the branch that the description names: who starts them chooses nothing", () => {
    expect(itemOf(firstOf(), "'deploy/pilot1/deploy'")).toContain(String.raw`ref: \'main\'`);
    expect(firstOf()).not.toMatch(/params|parameters/);
  });

  it("run in the sandbox of scripts, one at a time", () => {
    const job = itemOf(firstOf(), "'deploy/pilot15/deploy'");
    expect(job).toContain("sandbox(true)");
    expect(job).toContain("disableConcurrentBuilds()");
  });
});

describe("the job of a project", () => {
  it("has the name of its image, and builds what the Jenkinsfile of its branch says", () => {
    const job = itemOf(firstOf(), "pipelineJob('interface/lx-kafka')");
    expect(job).toContain("scriptPath('Jenkinsfile')");
    expect(job).toContain("remote { url('https://git.example.org/lx-kafka.git') }; branch('refs/heads/release/1.x')");
  });

  it("given a GitLab, then a push to its branch starts it, and the commit is told what came of it", () => {
    const job = itemOf(firstOf(), "pipelineJob('pilot1/app')");
    expect(job).toContain("gitLabConnection('gitlab')");
    expect(job).toMatch(/triggerOnPush\(true\).*includeBranchesSpec\('main'\)/);
  });

  it("given no GitLab, then nothing of one is in it", () => {
    expect(firstOf({ ...FULL, gitlab: undefined })).toContain("pipelineJob('pilot1/app')");
    expect(firstOf({ ...FULL, gitlab: undefined })).not.toMatch(/dabsquared/);
  });

  it("given a group of code that is not there, then it is refused", () => {
    const projects = [{ group: "pilot2", name: "app", repository: "https://git.example.org/a.git", branch: "main" }];
    expect(() => jcascOf({ ...FULL, projects })).toThrow("app is of the group of code pilot2, which is not there");
  });
});

/** The credentials that each folder gets: id, user name and the file of the password, as they stand in the script. */
const accountsIn = (options = FULL) => {
  const lines = (scriptsOf(options)[1] ?? "").matchAll(/^put\('(.*?)', \[(.*)\]\)$/gm);
  const account = /account\('(.*?)', '(?:.*?)', '(.*?)', '\$\{readFileBase64:\/run\/secrets\/additional\/(.*?)\}'\)/g;
  return [...lines].map(([, folder = "", list = ""]) => ({
    folder,
    list,
    accounts: [...list.matchAll(account)].map(([, id, username = "", password]) => [id, username, password]),
  }));
};

const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("credentials for repositories", () => {
  const listOf = (wanted: string) => accountsIn().find(({ folder }) => folder === wanted)?.list;

  it("are in the folder of the jobs that read them, by reference, and nowhere else", () => {
    expect(listOf("deploy")).toBe(
      "account('testbed-description', 'Reads a repository', " +
        "'${readFileBase64:/run/secrets/additional/description-username}', " +
        "'${readFileBase64:/run/secrets/additional/description-password}')",
    );
    expect(listOf("pilot1")).toContain("account('testbed-app', 'Reads a repository', '${readFileBase64:");
    expect(itemOf(firstOf(), "pipelineJob('pilot1/app')")).toContain("credentials('testbed-app')");
    expect(firstOf()).not.toMatch(/password/i);
    const elsewhere = accountsIn().filter(({ folder }) => folder !== "deploy" && folder !== "pilot1");
    expect(JSON.stringify([elsewhere, jcascOf(FULL).credentials])).not.toMatch(/description-password|pilot1-app/);
  });

  it("given repositories that everybody may read, then there are none, and those of an earlier start are taken away", () => {
    const { credentials, ...deploy } = FULL.deploy ?? { repository: "", branch: "" };
    expect(credentials).toBeDefined();
    const scripts = scriptsOf({ ...FULL, deploy, projects: [], registry: [] });
    expect(scripts[0]).not.toContain("credentials:");
    expect(scripts[1]?.split("\n").filter((line) => line.startsWith("put("))).toEqual(
      ["pilot1", "pilot15", "interface", "deploy"].map((folder) => `put('${folder}', [])`),
    );
  });
});

describe("the account with which the pipelines of a group of code push", () => {
  const pushing = (options = FULL) =>
    accountsIn(options).map(({ folder, accounts }) => [
      folder,
      accounts.filter(([id]) => id === "testbed-registry.push").map(([, ...account]) => account),
    ]);

  it("is in the folder of that group, under the name that pipelines know, and in no other", () => {
    expect(pushing()).toEqual([
      ["pilot1", [[base64("build-pilot1"), "nexus-build-pilot1-password"]]],
      ["pilot15", [[base64("build-pilot15"), "nexus-build-pilot15-password"]]],
      ["interface", [[base64("build-interface"), "nexus-build-interface-password"]]],
      ["deploy", []],
    ]);
  });

  it("stands once in all of the configuration, so that no pipeline of another group reads it", () => {
    const { jobs = [], ...rest } = jcascOf(FULL);
    for (const { name } of GROUPS) {
      const reference = `nexus-build-${name}-password}`;
      expect(scriptsOf().join("\n").split(reference)).toHaveLength(2);
      const mine = accountsIn().filter(({ list }) => list.includes(reference));
      expect(mine.map(({ folder }) => folder)).toEqual([name]);
    }
    expect(jobs.length).toBeGreaterThan(0);
    expect(JSON.stringify(rest)).not.toMatch(/nexus|registry/);
  });

  it("given a name and a password that a secret has, then both are references", () => {
    const account = { username: { secret: "push", key: "username" }, password: { secret: "push", key: "password" } };
    const [first] = accountsIn({ ...FULL, registry: [{ group: "pilot1", ...account }] });
    expect(first?.accounts[0]).toEqual([
      "testbed-registry.push",
      "${readFileBase64:/run/secrets/additional/push-username}",
      "push-password",
    ]);
  });

  it("given groups without one, then it goes from their folders", () => {
    const [mine] = FULL.registry ?? [];
    const registry = mine ? [mine] : [];
    expect(pushing({ ...FULL, registry }).map(([folder, accounts]) => [folder, accounts?.length])).toEqual([
      ["pilot1", 1],
      ["pilot15", 0],
      ["interface", 0],
      ["deploy", 0],
    ]);
    for (const { folder, list } of accountsIn({ ...FULL, registry, deploy: undefined, projects: [] })) {
      expect(list === "").toBe(folder !== "pilot1");
    }
  });

  it("has a name that no project has, so that neither takes the other's place", () => {
    expect(() => projectName().parse("registry.push")).toThrow();
  });

  it("given a group of code that is not there, then it is refused, rather than kept where nobody sees it", () => {
    const registry = [{ group: "pilot2", username: "build-pilot2", password: { secret: "s", key: "password" } }];
    expect(() => jcascOf({ ...FULL, registry })).toThrow("is of the group of code pilot2, which is not there");
  });
});

describe("text in Groovy", () => {
  it.each([
    ["it's", String.raw`'it\'s'`],
    [String.raw`a\b`, String.raw`'a\\b'`],
    ["${x}", String.raw`'\u0024{x}'`],
    ["two\nlines", String.raw`'two\nlines'`],
  ])("given %j, then it means itself", (text, groovy) => {
    expect(groovyText(text)).toBe(groovy);
  });
});
