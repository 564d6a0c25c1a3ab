import { describe, expect, it } from "vitest";
import { handedValues, jcascOf, jcascText } from "../../../support/jcasc/configuration";
import { BARE, DIRECTORY, FULL } from "../../../support/jcasc/options";
import { jcascProblems } from "../../../support/jcasc/schema";

const EXTERNAL = {
  ...FULL,
  directory: { ...DIRECTORY, host: "ldap.example.org", port: 3269, authority: undefined },
  mirror: { images: "mirror.example.org", charts: "oci://mirror.example.org/charts" },
};

describe("the configuration", () => {
  it.each([
    ["with the least", BARE],
    ["with everything", FULL],
    ["with a directory elsewhere and a mirror", EXTERNAL],
    ["without groups", { ...BARE, groups: [], grants: [] }],
  ])("given a testbed %s, then Jenkins knows every key", (_, options) => {
    expect(jcascProblems(jcascOf(options))).toEqual([]);
  });

  it.each([
    ["jenkins", "numExecuters", 0],
    ["security", "aPIToken", {}],
    ["unclassified", "globalLibrary", {}],
  ] as const)("given a misspelt key %s.%s, then the schema refuses it", (part, key, value) => {
    const configuration = jcascOf(FULL);
    expect(jcascProblems({ ...configuration, [part]: { ...configuration[part], [key]: value } })).not.toEqual([]);
  });

  it("given a misspelt key deep inside, then the schema refuses it", () => {
    const text = JSON.stringify(jcascOf(FULL));
    for (const key of [
      "managerPasswordSecret",
      "usageRestricted",
      "pattern",
      "remote",
      "apiToken",
      "tokenCredentialId",
    ]) {
      expect(jcascProblems(JSON.parse(text.replace(`"${key}":`, `"${key}x":`)))).not.toEqual([]);
    }
  });

  it("given a right that Jenkins does not know, then the schema refuses it", () => {
    expect(jcascProblems(JSON.parse(JSON.stringify(jcascOf(FULL)).replace("Job/Build", "Job/Builds")))).not.toEqual([]);
  });
});

describe("what a reviewer looks for", () => {
  const { jenkins, security, unclassified } = jcascOf(FULL);

  it("then nothing is built on the controller, and no port but that of HTTP is open", () => {
    expect(jenkins).toMatchObject({ numExecutors: 0, mode: "EXCLUSIVE", slaveAgentPort: -1 });
  });

  it("then requests are protected against forgery, and nobody is remembered who left", () => {
    expect(jenkins).toMatchObject({ crumbIssuer: "standard", disableRememberMe: true, markupFormatter: "plainText" });
  });

  it("then scripts run in the sandbox, those that make jobs too", () => {
    expect(security).toMatchObject({
      scriptApproval: { forceSandbox: true },
      globalJobDslSecurityConfiguration: { useScriptSecurity: true },
    });
  });

  it("then tokens are made on request alone", () => {
    expect(security.apiToken).toMatchObject({
      creationOfLegacyTokenEnabled: false,
      tokenGenerationOnCreationEnabled: false,
    });
  });

  it("then metrics and webhooks ask who is there", () => {
    expect(unclassified).toMatchObject({
      prometheusConfiguration: { useAuthenticatedEndpoint: true },
      gitLabConnectionConfig: { useAuthenticatedEndpoint: true, connections: [{ ignoreCertificateErrors: false }] },
    });
  });

  it("then the library of pipelines comes from the pod itself, in the version that was deployed", () => {
    expect(unclassified.globalLibraries).toMatchObject({
      libraries: [{ name: "testbed", defaultVersion: "main", allowVersionOverride: false }],
    });
    expect(JSON.stringify(unclassified.globalLibraries)).toContain("git://127.0.0.1:9418/testbed");
  });
});

describe("credentials", () => {
  const credentials = jcascOf(FULL).credentials.system.domainCredentials.flatMap((domain) => domain.credentials);

  it("are references, each to a key of a secret that is mounted", () => {
    const { additionalExistingSecrets } = handedValues(FULL).controller;
    const mounted = additionalExistingSecrets.map(({ name, keyName }) => `${name}-${keyName}`);
    const named = [...jcascText(FULL).matchAll(/\$\{(?:readFileBase64:\/run\/secrets\/additional\/)?([^}]+)\}/g)];
    expect([...new Set(named.map(([, name]) => name))].sort()).toEqual(mounted.sort());
    expect(mounted).toHaveLength(14);
  });

  it("of clouds and of GitLab are Jenkins' alone, that of Slack is for all pipelines, and no other is", () => {
    const scopes = credentials.flatMap((one) => Object.values(one)).map(({ id, scope }) => [id, scope]);
    expect(scopes).toEqual([
      ["jenkins-builds", "SYSTEM"],
      ["jenkins-deploys", "SYSTEM"],
      ["gitlab", "SYSTEM"],
      ["slack", "GLOBAL"],
    ]);
  });

  it("given tools that are left out, then nothing of them is left", () => {
    expect(jcascText(BARE)).not.toMatch(/nexus|gitLab|slack/i);
  });
});

describe("text of a description", () => {
  const TRAPS = ["${JENKINS_HOME}", "{{ .Values.x }}", "%{ if true }", `"quoted" 'text'`, "a: b # c", "^${x}"];

  it.each(TRAPS)("given %s as a name, then it arrives as it was written", (trap) => {
    const groups = [{ name: trap, visibility: "developers", sandboxes: [] } as const];
    const grants = [{ group: trap, role: "developer", of: [trap] } as const];
    const { jenkins } = jcascOf({ ...BARE, groups, grants });
    const [reader] = jenkins.authorizationStrategy.roleBased.roles.global;
    // Jenkins takes the sign away that stands before a reference that is none.
    expect(reader?.entries.map(({ group }) => group.replaceAll("^${", "${"))).toEqual([trap]);
  });

  it.each(TRAPS)("given %s as a name, then no reference comes to be", (trap) => {
    const groups = [{ name: trap, visibility: "developers", sandboxes: [] } as const];
    const grants = [{ group: trap, role: "developer", of: [trap] } as const];
    const references = (text: string) => [...text.matchAll(/(?<!\^)\$\{[^}]*\}/g)].map(([found]) => found);
    expect(references(jcascText({ ...BARE, groups, grants }))).toEqual(references(jcascText({ ...BARE, groups: [] })));
  });
});
