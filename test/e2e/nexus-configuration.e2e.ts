import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { NEXUS_LICENCE_TEXT } from "../../lib/config/devops/nexus";
import { type NexusOptions, nexusConfiguration } from "../../lib/devops/nexus/configuration";
import type { ConfigurationDocument } from "../../lib/devops/nexus/configuration-steps";
import { packagePath } from "../../lib/package-path";
import { NEXUS_EXAMPLE } from "../support/nexus-example";
import { temporaryFolder } from "../support/synth";
import { NexusStandIn, type StandInOptions } from "./support/nexus-stand-in";
import { output, type Run, run, runs } from "./support/run";
import { shellCheck } from "./support/shellcheck";
import { Missing, optional, suite } from "./support/suite";

const SCRIPT = packagePath("devops/nexus/configure.sh");

/** Passwords of accounts of groups of code, with what shells, curl's files, JSON and URLs read otherwise. */
const OF_GROUPS = {
  "build-pilot1": 'bu"ild\\n ${HOME}',
  "pull-pilot1": "pu'll #;&",
  "build-pilot15": "$(id)`id`\\",
  "pull-pilot15": 'é"\\"u0041 %41+',
  "build-interface": "@build-pilot1",
} as const;

const PASSWORDS = { ...OF_GROUPS, admin: 'ro"ot\\ $(x) `y` é:@/%', directory: 'bind"\\/\t&%' } as const;

/** Settings that Nexus has once, and the password of each account: written whatever they are. */
const WRITTEN = 2 + Object.keys(OF_GROUPS).length;

/** The one whose file has the line end that an editor leaves. */
const EDITED = "pull-pilot1";

/** A machine with the script's programs, its files, and a Nexus that stands in. */
class Configured {
  readonly nexus: NexusStandIn;
  readonly folder = temporaryFolder();
  url = "";

  constructor(options: Partial<StandInOptions> = {}) {
    this.nexus = new NexusStandIn({ password: PASSWORDS.admin, ...options });
    for (const name of ["secrets", "work", "bin"]) mkdirSync(join(this.folder, name));
    for (const [name, password] of Object.entries(PASSWORDS)) {
      writeFileSync(join(this.folder, "secrets", name), name === EDITED ? `${password}\n` : password);
    }
    // Each program says how it was called before it runs.
    for (const program of ["curl", "jq"]) {
      const file = join(this.folder, "bin", program);
      writeFileSync(
        file,
        `#!/bin/bash\nprintf '%s\\0' "\${0##*/}" "$@" >> "${this.folder}/calls"\nPATH="\${PATH#*:}" exec ${program} "$@"\n`,
      );
      chmodSync(file, 0o755);
    }
  }

  async start(): Promise<this> {
    this.url = await this.nexus.start();
    return this;
  }

  configure(
    options: NexusOptions = NEXUS_EXAMPLE,
    change: (document: ConfigurationDocument) => object = (same) => same,
  ) {
    return this.apply(change(nexusConfiguration(options)));
  }

  apply(document: object, more: Readonly<Record<string, string>> = {}): Promise<Run> {
    const configuration = join(this.folder, "configuration.json");
    writeFileSync(configuration, JSON.stringify(document));
    return run("bash", [SCRIPT], {
      env: {
        PATH: `${join(this.folder, "bin")}:${process.env.PATH}`,
        NEXUS_URL: this.url,
        NEXUS_USER: "admin",
        CONFIGURATION: configuration,
        SECRETS: join(this.folder, "secrets"),
        WORK: join(this.folder, "work"),
        PATIENCE: "20",
        ...more,
      },
    });
  }

  /** How programs were called. */
  calls(): string {
    const file = join(this.folder, "calls");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }
}

const programs = async () => {
  for (const program of ["bash", "curl", "jq"]) {
    if (!(await runs(program, ["--version"]))) throw new Missing(program);
  }
  await output("bash", ["-n", SCRIPT]);
};

suite("configuration of Nexus", programs, () => {
  const standing: NexusStandIn[] = [];
  const started = async (options: Partial<StandInOptions> = {}) => {
    const configured = await new Configured(options).start();
    standing.push(configured.nexus);
    return configured;
  };

  afterEach(async () => {
    for (const nexus of standing.splice(0)) await nexus.stop();
  });

  it("given a Nexus that has just started, then all that the description says is there", async () => {
    const one = await started();
    const { status, stdout, stderr } = await one.configure();
    expect([status, stderr]).toEqual([0, ""]);
    const { nexus } = one;
    expect(nexus.licenceAccepted).toBe(true);
    expect(nexus.anonymous).toMatchObject({ enabled: false });
    expect(nexus.realms).toEqual(["NexusAuthenticatingRealm", "LdapRealm", "DockerToken", "NpmToken"]);
    expect([...nexus.repositories.keys()].sort()).toEqual(
      [
        ...["docker", "maven-releases", "maven-snapshots", "npm", "raw"],
        ...["docker-proxy", "maven-proxy", "npm-proxy", "pypi-proxy"],
        ...["pypi-interface", "pypi-pilot1", "pypi-pilot15"],
      ].sort(),
    );
    expect([...nexus.roles.keys()].sort()).toEqual(
      [
        ...["nx-admin", "platform-admins", "guests", "pilot1", "pilot15", "interface"],
        ...["testbed-build-pilot1", "testbed-pull-pilot1", "testbed-build-pilot15", "testbed-pull-pilot15"],
        "testbed-build-interface",
      ].sort(),
    );
    expect(nexus.ldap.get("directory")).toMatchObject({
      protocol: "LDAPS",
      userBaseDn: "ou=people",
      userLdapFilter: NEXUS_EXAMPLE.directory.users.filter,
      groupMemberFormat: "${dn}",
      authPassword: PASSWORDS.directory,
    });
    expect(stdout).toContain(NEXUS_LICENCE_TEXT);
    expect([...nexus.users.values()].flatMap(({ userId, roles }) => (roles ? [[userId, roles]] : []))).toEqual(
      Object.keys(OF_GROUPS).map((account) => [account, [`testbed-${account}`]]),
    );
    expect(stdout).toMatch(
      new RegExp(`^Nexus is configured: \\d+ made, ${WRITTEN} written anew, 0 left as they are, 0 removed$`, "m"),
    );
  });

  it("given passwords with every sign that something reads otherwise, then they arrive as they are, without their line end", async () => {
    const one = await started();
    await one.configure();
    expect(Object.fromEntries(one.nexus.passwords)).toEqual({ admin: PASSWORDS.admin, ...OF_GROUPS });
  });

  it("given any run, then no password stands on a command line, in what it prints, or in what it was told", async () => {
    const one = await started();
    const { stdout, stderr } = await one.configure();
    const seen = `${one.calls()}${stdout}${stderr}${readFileSync(join(one.folder, "configuration.json"), "utf8")}`;
    expect(one.calls()).toContain("curl");
    expect(Object.values(PASSWORDS).filter((password) => seen.includes(password))).toEqual([]);
    expect(seen).not.toContain(Buffer.from(`admin:${PASSWORDS.admin}`).toString("base64"));
  });

  it("given a second run, then nothing has changed and nothing is made", async () => {
    const one = await started();
    await one.configure();
    const before = one.nexus.snapshot();
    one.nexus.requests.length = 0;
    const { status, stdout } = await one.configure();
    expect([status, one.nexus.snapshot()]).toEqual([0, before]);
    expect(one.nexus.requests.filter((request) => request.startsWith("POST"))).toEqual([]);
    expect(stdout).toContain("Nexus is configured: 0 made");
  });

  it("given what people made by hand, then it stays; what they changed of ours is as the description has it", async () => {
    const one = await started();
    await one.configure();
    const { nexus } = one;
    const before = nexus.snapshot();
    nexus.repositories.set("theirs", { name: "theirs", format: "raw", type: "hosted" });
    nexus.roles.set("theirs", { id: "theirs", privileges: [], roles: [] });
    nexus.users.set("theirs", { userId: "theirs", source: "default" });
    const withTheirs = nexus.snapshot();
    nexus.roles.set("guests", { id: "guests", privileges: ["nx-all"], roles: ["nx-admin"] });
    nexus.anonymous = { ...nexus.anonymous, enabled: true };
    nexus.passwords.set("build-pilot1", "changed by hand");
    nexus.users.set("pull-pilot1", { ...nexus.users.get("pull-pilot1"), roles: ["testbed-pull-pilot15", "nx-admin"] });
    expect((await one.configure()).status).toBe(0);
    expect(nexus.snapshot()).toBe(withTheirs);
    expect(withTheirs).not.toBe(before);
  });

  it("given groups that are granted nothing any more, then their roles go, and those that people made stay", async () => {
    const one = await started();
    await one.configure();
    const { nexus } = one;
    nexus.roles.set("theirs", { id: "theirs", description: "Made by hand", privileges: [], roles: [] });
    const { grants, groups } = NEXUS_EXAMPLE;
    const { status, stdout } = await one.configure({
      ...NEXUS_EXAMPLE,
      grants: grants.filter(({ group }) => group !== "pilot15" && group !== "platform-admins"),
      groups: groups.filter(({ name }) => name !== "pilot15"),
    });
    expect(status).toBe(0);
    expect([...nexus.roles.keys()].sort()).toEqual(
      [
        ...["nx-admin", "theirs", "guests", "pilot1", "interface"],
        ...["testbed-build-pilot1", "testbed-pull-pilot1", "testbed-build-interface"],
      ].sort(),
    );
    expect(stdout).toContain("Removed: role platform-admins\n");
    expect(stdout).toMatch(/, 4 removed$/m);
  });

  it("given a task whose schedule somebody changed, then it keeps it", async () => {
    const one = await started();
    await one.configure();
    const task = { id: "7", name: "testbed-images", type: "repository.docker.gc", frequency: { schedule: "manual" } };
    one.nexus.tasks.set("testbed-images", task);
    expect((await one.configure()).status).toBe(0);
    expect(one.nexus.tasks.get("testbed-images")).toEqual(task);
  });

  it("given a Nexus that takes a while to start, then the job waits", async () => {
    const one = await started({ startsAfter: 2 });
    const { status, stdout } = await one.configure();
    expect(status).toBe(0);
    expect(stdout).toContain("Waiting for Nexus");
  });

  it("given no Nexus at all, then it gives up after its time, and trying again may help", async () => {
    const one = new Configured();
    one.url = "http://127.0.0.1:9";
    const { status, stderr } = await one.apply(nexusConfiguration(NEXUS_EXAMPLE), { PATIENCE: "5" });
    expect([status, stderr]).toEqual([1, "Nexus does not answer at http://127.0.0.1:9 after 5 seconds.\n"]);
  });

  it("given a Nexus that goes away half-way, then the run fails, and the next one finishes what it began", async () => {
    const one = await started({ diesAfter: 40 });
    const { status, stderr } = await one.configure();
    expect(status).toBe(1);
    expect(stderr).toContain("Nexus does not answer any more (");
    await one.nexus.stop();
    const whole = await started();
    await whole.configure();
    one.url = await one.nexus.start();
    standing.push(one.nexus);
    one.nexus.revive();
    expect((await one.configure()).status).toBe(0);
    expect(one.nexus.snapshot()).toBe(whole.nexus.snapshot());
  });

  it("given a description that accepts no licence, then nothing is configured", async () => {
    const one = await started();
    const before = one.nexus.snapshot();
    const { status, stderr } = await one.configure(NEXUS_EXAMPLE, ({ steps }) => ({ steps }));
    expect([status, stderr]).toEqual([
      2,
      "Nexus asks for its licence to be accepted, and the description accepts none.\n",
    ]);
    expect(one.nexus.snapshot()).toBe(before);
  });

  it("given a Nexus that asks for another licence than the one that the description names, then it is not accepted", async () => {
    const one = await started({ licence: "https://links.sonatype.com/products/nxrm/another" });
    const { status, stderr } = await one.configure();
    expect(status).toBe(2);
    expect(stderr).toContain(
      `Nexus asks for another licence than the one that the description accepts, ${NEXUS_LICENCE_TEXT}`,
    );
    expect(one.nexus.licenceAccepted).toBe(false);
  });

  it("given a Nexus that asks for no licence, then it is configured all the same", async () => {
    const one = await started({ licence: null });
    expect((await one.configure()).status).toBe(0);
    expect(one.nexus.requests.filter((request) => request.includes("eula"))).toEqual(["GET v1/system/eula"]);
  });

  it("given another password than Nexus', then it tries once, as Nexus shuts out whoever goes on", async () => {
    const one = await started({ password: "another" });
    const { status, stderr } = await one.configure();
    expect(status).toBe(2);
    expect(stderr).toContain("Nexus refuses the password of admin.");
    expect(one.nexus.failedSignIns).toBe(1);
  });

  it("given a secret that is empty, then nothing is asked", async () => {
    const one = await started();
    writeFileSync(join(one.folder, "secrets", "admin"), "");
    const { status, stderr } = await one.configure();
    expect([status, one.nexus.failedSignIns, stderr]).toEqual([
      2,
      0,
      `There is nothing in ${join(one.folder, "secrets", "admin")}.\n`,
    ]);
  });

  it("given a repository of our name that is of another kind, then the run says so and touches it not", async () => {
    const one = await started();
    one.nexus.repositories.set("npm", { name: "npm", format: "npm", type: "group" });
    const { status, stderr } = await one.configure();
    expect(status).toBe(2);
    expect(stderr).toContain("repository npm is there already, but as ");
    expect(one.nexus.repositories.get("npm")).toEqual({ name: "npm", format: "npm", type: "group" });
  });

  it("given a Nexus that refuses something, then the run ends with what Nexus said", async () => {
    const one = await started();
    const { status, stderr } = await one.configure(NEXUS_EXAMPLE, (document) =>
      JSON.parse(JSON.stringify(document).replace('"versionPolicy":"RELEASE"', '"versionPolicy":"RELEASES"')),
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/^repository maven-releases: Nexus refuses it \(400\): .*versionPolicy/);
  });

  it("given a Nexus that cannot be given tasks, then the rest is configured", async () => {
    const one = await started({ tasks: false });
    const { status, stdout } = await one.configure();
    expect(status).toBe(0);
    expect(stdout).toContain("This Nexus cannot be given a task testbed-uploads (405)");
  });

  it("given object storage with keys, then they come from their secret, and a second run changes nothing", async () => {
    const one = await started();
    writeFileSync(join(one.folder, "secrets", "access-key-id"), "AKIA");
    writeFileSync(join(one.folder, "secrets", "secret-access-key"), 's3"cret\\');
    const key = (name: string) => ({ secret: "nexus-bucket", key: name });
    const objectStorage = {
      bucket: "artefacts",
      region: "eu-west-1",
      endpoint: "https://s3.example.org",
      credentials: { accessKeyId: key("id"), secretAccessKey: key("secret") },
    };
    expect((await one.configure({ ...NEXUS_EXAMPLE, objectStorage })).status).toBe(0);
    expect(one.nexus.blobStores.get("images")).toMatchObject({
      type: "S3",
      bucketConfiguration: {
        bucket: { name: "artefacts", region: "eu-west-1", prefix: "images" },
        bucketSecurity: { accessKeyId: "AKIA", secretAccessKey: 's3"cret\\' },
        advancedBucketConnection: { endpoint: "https://s3.example.org", forcePathStyle: true },
      },
    });
    const before = one.nexus.snapshot();
    expect((await one.configure({ ...NEXUS_EXAMPLE, objectStorage })).status).toBe(0);
    expect(one.nexus.snapshot()).toBe(before);
  });

  it("given repositories on the volume, then object storage in their place is refused rather than begun anew", async () => {
    const one = await started();
    await one.configure();
    const { status, stderr } = await one.configure({
      ...NEXUS_EXAMPLE,
      objectStorage: { bucket: "artefacts", region: "eu-west-1" },
    });
    expect(status).toBe(2);
    expect(stderr).toContain("blob store images is there already, but as ");
  });

  it("given ShellCheck, then it has nothing to say", async ({ skip }) => {
    const check = await optional("ShellCheck of the configuration of Nexus", shellCheck);
    if (check === undefined) return skip();
    expect(await check(readFileSync(SCRIPT, "utf8"))).toBe("");
  });
});
