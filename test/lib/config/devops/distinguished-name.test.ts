import { describe, expect, it } from "vitest";
import { distinguishedName, standsBelow } from "../../../../lib/config/devops/distinguished-name";

const mendOf = (value: string) =>
  distinguishedName("dc=example,dc=org").safeParse(value).error?.issues[0]?.message.split("\n")[1];

describe("a distinguished name", () => {
  it.each([
    "dc=example",
    "o=INFINITECH",
    "ou=Müller & Söhne,dc=example,dc=org",
    "CN=svc.ldap-1,OU=Service Accounts,DC=corp",
  ])("may be %s", (value) => expect(mendOf(value)).toBeUndefined());

  it.each([
    ["dc=example, dc=org", 'Write "dc=example,dc=org".'],
    [" dc=example,dc=org ", 'Write "dc=example,dc=org".'],
    ["dc=example ,dc=org", 'Write "dc=example,dc=org".'],
    ["example.org", 'Write "dc=example,dc=org".'],
  ])("given %s, then the mend says what was meant", (value, mend) => expect(mendOf(value)).toBe(mend));

  it.each([
    "",
    "people",
    "dc=",
    "dc= ",
    "=x",
    "dc=a,",
    "cn=a\\,b",
    'cn="a"',
    "cn=a+b",
    "dc=${x}",
    "dc=%{x}",
    "cn=*",
    "cn=(x)",
    "dc=a\nb",
  ])("is not %j", (value) =>
    expect(mendOf(value)).toMatch(/^Write it as in "dc=example,dc=org"; values hold none of /),
  );
});

describe("an entry stands below another", () => {
  it.each([
    ["dc=example,dc=org", "dc=example,dc=org"],
    ["ou=people,dc=example,dc=org", "dc=example,dc=org"],
    ["ou=a,ou=b,dc=example,dc=org", "dc=example,dc=org"],
    ["ou=people,DC=Example,DC=ORG", "dc=example,dc=org"],
  ])("as %s below %s", (name, base) => expect(standsBelow(name, base)).toBe(true));

  it.each([
    ["dc=org", "dc=example,dc=org"],
    ["ou=people,dc=example,dc=com", "dc=example,dc=org"],
    ["ou=people,xdc=example,dc=org", "dc=example,dc=org"],
    ["dc=example,dc=org,o=x", "dc=example,dc=org"],
  ])("but not %s below %s", (name, base) => expect(standsBelow(name, base)).toBe(false));
});
