import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { slapdConfiguration } from "../../lib/devops/directory/configuration";
import { ldif } from "../../lib/devops/directory/ldif";
import { Directory, findSlapd, passwordOf } from "./support/directory";
import { BOOTSTRAP, SMALL_BOOTSTRAP, somebody } from "./support/directory-people";
import { RESULT } from "./support/ldap";
import { output } from "./support/run";
import { suite } from "./support/suite";
import { until } from "./support/until";

const { names } = BOOTSTRAP;
const NEW_PASSWORD = "a new password of somebody";

suite("directory, its life", findSlapd, () => {
  describe("given people who keep the directory by hand, when the description is applied again with more in it", () => {
    let directory: Directory;
    beforeAll(async () => {
      directory = await Directory.prepare(BOOTSTRAP);
      await directory.start();
      const admin = directory.person("admin");
      const byHand = names.person("by-hand");
      const entry = { objectClass: "inetOrgPerson", uid: "by-hand", cn: "By Hand", sn: "Hand" };
      const done = [
        await admin.apply(ldif([{ dn: byHand, attributes: entry }])),
        await admin.setPassword(byHand, NEW_PASSWORD),
        await admin.modify(names.group("pilot2"), "add", "member", names.person("guest")),
        await admin.modify(names.group("pilot2"), "delete", "member", names.person("colleague")),
        await admin.modify(names.group("pilot2"), "replace", "description", "Changed by hand"),
        await admin.modify(names.person("guest"), "replace", "mail", "changed@example.org"),
        await admin.delete(names.person("fifteen")),
        await admin.delete(names.group("pilot1")),
        await directory
          .person("developer")
          .setPassword(names.person("developer"), NEW_PASSWORD, passwordOf("developer")),
      ];
      expect(done.map(({ code }) => code)).toEqual(done.map(() => RESULT.success));
      await directory.stop();
      directory.describe({
        ...BOOTSTRAP,
        groups: [...BOOTSTRAP.groups, { name: "pilot3", title: "New" }],
        people: [
          ...BOOTSTRAP.people,
          somebody("newcomer", "pilot2", "pilot3"),
          { ...somebody("namesake", "pilot3"), mail: "changed@example.org" },
          somebody("unready", "pilot3"),
          somebody("by-hand", "pilot3"),
        ],
      });
      directory.forgetPassword("unready");
      await directory.start();
    });
    afterAll(() => directory?.stop());

    const values = async (dn: string, attribute: string) => {
      const { entries } = await directory.inside().search(dn, "(objectClass=*)", [attribute]);
      return entries[0]?.attributes[attribute];
    };

    it("then a member who was put in stays, and one who was taken out stays out", async () => {
      expect(await values(names.group("pilot2"), "member")).toContain(names.person("guest"));
      expect(await values(names.group("pilot2"), "member")).not.toContain(names.person("colleague"));
    });

    it("then a title stays as it was written", async () => {
      expect(await values(names.group("pilot2"), "description")).toEqual(["Changed by hand"]);
    });

    it("then somebody who was changed stays so", async () => {
      expect(await values(names.person("guest"), "mail")).toEqual(["changed@example.org"]);
    });

    it("then somebody who was taken out does not come back", async () => {
      expect(await values(names.person("fifteen"), "uid")).toBeUndefined();
    });

    it("then a group of the description that was taken out comes back, without its members", async () => {
      expect(await values(names.group("pilot1"), "member")).toEqual([names.nobody]);
      expect(await values(names.person("one"), "memberOf")).toBeUndefined();
    });

    it("then somebody's own password stays", async () => {
      expect((await directory.person("developer", NEW_PASSWORD).whoami()).code).toBe(RESULT.success);
      expect((await directory.person("developer").whoami()).code).toBe(RESULT.invalidCredentials);
    });

    it("then somebody new is there, with groups and a first password", async () => {
      expect((await directory.person("newcomer").whoami()).code).toBe(RESULT.success);
      const groups = [names.group("pilot2"), names.group("pilot3")];
      expect(await values(names.person("newcomer"), "memberOf")).toEqual(groups);
    });

    it("then somebody whose mail address another has is left out, said so, and keeps nobody else out", async () => {
      expect(await values(names.person("namesake"), "uid")).toBeUndefined();
      expect(directory.said()).toContain("directory: cannot put in namesake");
    });

    it("then somebody whom an administrator had put in before keeps the password, and gets the groups", async () => {
      expect((await directory.person("by-hand", NEW_PASSWORD).whoami()).code).toBe(RESULT.success);
      expect(await values(names.person("by-hand"), "cn")).toEqual(["By Hand"]);
      expect(await values(names.person("by-hand"), "memberOf")).toEqual([names.group("pilot3")]);
    });

    it("then somebody without a first password is there, cannot sign in, and is named", async () => {
      expect(await values(names.person("unready"), "memberOf")).toEqual([names.group("pilot3")]);
      expect((await directory.person("unready").whoami()).code).toBe(RESULT.invalidCredentials);
      expect(directory.said()).toContain("there is no password for unready");
    });
  });

  describe("given a directory that runs", () => {
    let directory: Directory;
    beforeEach(async () => {
      directory ??= await Directory.prepare(SMALL_BOOTSTRAP);
      await directory.start();
      await directory.person("admin").modify(names.group("pilot2"), "add", "member", names.person("guest"));
    });
    afterEach(() => directory?.stop());

    const whole = async () => {
      const member = `(&(cn=pilot2)(member=${names.person("guest")}))`;
      expect(await directory.tool("nexus").names(names.groups, member)).toEqual([names.group("pilot2")]);
      expect((await directory.person("guest").whoami()).code).toBe(RESULT.success);
    };

    it("when the password in a tool's secret changes, then it holds in place of the old one", async () => {
      directory.setToolPassword("jenkins", NEW_PASSWORD);
      await directory.untilReady(2);
      expect((await directory.tool("jenkins", NEW_PASSWORD).whoami()).code).toBe(RESULT.success);
      expect((await directory.tool("jenkins").whoami()).code).toBe(RESULT.invalidCredentials);
      await whole();
      directory.setToolPassword("jenkins", passwordOf("jenkins"));
    });

    it("when the certificate is renewed, then the new one is shown", async () => {
      const before = await directory.certificate();
      await directory.renewCertificate();
      await directory.untilReady(2);
      expect(await directory.certificate()).not.toBe(before);
      await whole();
    });

    it("when slapd is killed, then the script ends, and after its next start nothing is lost", async () => {
      directory.killSlapd();
      await directory.untilEnded();
      expect(directory.said()).toContain("slapd has ended");
      expect(directory.ready()).toBe(false);
      await directory.start();
      await whole();
    });

    it("when the whole container is killed, then the next one is not ready before it is", async () => {
      await directory.kill();
      expect(directory.ready()).toBe(true);
      // A configuration that never ends keeps the next one waiting.
      const [configuration, made] = [directory.path("bootstrap/config.ldif"), directory.path("run/config")];
      for (const path of [configuration, made]) rmSync(path, { recursive: true });
      await output("mkfifo", ["-m", "644", configuration]);
      directory.begin();
      await until("beginning", () => existsSync(made));
      expect(directory.ready()).toBe(false);
      await directory.kill();
      rmSync(configuration);
      directory.describe(SMALL_BOOTSTRAP);
      await directory.start();
      await whole();
    });

    it("when it is ended as kubelet does, then slapd has closed its database", async () => {
      await directory.stop();
      expect(directory.said()).toMatch(/slapd stopped/);
      expect(directory.said()).toContain("ended with 0");
      expect(directory.ready()).toBe(false);
    });
  });

  describe("given a directory that cannot start", () => {
    it("when slapd does not take its configuration, then nothing is written into the volume", async () => {
      const directory = await Directory.prepare(SMALL_BOOTSTRAP);
      const configuration = slapdConfiguration(SMALL_BOOTSTRAP);
      directory.configure(configuration.replace("olcDbIndex: uid eq", "olcDbIndex: uid nonsense"));
      expect(await directory.fail()).toContain("nonsense");
      expect(readdirSync(directory.path("data"))).toEqual([]);
    });

    it("when the volume is of another organisation, then nothing starts, and nothing of it is touched", async () => {
      const directory = await Directory.prepare(SMALL_BOOTSTRAP);
      await directory.start();
      await directory.stop();
      const before = readFileSync(directory.path("data/data.mdb"));
      directory.place("data/organisation", "o=Another");
      expect(await directory.fail()).toContain("the volume is of o=Another, and not of o=");
      expect(readFileSync(directory.path("data/data.mdb")).equals(before)).toBe(true);
    });

    it("when somebody's first password comes late, then it is taken then", async () => {
      const directory = await Directory.prepare(SMALL_BOOTSTRAP);
      const [{ uid } = { uid: "" }] = SMALL_BOOTSTRAP.people;
      directory.forgetPassword(uid);
      await directory.start();
      expect((await directory.person(uid).whoami()).code).toBe(RESULT.invalidCredentials);
      directory.givePassword(uid);
      await directory.untilReady(2);
      expect((await directory.person(uid).whoami()).code).toBe(RESULT.success);
      await directory.stop();
    });

    it("when a container may have a million files open, then slapd keeps no table for them", async () => {
      const directory = await Directory.prepare(SMALL_BOOTSTRAP);
      await directory.start();
      const limits = readFileSync(
        `/proc/${readFileSync(directory.path("run/slapd.pid"), "utf8").trim()}/limits`,
        "utf8",
      );
      expect(limits).toMatch(/Max open files\s+4096\s/);
      await directory.stop();
    });

    it("when somebody changes their password inside the pod, as the guide says, then that is their password", async () => {
      const directory = await Directory.prepare(SMALL_BOOTSTRAP);
      const [{ uid } = { uid: "" }] = SMALL_BOOTSTRAP.people;
      await directory.start();
      const dn = names.person(uid);
      const who = ["-x", "-H", `ldapi://${encodeURIComponent(directory.path("run/ldapi"))}`, "-D", dn];
      await output("ldappasswd", [...who, "-w", passwordOf(uid), "-a", passwordOf(uid), "-s", NEW_PASSWORD, dn]);
      expect((await directory.person(uid, NEW_PASSWORD).whoami()).code).toBe(RESULT.success);
      await directory.stop();
    });

    it("when the secret of a tool has no password, then it says which", async () => {
      const directory = await Directory.prepare(SMALL_BOOTSTRAP);
      directory.setToolPassword("nexus", "");
      expect(await directory.fail()).toContain("there is no password for the account of nexus");
      expect(directory.ready()).toBe(false);
    });

    it("when an entry that all directories have is not taken, then it says so", async () => {
      const directory = await Directory.prepare(SMALL_BOOTSTRAP);
      directory.describe({ ...SMALL_BOOTSTRAP, groups: [{ name: "untitled", title: "" }, ...SMALL_BOOTSTRAP.groups] });
      expect(await directory.fail()).toContain("Invalid syntax (21)");
      directory.describe(SMALL_BOOTSTRAP);
      await directory.start();
      await directory.stop();
    });
  });
});
