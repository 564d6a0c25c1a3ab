import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type Rke2Options, rke2SelectorText, rke2Settings, rke2SettingsText } from "../../../lib/cluster/rke2-settings";
import { KUBERNETES_MINORS, RKE2_VERSIONS } from "../../../lib/versions";

/** Keys of RKE2's configuration, and those of them that Rancher's metadata lets through. */
interface Keys {
  readonly versions: readonly string[];
  readonly server: readonly string[];
  readonly agent: readonly string[];
  readonly rancher: { readonly version: string; readonly server: readonly string[]; readonly agent: readonly string[] };
}

const keys: Keys = JSON.parse(readFileSync(join(__dirname, "../../support/rke2/configuration-keys.json"), "utf8"));

const options: Rke2Options = {
  podNetwork: "10.42.0.0/16",
  serviceNetwork: "10.43.0.0/16",
  apiNames: [],
  cloudController: "built in",
  hardened: false,
  mirror: {},
};
const settings = (more: Partial<Rke2Options> = {}): Readonly<Record<string, unknown>> =>
  rke2Settings({ ...options, ...more });
const everything = settings({
  apiNames: ["api.example.org"],
  cloudController: "manifest",
  hardened: true,
  mirror: { images: "mirror.example.org" },
});

describe("RKE2 by Kubernetes minor", () => {
  it.each([...KUBERNETES_MINORS])("is a release of %s, whose keys are recorded", (minor) => {
    expect(RKE2_VERSIONS[minor]).toMatch(/^v\d+\.\d+\.\d+\+rke2r\d+$/);
    expect(RKE2_VERSIONS[minor]?.startsWith(`v${minor}.`)).toBe(true);
    expect(keys.versions).toContain(RKE2_VERSIONS[minor]);
  });
});

describe("the settings of RKE2 by default", () => {
  it("are Cilium in place of kube-proxy (INF-14)", () => {
    expect(settings()).toMatchObject({ cni: "cilium", "disable-kube-proxy": true });
  });

  it("have the ranges of pods and services", () => {
    expect(settings()).toMatchObject({ "cluster-cidr": "10.42.0.0/16", "service-cidr": "10.43.0.0/16" });
  });

  it("leave to the testbed what it brings itself, in words of old and new versions", () => {
    expect(settings()).toMatchObject({
      "ingress-controller": "none",
      disable: ["rke2-metrics-server", "rke2-ingress-nginx", "rke2-traefik", "rke2-traefik-crd"],
    });
  });

  it("keep DNS, and what snapshots need", () => {
    expect(JSON.stringify(settings().disable)).not.toMatch(/coredns|snapshot/);
  });

  it("keep RKE2's own cloud controller, without which no node would become ready", () => {
    expect(Object.keys(settings()).filter((key) => key.includes("cloud"))).toEqual([]);
  });

  it("write down who did what, without what they sent, and nothing of what the cluster itself looks at", () => {
    const policy = parse(String(settings()["audit-policy-file"]));
    expect(policy).toMatchObject({ apiVersion: "audit.k8s.io/v1", kind: "Policy" });
    const levels = policy.rules.map(({ level }: { level: string }) => level);
    expect(levels.at(-1)).toBe("Metadata");
    expect(levels.slice(0, -1).every((level: string) => level === "None")).toBe(true);
  });

  it("show the figures of etcd", () => {
    expect(settings()["etcd-expose-metrics"]).toBe(true);
  });
});

describe("the settings of RKE2", () => {
  it("take further names of the API, tokens among them", () => {
    const token = "${TfToken[TOKEN.7]}";
    expect(settings({ apiNames: [token, "api.example.org"] })["tls-san"]).toEqual([token, "api.example.org"]);
    expect(parse(rke2SettingsText({ ...options, apiNames: [token] }))["tls-san"]).toEqual([token]);
  });

  it("make room for the controller that a manifest brings", () => {
    expect(settings({ cloudController: "manifest" })).toMatchObject({
      "cloud-provider-name": "external",
      "disable-cloud-controller": true,
    });
  });

  it("hold to the CIS benchmark where they are told, and the settings of hosts with them", () => {
    expect(settings()).not.toHaveProperty("profile");
    expect(settings({ hardened: true }).profile).toBe("cis");
    // RKE2 ends where the first is there and the second is false.
    expect(rke2SelectorText({ hardened: true })).toBe("protect-kernel-defaults: true\n");
    expect(rke2SelectorText({ hardened: false })).toBe("protect-kernel-defaults: false\n");
  });

  it("have images come through a mirror, by the registry that Docker's images have there", () => {
    expect(settings({ mirror: { images: "mirror.example.org/proxy" } })["system-default-registry"]).toBe(
      "mirror.example.org/proxy/docker.io",
    );
    expect(settings()).not.toHaveProperty("system-default-registry");
  });

  it("are keys that RKE2 knows, all of them", () => {
    expect(Object.keys(everything).filter((key) => !keys.server.includes(key))).toEqual([]);
    expect(Object.keys(parse(rke2SelectorText(options))).filter((key) => !keys.agent.includes(key))).toEqual([]);
  });

  it("are keys that Rancher lets through, but for the one that it learnt in 2025", () => {
    const known = [...keys.rancher.server, ...keys.rancher.agent];
    expect(Object.keys(everything).filter((key) => !known.includes(key))).toEqual(["ingress-controller"]);
  });

  it("have values that Rancher lets through: text, truth values, lists", () => {
    for (const [key, value] of Object.entries(everything)) {
      expect(["string", "boolean"].includes(typeof value) || Array.isArray(value), key).toBe(true);
    }
  });

  it("are YAML, each value as it was", () => {
    expect(parse(rke2SettingsText({ ...options, hardened: true }))).toEqual(settings({ hardened: true }));
  });
});
