import { describe, expect, it } from "vitest";
import { AGENT_QUOTAS, DEVOPS_REQUESTS, type ToolRequests } from "../../../../lib/charts/devops-requests";
import type { PodRequests } from "../../../../lib/charts/requests";
import { devopsRequests } from "../../../../lib/config/capacity/devops-requests";
import { capacityOf } from "../../../../lib/config/capacity/testbed-capacity";
import { checkCapacity } from "../../../../lib/config/checks/capacity";
import { NEXUS_LICENCE } from "../../../../lib/config/devops/nexus";
import { testbedSchema } from "../../../../lib/config/testbed";
import { descriptionOf } from "../../../support/description";
import { releasesOf } from "../../../support/helm-values";
import { PROGRAMS } from "../../../support/programs";
import { sandboxOf } from "../../../support/sandbox";

const MIB = 2 ** 20;
const GIB = 2 ** 30;

const OWN = { organisation: "INFINITECH" };
const SERVER = {
  host: "ldap.example.org",
  bind: { dn: "cn=testbed,dc=example,dc=org", secret: "ldap-bind" },
  base: "dc=example,dc=org",
  users: { base: "ou=people,dc=example,dc=org" },
  groups: { base: "ou=groups,dc=example,dc=org" },
};
const ELSEWHERE = { server: SERVER, grants: { operators: "admin" } };
const NEXUS = { licence: NEXUS_LICENCE };
const DEPLOY = { repository: "https://gitlab.example.org/bp/testbed.git" };

const testbedWith = (devops?: object) => testbedSchema.parse({ place: "aws", ...(devops ? { devops } : {}) });
const requests = (devops?: object) => devopsRequests(testbedWith(devops));
const tools = (devops: object) => requests(devops)["the devops tools"];
const builds = (devops: object) => requests(devops)["builds at a time"];

/** What makes secrets stands beside each tool. */
const SECRETS = { cpu: 10, memory: 64 * MIB };
const JENKINS = { cpu: 500 + 10 + SECRETS.cpu, memory: 2 * GIB + 32 * MIB + SECRETS.memory };
const NEXUS_ALONE = { cpu: 500 + 3 * 5 + SECRETS.cpu, memory: 2 * GIB + 3 * 16 * MIB + SECRETS.memory };

describe("what the devops tools ask for", () => {
  it("given none described, then there is no line of them", () => {
    expect(requests()).toEqual({});
  });

  it("given a directory of the testbed's own alone, then it is the server, its backup and the job of secrets", () => {
    expect(requests({ directory: OWN })).toEqual({
      "the devops tools": { cpu: 50 + 10 + SECRETS.cpu, memory: (96 + 32) * MIB + SECRETS.memory },
    });
  });

  it("given a directory elsewhere alone, then there is nothing to count", () => {
    expect(tools({ directory: ELSEWHERE })).toBeUndefined();
  });

  it("given Jenkins alone, then it is the controller, its library and the job of secrets", () => {
    expect(tools({ directory: ELSEWHERE, jenkins: {} })).toEqual(JENKINS);
  });

  it("given Nexus alone, then it is its container, the three that print logs, and the job of secrets, and nobody builds", () => {
    const devops = { directory: ELSEWHERE, nexus: NEXUS };
    expect(requests(devops)).toEqual({ "the devops tools": NEXUS_ALONE });
  });

  it("given all of them, then it is their sum, with one job of secrets", () => {
    expect(tools({ directory: OWN, jenkins: {}, nexus: NEXUS })).toEqual({
      cpu: 60 + JENKINS.cpu + NEXUS_ALONE.cpu - SECRETS.cpu,
      memory: 128 * MIB + JENKINS.memory + NEXUS_ALONE.memory - SECRETS.memory,
    });
  });
});

describe("values that a description sets", () => {
  const both = { directory: ELSEWHERE, jenkins: {}, nexus: NEXUS };
  const more = (values: object) => {
    const [before, after] = [tools(both), tools({ ...both, values })];
    return { cpu: (after?.cpu ?? 0) - (before?.cpu ?? 0), memory: (after?.memory ?? 0) - (before?.memory ?? 0) };
  };

  it("given what the controller of Jenkins asks for, then that is counted, and its library as before", () => {
    const resources = { requests: { cpu: 2, memory: "4Gi" } };
    expect(more({ jenkins: { controller: { resources } } })).toEqual({ cpu: 1500, memory: 2 * GIB });
  });

  it("given what Nexus asks for, then that is counted, and what prints its logs as before", () => {
    const resources = { requests: { cpu: "1.5", memory: "5G" } };
    expect(more({ nexus3: { resources } })).toEqual({ cpu: 1000, memory: 5e9 - 2 * GIB });
  });

  it("given one of the amounts alone, then the other is what the chart is told", () => {
    expect(more({ jenkins: { controller: { resources: { requests: { cpu: "600m" } } } } })).toEqual({
      cpu: 100,
      memory: 0,
    });
    expect(more({ nexus3: { resources: { requests: { memory: "3Gi" } } } })).toEqual({ cpu: 0, memory: GIB });
  });

  it("given limits alone, or other values, then nothing changes", () => {
    const values = {
      jenkins: { controller: { resources: { limits: { memory: "6Gi" } }, nodeSelector: { a: "b" } } },
      nexus3: { logback: { maxHistory: 3 } },
    };
    expect(more(values)).toEqual({ cpu: 0, memory: 0 });
  });

  it("given values of a tool that is not there, then they count for nothing", () => {
    const values = { nexus3: { resources: { requests: { cpu: "8" } } } };
    expect(requests({ directory: ELSEWHERE, jenkins: {}, values })).toEqual(
      requests({ directory: ELSEWHERE, jenkins: {} }),
    );
  });
});

describe("what builds and deployments ask for", () => {
  it("given Jenkins, then it is the quota of builds, whatever the controller takes", () => {
    expect(builds({ directory: OWN, jenkins: {} })).toEqual({ cpu: 2000, memory: 6 * GIB });
    const values = { jenkins: { controller: { resources: { requests: { cpu: "4" } } } } };
    expect(builds({ directory: OWN, jenkins: {}, values })).toEqual({ cpu: 2000, memory: 6 * GIB });
  });

  it("given pipelines that deploy, then it is the quota of deployments more", () => {
    expect(builds({ directory: OWN, jenkins: { deploy: DEPLOY } })).toEqual({ cpu: 3000, memory: 8 * GIB });
  });
});

describe("the capacity of a testbed with devops tools", () => {
  const description = (devops: object | undefined, quota = "1") => ({
    ...descriptionOf({ pilot2: sandboxOf({ quota: { requests: { cpu: quota, memory: "1Gi" } } }) }),
    testbed: testbedWith(devops),
  });

  it("names them after the platform and before the sandboxes, and takes them off what is left", () => {
    const devops = { directory: OWN, jenkins: { deploy: DEPLOY }, nexus: NEXUS };
    const [without, capacity] = [capacityOf(description(undefined)), capacityOf(description(devops))];
    const lines = requests(devops);
    expect(capacity.reserved).toEqual([
      ...without.reserved.slice(0, 2),
      { name: "the devops tools", amounts: lines["the devops tools"] },
      { name: "builds at a time", amounts: lines["builds at a time"] },
      ...without.reserved.slice(2),
    ]);
    expect(without.left.cpu - capacity.left.cpu).toBe(60 + JENKINS.cpu + NEXUS_ALONE.cpu - SECRETS.cpu + 3000);
  });

  it("given sandboxes that fit without the tools alone, then the sum is printed with a line of each", () => {
    const devops = { directory: OWN, jenkins: {}, nexus: NEXUS };
    expect(checkCapacity(description(undefined, "9"))).toEqual([]);
    const [problem, ...others] = checkCapacity(description(devops, "9"));
    expect(others).toEqual([]);
    expect(problem?.what).toContain(" + the devops tools 1.1 + builds at a time 2 + pilot2 9 > ");
  });
});

describe("what is counted", () => {
  const stacksOf = (program: string) => Object.values(PROGRAMS[program]?.().stacks ?? {});
  const valuesOf = (name: string) =>
    stacksOf("reference")
      .flatMap(releasesOf)
      .find(({ chart }) => chart === name)?.values;
  const asked = ({ cpu, memory }: PodRequests) => ({ requests: { cpu, memory } });

  it("is what the charts of the tools are told", () => {
    expect(valuesOf("jenkins")).toMatchObject({
      controller: {
        resources: asked(DEVOPS_REQUESTS.jenkins),
        sidecars: { additionalSidecarContainers: [{ name: "library", resources: asked(DEVOPS_REQUESTS.library) }] },
      },
    });
    expect(valuesOf("nexus3")).toMatchObject({
      resources: asked(DEVOPS_REQUESTS.nexus),
      tailLogs: { resources: asked(DEVOPS_REQUESTS.nexusLogs) },
    });
  });

  it("is what the agents of Jenkins may ask for together", () => {
    const quotas = stacksOf("devops").flatMap(({ resource }) =>
      Object.entries(resource?.kubernetes_resource_quota_v1 ?? {}).filter(([id]) => id.startsWith("agents_")),
    );
    const hard = ({ pods, cpu, memory }: ToolRequests) => ({
      spec: { hard: { pods: String(pods), "requests.cpu": cpu, "requests.memory": memory } },
    });
    expect(Object.fromEntries(quotas)).toMatchObject({
      "agents_jenkins-builds-quota": hard(AGENT_QUOTAS.builds),
      "agents_jenkins-deploys-quota": hard(AGENT_QUOTAS.deploys),
    });
  });
});
