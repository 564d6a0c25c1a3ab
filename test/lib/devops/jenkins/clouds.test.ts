import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { AGENT_CLOUDS, AGENT_RULES } from "../../../../lib/devops/jenkins/clouds";
import { jenkinsValues } from "../../../../lib/devops/jenkins/values";
import { jcascOf } from "../../../support/jcasc/configuration";
import { BARE, FULL } from "../../../support/jcasc/options";

const cloudsOf = (options = FULL) => jcascOf(options).jenkins.clouds.map(({ kubernetes }) => kubernetes);
const namesOf = (clouds: readonly Readonly<Record<string, unknown>>[]) => clouds.map(({ name }) => name);

describe("the clouds", () => {
  it("are that of the builds, which pipelines get that name none, and that of the deployments", () => {
    expect(cloudsOf().map(({ name, namespace }) => [name, namespace])).toEqual([
      ["builds", "devops-builds"],
      ["deploys", "devops-deploys"],
    ]);
  });

  it("given no jobs that deploy, then there is that of the builds alone, and no token of the other is asked for", () => {
    expect(namesOf(cloudsOf(BARE))).toEqual(["builds"]);
    expect(JSON.stringify(jenkinsValues(BARE))).not.toContain("jenkins-deploys");
  });

  it("have each an account of its own, whose token and authority come by reference", () => {
    expect(cloudsOf().map(({ credentialsId, serverCertificate }) => [credentialsId, serverCertificate])).toEqual([
      ["jenkins-builds", "${jenkins-builds-ca.crt}"],
      ["jenkins-deploys", "${jenkins-deploys-ca.crt}"],
    ]);
  });

  it("are open to folders that have the permission alone", () => {
    expect(namesOf(cloudsOf().filter(({ usageRestricted }) => usageRestricted !== true))).toEqual([]);
  });

  it("need the port of HTTP alone, and the controller by its name in the cluster", () => {
    for (const { webSocket, jenkinsUrl } of cloudsOf()) {
      expect([webSocket, jenkinsUrl]).toEqual([true, "http://jenkins.devops.svc:8080"]);
    }
  });

  it("lose their agents when a build ends", () => {
    for (const { podRetention } of cloudsOf()) expect(podRetention).toBe("never");
  });

  it("have no template where deployments run: only what asks for a pod by itself runs there", () => {
    expect(namesOf(cloudsOf().filter(({ templates }) => templates !== undefined))).toEqual(["builds"]);
  });

  it("given no mirror, then agents come from where the plugin has them", () => {
    expect(cloudsOf(BARE).map(({ jnlpregistry }) => jnlpregistry)).toEqual([undefined]);
  });

  it("given a mirror, then agents that the plugin adds come through it", () => {
    const clouds = cloudsOf({ ...BARE, mirror: { images: "mirror.example.org" } });
    expect(clouds.map(({ jnlpregistry }) => jnlpregistry)).toEqual(["mirror.example.org/docker.io"]);
  });
});

describe("the tokens of the clouds", () => {
  const tokens = jcascOf({ ...BARE, deploy: FULL.deploy })
    .credentials.system.domainCredentials.flatMap(({ credentials }) => credentials)
    .flatMap(({ string }) => (string ? [string] : []));

  it("are out of reach for pipelines", () => {
    expect(tokens.map(({ id, scope }) => [id, scope])).toEqual([
      ["jenkins-builds", "SYSTEM"],
      ["jenkins-deploys", "SYSTEM"],
    ]);
  });

  it("may make pods and run in them, and nothing else: no secret, no configuration, no role", () => {
    expect([...new Set(AGENT_RULES.flatMap(({ resources }) => resources))].sort()).toEqual([
      "events",
      "pods",
      "pods/exec",
      "pods/log",
    ]);
    expect(JSON.stringify(AGENT_RULES)).not.toContain("*");
  });

  it("are of accounts in the namespace of the tools, not in one where pipelines choose the account of their pod", () => {
    const accounts = Object.values(AGENT_CLOUDS).map(({ account }) => account);
    expect(accounts).toEqual(["jenkins-builds", "jenkins-deploys"]);
  });
});

describe("a plain agent", () => {
  const [builds = {}] = cloudsOf();
  const [template] = builds.templates as readonly Readonly<Record<string, unknown>>[];
  const { spec } = parse(String(template?.yaml));

  it("goes after one build", () => {
    expect([template?.idleMinutes, template?.podRetention]).toEqual([0, "never"]);
  });

  it("has no token of an account, and nothing of Pod Security restricted is missing", () => {
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(spec.containers).toHaveLength(1);
    expect(spec.containers[0].securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      runAsNonRoot: true,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    });
  });

  it("asks for something, and may not take all memory", () => {
    expect(spec.containers[0].resources).toEqual({
      requests: { cpu: "100m", memory: "256Mi" },
      limits: { memory: "1Gi" },
    });
  });

  it("is the image that was named, as the container that the plugin takes for the agent", () => {
    expect([spec.containers[0].name, spec.containers[0].image]).toEqual(["jnlp", BARE.agentImage]);
  });
});
