import { describe, expect, it } from "vitest";
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
    expect(scriptsOf(BARE)).toHaveLength(1);
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

describe("credentials for repositories", () => {
  const credentialsOf = (folder: string, options = FULL) =>
    scriptsOf(options)[1]
      ?.split("\n")
      .find((line) => line.startsWith(`put('${folder}', `));

  it("are in the folder of the jobs that read them, by reference, and nowhere else", () => {
    expect(credentialsOf("deploy")).toBe(
      "put('deploy', [account('testbed-description', '${readFileBase64:/run/secrets/additional/description-username}', " +
        "'${readFileBase64:/run/secrets/additional/description-password}')])",
    );
    expect(credentialsOf("pilot1")).toContain("account('testbed-app', '${readFileBase64:");
    expect(itemOf(firstOf(), "pipelineJob('pilot1/app')")).toContain("credentials('testbed-app')");
    expect(firstOf()).not.toMatch(/password/i);
    expect(JSON.stringify(jcascOf(FULL).credentials)).not.toMatch(/description-password|pilot1-app/);
  });

  it("that are there no longer go from every other folder", () => {
    for (const folder of ["pilot15", "interface"]) expect(credentialsOf(folder)).toBe(`put('${folder}', [])`);
  });

  it("given repositories that everybody may read, then there are none", () => {
    const { credentials, ...deploy } = FULL.deploy ?? { repository: "", branch: "" };
    expect(credentials).toBeDefined();
    const scripts = scriptsOf({ ...FULL, deploy, projects: [] });
    expect(scripts).toHaveLength(1);
    expect(scripts[0]).not.toContain("credentials:");
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
