import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connect, type SecureVersion } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directoryAccess } from "../../lib/devops/directory/access";
import { DIRECTORY_TOOLS, type DirectoryTool } from "../../lib/devops/directory/names";
import { temporaryFolder } from "../support/synth";
import { Directory, findSlapd, passwordOf } from "./support/directory";
import { BOOTSTRAP, GRANTS, LOCKED } from "./support/directory-people";
import { QUESTIONS } from "./support/directory-tools";
import { LdapClient, RESULT } from "./support/ldap";
import { LdapAuthority } from "./support/ldap-certificates";
import { shellCheck } from "./support/shellcheck";
import { suite } from "./support/suite";

const { names } = BOOTSTRAP;
const EVERYTHING = "(objectClass=*)";

/** Whom tools let in, with their groups. */
const SIGN_INS = [
  { who: "a platform administrator", uid: "admin", groups: ["platform-admins"] },
  { who: "a developer of pilot2", uid: "developer", groups: ["pilot2"] },
  { who: "a developer of pilot2 who is a guest too", uid: "colleague", groups: ["guests", "pilot2"] },
  { who: "a developer of pilot1", uid: "one", groups: ["pilot1"] },
  { who: "a developer of pilot15", uid: "fifteen", groups: ["pilot15"] },
  { who: "a guest", uid: "guest", groups: ["guests"] },
];

/** Whom they do not. */
const STRANGERS = [
  { who: "somebody whom an administrator has locked", name: "locked" },
  { who: "somebody in a group without a grant", name: "singer" },
  { who: "somebody in no group", name: "nobody-yet" },
  { who: "nobody that there is", name: "no-such-person" },
  { who: "everybody", name: "*" },
  { who: "whoever's name begins so", name: "dev*" },
  { who: "somebody, by a filter in the name", name: "admin)(objectClass=*" },
  { who: "somebody, by a filter that ends ours", name: "x)(|(uid=admin" },
  { who: "an escaped star", name: "\\2a" },
  { who: "a tool", name: "jenkins" },
];

suite("directory", findSlapd, () => {
  let directory: Directory;
  beforeAll(async () => {
    directory = await Directory.prepare(BOOTSTRAP);
    await directory.start();
    await directory.person("admin").modify(names.person("locked"), "add", "pwdAccountLockedTime", LOCKED);
  });
  afterAll(() => directory?.stop());

  describe.each(DIRECTORY_TOOLS)("given the settings of %s, when somebody signs in", (tool: DirectoryTool) => {
    const questions = QUESTIONS[tool](directoryAccess(names, GRANTS, tool));
    const find = async (name: string) => {
      const { base, filter } = questions.person(name);
      const { code, entries } = await directory.tool(tool).search(base, filter, ["uid", "cn", "mail"]);
      expect(code).toBe(RESULT.success);
      return entries;
    };

    it.each(SIGN_INS)("then $who is found, signs in, and has the groups $groups", async ({ uid, groups }) => {
      const entries = await find(uid);
      expect(entries).toEqual([
        { dn: names.person(uid), attributes: { uid: [uid], cn: [`${uid} of Testing`], mail: [`${uid}@example.org`] } },
      ]);
      const signedIn = await LdapClient.simple(directory.server, entries[0]?.dn ?? "", passwordOf(uid)).whoami();
      expect(signedIn.code).toBe(RESULT.success);
      const { base, filter } = questions.groups(names.person(uid));
      const found = await directory.tool(tool).search(base, filter, ["cn"]);
      expect(found.entries.flatMap(({ attributes }) => attributes.cn ?? []).sort()).toEqual(groups);
    });

    it.each(STRANGERS)("then $who is not found", async ({ name }) => {
      expect(await find(name)).toEqual([]);
    });

    it("then whoever stands in for empty groups is in none of a person's", async () => {
      expect(await find("nobody")).toEqual([]);
      const { base, filter } = questions.groups("*");
      expect(await directory.tool(tool).names(base, filter)).toEqual([]);
    });
  });

  describe("given somebody with a wrong password", () => {
    it.each(DIRECTORY_TOOLS)("when it is the account of %s, then it is refused", async (tool) => {
      expect((await directory.tool(tool, "wrong").whoami()).code).toBe(RESULT.invalidCredentials);
    });

    it("when it is another's password, then it is refused", async () => {
      const { code } = await directory.person("developer", passwordOf("admin")).whoami();
      expect(code).toBe(RESULT.invalidCredentials);
    });

    it("when it is somebody who is not there, then the answer is the same", async () => {
      const stranger = await directory.person("no-such-person", "wrong").whoami();
      expect(stranger).toEqual(await directory.person("guest", "wrong").whoami());
    });

    it.each([names.manager, names.nobody, names.record, names.group("platform-admins")])(
      "when it is %s, then there is no password",
      async (dn) => {
        for (const password of ["manager", "nobody", "!", "secret", "{CRYPT}!"]) {
          const { code } = await LdapClient.simple(directory.server, dn, password).whoami();
          expect(code).toBe(RESULT.invalidCredentials);
        }
      },
    );
  });

  describe("given a connection without TLS", () => {
    it("when somebody signs in with the right password, then it is refused", async () => {
      const { code } = await LdapClient.simple(directory.plain, names.person("guest"), passwordOf("guest")).whoami();
      expect(code).toBe(RESULT.confidentialityRequired);
    });

    it("when a tool signs in with the right password, then it is refused", async () => {
      const { code } = await LdapClient.simple(directory.plain, names.service("nexus"), passwordOf("nexus")).whoami();
      expect(code).toBe(RESULT.confidentialityRequired);
    });
  });

  describe("given a connection with TLS", () => {
    const version = async (wanted: SecureVersion) => {
      const { hostname, port } = new URL(directory.server.url);
      const socket = connect({
        host: hostname,
        port: Number(port),
        ca: readFileSync(directory.server.authority),
        minVersion: wanted,
        maxVersion: wanted,
        // OpenSSL itself speaks old versions at no higher level.
        ciphers: "DEFAULT@SECLEVEL=0",
      });
      try {
        await once(socket, "secureConnect");
        return socket.getProtocol();
      } finally {
        socket.destroy();
      }
    };

    it.each(["TLSv1", "TLSv1.1"] as const)("when it is %s, then it is refused", async (old) => {
      await expect(version(old)).rejects.toThrow(/ECONNRESET|disconnected|alert|closed/);
    });

    it.each(["TLSv1.2", "TLSv1.3"] as const)("when it is %s, then it is taken", async (wanted) => {
      expect(await version(wanted)).toBe(wanted);
    });

    it("when the client trusts another authority, then it does not sign in", async () => {
      const { certificate } = await LdapAuthority.make(temporaryFolder(), "authority");
      const server = { ...directory.server, authority: certificate };
      const answer = await LdapClient.simple(server, names.person("guest"), passwordOf("guest")).whoami();
      expect(answer).toMatchObject({ code: RESULT.unreachable, said: expect.stringContaining("Can't contact") });
    });

    it("when the client names no password but a way of its own, then it is refused", async () => {
      const { code } = await LdapClient.method(directory.server, "EXTERNAL").whoami();
      expect(code).not.toBe(RESULT.success);
    });
  });

  describe("given a process inside the pod", () => {
    it("when it has another user, then it is nobody to the directory", async () => {
      const other = directory.inside(12345);
      expect(await other.search(names.suffix, EVERYTHING)).toMatchObject({ entries: [] });
      const { code } = await other.modify(names.suffix, "replace", "description", "written");
      expect(code).not.toBe(RESULT.success);
    });

    it("when it has the user of slapd, then it is the manager", async () => {
      expect((await directory.inside().whoami()).said).toContain(names.manager.toLowerCase());
    });
  });
});

suite("directory, scripts", shellCheck, (check) => {
  it.each(["start.sh", "backup.sh"])("given %s, when ShellCheck reads it, then it has nothing to say", async (name) => {
    const script = readFileSync(join(__dirname, "../../devops/directory", name), "utf8");
    expect(await check()(script)).toBe("");
  });
});
