import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directoryAccess } from "../../lib/devops/directory/access";
import { Directory, findSlapd, passwordOf } from "./support/directory";
import { BOOTSTRAP, GRANTS, LOCKED, somebody } from "./support/directory-people";
import { RESULT } from "./support/ldap";
import { suite } from "./support/suite";
import { until } from "./support/until";

const { names } = BOOTSTRAP;

/** Ten of them lock somebody. */
const ATTEMPTS = 10;

/** Each test has somebody of its own. */
const PEOPLE = ["short", "history", "hashed", "clumsy", "lucky", "barred", "reset", "left", "forgiven"];

suite("directory, passwords", findSlapd, () => {
  let directory: Directory;
  beforeAll(async () => {
    const people = [...BOOTSTRAP.people, ...PEOPLE.map((uid) => somebody(uid, "pilot2"))];
    directory = await Directory.prepare({ ...BOOTSTRAP, people });
    await directory.start();
  });
  afterAll(() => directory?.stop());

  const signsIn = async (uid: string, password?: string) => (await directory.person(uid, password).whoami()).code;
  const change = async (uid: string, old: string, password: string) =>
    (await directory.person(uid, old).setPassword(names.person(uid), password, old)).code;
  const guess = async (uid: string, times: number) => {
    for (let time = 0; time < times; time++) {
      expect(await signsIn(uid, `wrong ${time}`)).toBe(RESULT.invalidCredentials);
    }
  };
  /** Whether a tool finds somebody who may sign in. */
  const found = async (uid: string) => {
    const { users } = directoryAccess(names, GRANTS, "grafana");
    return (await directory.tool("grafana").names(users.base, `(&(uid=${uid})${users.filter})`)).length === 1;
  };

  describe("given somebody who changes the own password", () => {
    it("when the new one has eleven characters, then it is refused; with twelve it is taken", async () => {
      expect(await change("short", passwordOf("short"), "12345678901")).toBe(RESULT.constraintViolation);
      expect(await signsIn("short")).toBe(RESULT.success);
      expect(await change("short", passwordOf("short"), "123456789012")).toBe(RESULT.success);
      expect(await signsIn("short", "123456789012")).toBe(RESULT.success);
      expect(await signsIn("short")).toBe(RESULT.invalidCredentials);
    });

    it("when the new one is one of the last five, then it is refused", async () => {
      const used = [passwordOf("history"), ...[2, 3, 4, 5].map((number) => `password number ${number}`)];
      for (const [index, password] of used.slice(1).entries()) {
        expect(await change("history", used[index] ?? "", password)).toBe(RESULT.success);
      }
      const [first = "", , , , last = ""] = used;
      expect(await change("history", last, first)).toBe(RESULT.constraintViolation);
      expect(await change("history", last, last)).toBe(RESULT.constraintViolation);
    });

    it.each([
      "{CLEARTEXT}x",
      "{cleartext}long enough password",
      "{CRYPT}long enough password",
      "{SSHA}AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ])("when a hash %s is sent whose password nobody can check, then it is refused", async (hash) => {
      const dn = names.person("hashed");
      const old = Buffer.from(passwordOf("hashed")).toString("base64");
      const { code } = await directory
        .person("hashed")
        .apply(
          `dn: ${dn}\nchangetype: modify\ndelete: userPassword\nuserPassword:: ${old}\n-\nadd: userPassword\nuserPassword: ${hash}\n`,
        );
      expect([RESULT.constraintViolation, RESULT.insufficientAccess]).toContain(code);
    });

    it("when it is stored, then as a hash that takes what the configuration says", async () => {
      const { entries } = await directory.inside().search(names.person("guest"), "(objectClass=*)", ["userPassword"]);
      expect(entries[0]?.attributes.userPassword?.[0]).toMatch(/^\{ARGON2\}\$argon2id?\$v=19\$m=12288,t=3,p=1\$/);
    });
  });

  describe("given somebody's password that others guess", () => {
    it("when it was wrong nine times and then right, then counting begins anew", async () => {
      await guess("lucky", ATTEMPTS - 1);
      expect(await signsIn("lucky")).toBe(RESULT.success);
      await guess("lucky", 1);
      expect(await signsIn("lucky")).toBe(RESULT.success);
    });

    it("when it was wrong ten times, then the right one is refused for a while, in the same words", async () => {
      await guess("clumsy", ATTEMPTS);
      const right = await directory.person("clumsy").whoami();
      expect(right).toEqual(await directory.person("nobody-at-all").whoami());
      expect(right.code).toBe(RESULT.invalidCredentials);
      expect(await found("clumsy")).toBe(true);
      // Who asks for it is not told either (slapo-ppolicy, `ppolicy_use_lockout`).
      expect((await directory.person("clumsy").whoami("-e", "ppolicy")).said).not.toMatch(/lock/i);
      // A quarter of an hour in the pod: the policy is looked at anew at each bind.
      await directory.inside().modify(names.policy("people"), "replace", "pwdLockoutDuration", "1");
      await until("unlocked account", async () => (await signsIn("clumsy")) === RESULT.success, 5000);
      await directory.inside().modify(names.policy("people"), "replace", "pwdLockoutDuration", "900");
    });

    it("when an administrator sets a new one, then it holds at once", async () => {
      await guess("reset", ATTEMPTS);
      expect(await signsIn("reset")).toBe(RESULT.invalidCredentials);
      const admin = directory.person("admin");
      expect((await admin.setPassword(names.person("reset"), "set by the administrator")).code).toBe(RESULT.success);
      expect(await signsIn("reset", "set by the administrator")).toBe(RESULT.success);
    });

    it("when it is a tool's, then the tool is never locked", async () => {
      for (let time = 0; time <= ATTEMPTS; time++) {
        expect((await directory.tool("jenkins", `wrong ${time}`).whoami()).code).toBe(RESULT.invalidCredentials);
      }
      expect((await directory.tool("jenkins").whoami()).code).toBe(RESULT.success);
    });
  });

  describe("given somebody whom an administrator has locked for good", () => {
    const lock = (uid: string) =>
      directory.person("admin").modify(names.person(uid), "add", "pwdAccountLockedTime", LOCKED);

    it("when tools look, then nobody is found, and the right password is refused", async () => {
      expect(await found("barred")).toBe(true);
      expect((await lock("barred")).code).toBe(RESULT.success);
      expect(await found("barred")).toBe(false);
      expect(await signsIn("barred")).toBe(RESULT.invalidCredentials);
    });

    it("when passwords are guessed and the time for that has passed, then the lock stays", async () => {
      await lock("left");
      await directory.inside().modify(names.policy("people"), "replace", "pwdLockoutDuration", "1");
      await guess("left", ATTEMPTS + 1);
      await setTimeout(1500);
      expect(await signsIn("left")).toBe(RESULT.invalidCredentials);
      expect(await found("left")).toBe(false);
      await directory.inside().modify(names.policy("people"), "replace", "pwdLockoutDuration", "900");
    });

    it("when an administrator sets a new password, then that unlocks too", async () => {
      await lock("forgiven");
      expect(await found("forgiven")).toBe(false);
      await directory.person("admin").setPassword(names.person("forgiven"), "set by the administrator");
      expect(await signsIn("forgiven", "set by the administrator")).toBe(RESULT.success);
      expect(await found("forgiven")).toBe(true);
    });
  });
});
