import { describe, expect, it } from "vitest";
import { slapdConfiguration } from "../../../../lib/devops/directory/configuration";
import { DirectoryNames } from "../../../../lib/devops/directory/names";

const names = new DirectoryNames("INFINITECH");
const lines = (administrators: readonly string[] = ["platform-admins"]) =>
  slapdConfiguration({ names, administrators }).split("\n");
const values = (attribute: string, administrators?: readonly string[]) =>
  lines(administrators)
    .filter((line) => line.startsWith(`${attribute}: `))
    .map((line) => line.slice(attribute.length + 2));

/** Rules of the database; the two before are of the frontend and of the configuration. */
const rules = (administrators?: readonly string[]) => values("olcAccess", administrators).slice(2);

describe("the configuration of slapd", () => {
  it("then nothing is to be had without signing in, and no sign-in without TLS", () => {
    expect(values("olcRequires")).toEqual(["authc"]);
    expect(values("olcDisallows")).toEqual(["bind_anon"]);
    expect(values("olcSecurity")).toEqual(["simple_bind=128"]);
  });

  it("then nobody reads the server's own entries", () => {
    expect(values("olcAccess").slice(0, 2)).toEqual(["{0}to * by * none", "{0}to * by * none"]);
  });

  it("then no one has the password of the manager or of the configuration", () => {
    expect(values("olcRootPW")).toEqual([]);
    expect(values("olcRootDN")).toEqual([names.manager]);
  });

  it("then each rule ends with nobody else", () => {
    for (const rule of rules()) expect(rule).toMatch(/ by \* none$/);
    expect(rules().map((rule) => Number(/^\{(\d+)\}/.exec(rule)?.[1]))).toEqual(rules().map((_, number) => number));
  });

  it("then passwords stand before all that would let them be read", () => {
    const first = rules().findIndex((rule) => / read\b/.test(rule) && !rule.includes(names.services));
    const passwords = rules().flatMap((rule, number) => (rule.includes("attrs=userPassword") ? [number] : []));
    expect(Math.max(...passwords)).toBeLessThan(first);
  });

  it("given several groups of administrators, then each has their rights", () => {
    const rule = rules(["a", "b"]).find((one) => one.includes("by self =xw")) ?? "";
    const group = (name: string) => `group/groupOfNames/member.exact="${names.group(name)}" =mxw`;
    expect(rule).toContain(`by ${group("a")} by ${group("b")}`);
  });

  it("given no group of administrators, then nobody but the owner writes", () => {
    expect(rules([]).join("\n")).not.toMatch(/by group|write|=mxw/);
  });

  it("given an organisation of several words, then they stay together", () => {
    const text = slapdConfiguration({ names: new DirectoryNames("Two Words"), administrators: [] });
    expect(text).toContain(' "cn=manager,o=Two Words"\n');
    expect(text).toContain("olcUniqueURI: ldap:///ou=people,o=Two%20Words?uid?sub\n");
  });

  it("then the schemas come before what needs them", () => {
    const all = lines();
    const included = all.flatMap((line, number) => (line.startsWith("include: ") ? [number] : []));
    expect(Math.max(...included)).toBeLessThan(all.indexOf("dn: olcDatabase={-1}frontend,cn=config"));
    expect(all.indexOf("dn: cn=schema,cn=config")).toBeLessThan(Math.min(...included));
  });
});
