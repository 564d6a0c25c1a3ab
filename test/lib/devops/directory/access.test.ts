import { describe, expect, it } from "vitest";
import { directoryAccess } from "../../../../lib/devops/directory/access";
import { DirectoryNames } from "../../../../lib/devops/directory/names";
import type { Grant } from "../../../../lib/devops/grant";

const names = new DirectoryNames("INFINITECH");
const grant = (group: string): Grant => ({ group, role: "guest", of: [] });
const UNLOCKED = "(!(pwdAccountLockedTime=000001010000Z))";
const filter = (...groups: string[]) => directoryAccess(names, groups.map(grant), "jenkins").users.filter;

describe("how a tool reads the testbed's directory", () => {
  it("then by TLS, with an account of its own, whose password is in a secret", () => {
    expect(directoryAccess(names, [grant("guests")], "nexus")).toMatchObject({
      host: "directory.devops.svc",
      port: 636,
      base: "o=INFINITECH",
      bind: {
        dn: "cn=nexus,ou=services,o=INFINITECH",
        password: { secret: "directory-bind-nexus", key: "password" },
      },
      authority: { secret: "directory-authority", key: "ca.crt" },
    });
  });

  it("given one grant, then people of that group are found who are not locked", () => {
    expect(filter("guests")).toBe(
      `(&(objectClass=inetOrgPerson)(memberOf=cn=guests,ou=groups,o=INFINITECH)${UNLOCKED})`,
    );
  });

  it("given several, then people of any, and a group that is granted more once", () => {
    expect(filter("a", "b", "a")).toBe(
      `(&(objectClass=inetOrgPerson)(|(memberOf=cn=a,ou=groups,o=INFINITECH)(memberOf=cn=b,ou=groups,o=INFINITECH))${UNLOCKED})`,
    );
  });

  it("given none, then nobody", () => {
    expect(filter()).toBe(`(&(objectClass=inetOrgPerson)(memberOf=cn=nobody,o=INFINITECH)${UNLOCKED})`);
  });
});
