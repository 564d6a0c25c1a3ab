import { describe, expect, it } from "vitest";
import { checkValues } from "../../../../lib/charts/check-values";
import { checkFreeValues } from "../../../../lib/charts/free-values";
import { jenkinsValues } from "../../../../lib/devops/jenkins/values";
import { handedValues } from "../../../support/jcasc/configuration";
import { BARE, FULL } from "../../../support/jcasc/options";

describe("the values of Jenkins", () => {
  it("are known to the chart", () => {
    expect(checkValues("jenkins", handedValues(FULL))).toEqual([]);
  });

  it("make Terraform read nothing of what is Jenkins'", () => {
    expect(JSON.stringify(jenkinsValues(FULL))).not.toMatch(/(?<!\$)\$\{|(?<!%)%\{/);
  });

  it("give the controller no right in the cluster: no token, no role, no container that watches", () => {
    expect(handedValues(BARE)).toMatchObject({
      rbac: { create: false, readSecrets: false },
      serviceAccount: { automountServiceAccountToken: false },
      agent: { enabled: false },
      controller: { sidecars: { configAutoReload: { enabled: false } }, JCasC: { defaultConfig: false } },
    });
  });

  it("make what is described all that there is: what was changed by hand goes when the controller starts", () => {
    expect(handedValues(BARE).controller).toMatchObject({
      JCasC: { overwriteConfiguration: true },
      initializeOnce: false,
    });
  });

  it("have no account of the chart's own", () => {
    expect(handedValues(BARE).controller.admin).toEqual({ createSecret: false });
  });

  it("put the host, its class and its notes on the ingress, with the certificate of all hosts", () => {
    const ingress = { className: "testbed", annotations: { "example.org/a": "b" } };
    expect(handedValues({ ...BARE, ingress }).controller.ingress).toMatchObject({
      enabled: true,
      ingressClassName: "testbed",
      hostName: "jenkins.testbed.example.org",
      annotations: { "example.org/a": "b" },
      tls: [{ hosts: ["jenkins.testbed.example.org"] }],
    });
  });

  it("given a certificate of the host's own, then it is that", () => {
    const ingress = { className: "testbed", annotations: {}, tlsSecret: "jenkins-tls" };
    expect(handedValues({ ...BARE, ingress }).controller.ingress).toMatchObject({
      tls: [{ secretName: "jenkins-tls" }],
    });
  });

  it("keep Jenkins' data on the class and in the size that were named", () => {
    expect(handedValues(BARE).persistence).toMatchObject({ storageClass: "testbed-retain", size: "20Gi" });
  });

  it("make an unresolved reference an error", () => {
    expect(handedValues(BARE).controller.javaOpts).toContain("-Dcasc.strict.secret.resolution=true");
  });

  it("tell nobody how Jenkins is used", () => {
    expect(handedValues(BARE).controller.javaOpts).toContain("-Dhudson.model.UsageStatistics.disabled=true");
  });

  it("start the controller anew when its library changes", () => {
    expect(handedValues(BARE).controller.podAnnotations).toEqual({ "checksum/library": "0123abcd" });
  });

  it("given no mirror, then the chart knows where its image is", () => {
    expect(handedValues(BARE).controller.image).toEqual({ pullPolicy: "IfNotPresent" });
  });

  it("given a mirror, then the image comes through it", () => {
    const { image } = handedValues({ ...BARE, mirror: { images: "mirror.example.org" } }).controller;
    expect(image).toMatchObject({ registry: "mirror.example.org/docker.io" });
  });
});

describe("free values of Jenkins", () => {
  it("may say where it runs and what it may take", () => {
    const free = { controller: { nodeSelector: { a: "b" }, resources: { limits: { memory: "4Gi" } } } };
    expect(checkFreeValues("jenkins", free)).toEqual([]);
  });

  it.each([
    { controller: { JCasC: { configScripts: { more: "jenkins: {}" } } } },
    { controller: { installPlugins: ["a:1"] } },
    { controller: { containerSecurityContext: {} } },
    { controller: { javaOpts: "-Da=b" } },
    { rbac: { create: true } },
    { persistence: { existingClaim: "other" } },
  ])("may not undo what it rests on: %j", (free) => {
    expect(checkFreeValues("jenkins", free)).toHaveLength(1);
  });
});
