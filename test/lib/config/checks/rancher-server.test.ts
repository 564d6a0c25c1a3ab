import { describe, expect, it } from "vitest";
import { checkRancherServer } from "../../../../lib/config/checks/rancher-server";
import { findings, found } from "../support/places";

const URL = "https://rancher.example.com";
const LDAP = {
  servers: ["ldap.example.com"],
  serviceAccount: "cn=rancher,dc=example,dc=com",
  users: "ou=people,dc=example,dc=com",
  testUser: "admin",
};
const OIDC = { issuer: "https://login.example.com", clientId: "rancher" };
const LDAP_ADMINS = { admins: ["openldap_group://cn=admins,dc=example,dc=com"] };
const OIDC_ADMINS = { admins: ["genericoidc_group://admins", "local://u-abc"] };

/** The same Rancher, as both targets describe it. */
const on = {
  openstack: (server: object, place: object = {}) =>
    found(checkRancherServer, "openstack", { place, target: { rancher: { url: URL, ...server } } }),
  rancher: (server: object, place: object = {}) =>
    found(checkRancherServer, "rancher", { place, target: { server: { url: URL, ...server } } }),
};

describe.each([
  ["openstack", "openstack.rancher"],
  ["rancher", "rancher.server"],
] as const)("the check of Rancher on %s", (target, path) => {
  const check = on[target];

  it("given its address alone, or people who sign in by what is described, then it is content", () => {
    expect(check({})).toEqual([]);
    expect(check({ ...LDAP_ADMINS, signIn: { openldap: LDAP } })).toEqual([]);
    expect(check({ ...OIDC_ADMINS, signIn: { oidc: OIDC } })).toEqual([]);
    expect(check({ admins: ["azuread_user://42"] })).toEqual([]);
  });

  it("given no way to sign in, or two, then Rancher takes one (rancher2, auth_config)", () => {
    expect(check({ signIn: {} })).toEqual([`${path}.signIn: says nothing`]);
    expect(check({ ...LDAP_ADMINS, signIn: { openldap: LDAP, oidc: OIDC } })).toEqual([
      `${path}.signIn.oidc: stands beside openldap, and Rancher takes one of them beside its own users`,
    ]);
    expect(check({ signIn: { openldap: LDAP, oidc: OIDC } })).toHaveLength(2);
  });

  it("given nobody who may sign in, then the provider would refuse it", () => {
    expect(check({ signIn: { oidc: OIDC } })).toEqual([
      `${path}.signIn: lets nobody in: it is for those whom a cluster, a project or admins names, and admins names nobody`,
    ]);
  });

  it("given administrators who sign in by something else, then they are named", () => {
    expect(check({ ...OIDC_ADMINS, signIn: { openldap: LDAP } })).toEqual([
      `${path}.admins.0: "genericoidc_group://admins" signs in by genericoidc, and signIn describes openldap`,
    ]);
    expect(check({ ...LDAP_ADMINS, signIn: { oidc: OIDC } })).toEqual([
      `${path}.admins.0: "openldap_group://cn=admins,dc=example,dc=com" signs in by openldap, and signIn describes oidc`,
    ]);
  });

  it("given an administrator twice, then once is enough", () => {
    expect(check({ admins: ["local://u-a", "local://u-b", "local://u-a"] })).toEqual([
      `${path}.admins.2: "local://u-a" stands here a second time`,
    ]);
  });

  it("given the other port of LDAP, then it warns", () => {
    const port = (more: object) => check({ ...LDAP_ADMINS, signIn: { openldap: { ...LDAP, ...more } } });
    expect(port({ port: 389, tls: false })).toEqual([]);
    expect(port({ port: 3269 })).toEqual([]);
    expect(port({ port: 389 })).toEqual([
      `warning: ${path}.signIn.openldap.port: 389 is the port for LDAP without TLS`,
    ]);
    expect(port({ tls: false })).toEqual([`warning: ${path}.signIn.openldap.port: 636 is the port for LDAP with TLS`]);
  });

  it("given the name of a repository that Rancher brings, then it is taken", () => {
    const url = "https://charts.example.com";
    expect(check({ catalogues: { pilots: url, "rancher-charts": url, "rancher-partner-charts": url } })).toEqual([
      `${path}.catalogues.rancher-charts: "rancher-charts" is a repository of Rancher's own`,
      `${path}.catalogues.rancher-partner-charts: "rancher-partner-charts" is a repository of Rancher's own`,
    ]);
  });

  it.each(["local", "a", "c-a1b2c"])("given the name %s, then no cluster has it", (name) => {
    expect(check({}, { name })).toEqual([`name: "${name}" is no name that Rancher takes for a cluster`]);
  });

  it.each(["locals", "ab", "c-a1b2", "c-a1b2cd", "my-c-a1b2c"])("given the name %s, then it is content", (name) => {
    expect(check({}, { name })).toEqual([]);
  });
});

describe("the check of Rancher", () => {
  it("given the other port of LDAP, then the mend is the other of the two", () => {
    const mends = (more: object) =>
      findings(checkRancherServer, "rancher", {
        target: { server: { url: URL, ...LDAP_ADMINS, signIn: { openldap: { ...LDAP, ...more } } } },
      }).map(({ mend }) => mend);
    expect(mends({ port: 389 })).toEqual(["Write 636, or tls: false beside it."]);
    expect(mends({ tls: false })).toEqual(["Remove tls: false, or write 389."]);
  });

  it.each(["aws", "existing"] as const)("given %s, then there is none, and any name will do", (target) => {
    expect(found(checkRancherServer, target, { place: { name: "local" } })).toEqual([]);
  });

  it("given nobody who may sign in beside a broken list of administrators, then the finding rests on that", () => {
    const target = { server: { url: URL, signIn: { oidc: OIDC } } };
    expect(findings(checkRancherServer, "rancher", { target })[0]?.restsOn).toContainEqual([
      "rancher",
      "server",
      "admins",
    ]);
  });
});
