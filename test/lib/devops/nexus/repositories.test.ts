import { describe, expect, it } from "vitest";
import { CLEANUP, repositoriesOf } from "../../../../lib/devops/nexus/repositories";
import { bodies } from "./example";

const named = (name: string, options = {}) =>
  repositoriesOf(options, ["pilot1"]).find((repository) => repository.name === name)?.body;

describe("the repositories of Nexus", () => {
  it("are those of images, Maven, npm, Python and files, and what stands before public registries (INF-23)", () => {
    expect(repositoriesOf({}, ["pilot1", "interface"]).map(({ name, format, type }) => [name, format, type])).toEqual([
      ["docker", "docker", "hosted"],
      ["maven-releases", "maven2", "hosted"],
      ["maven-snapshots", "maven2", "hosted"],
      ["npm", "npm", "hosted"],
      ["raw", "raw", "hosted"],
      ["pypi-pilot1", "pypi", "hosted"],
      ["pypi-interface", "pypi", "hosted"],
      ["docker-proxy", "docker", "proxy"],
      ["maven-proxy", "maven2", "proxy"],
      ["npm-proxy", "npm", "proxy"],
      ["pypi-proxy", "pypi", "proxy"],
    ]);
  });

  it("serve images at a port of their own, to those who sign in", () => {
    expect(named("docker")).toMatchObject({ docker: { httpPort: 8082, forceBasicAuth: true, v1Enabled: false } });
  });

  it("never let a release be overwritten, nor a tag but latest", () => {
    for (const name of ["maven-releases", "npm", "pypi-pilot1"]) {
      expect(named(name), name).toMatchObject({ storage: { writePolicy: "ALLOW_ONCE" } });
    }
    expect(named("docker")).toMatchObject({ storage: { writePolicy: "ALLOW_ONCE", latestPolicy: true } });
    expect(named("maven-snapshots")).toMatchObject({ storage: { writePolicy: "ALLOW" } });
  });

  it("given tags that may move, then they may", () => {
    expect(named("docker", { immutableTags: false })).toMatchObject({
      storage: { writePolicy: "ALLOW", latestPolicy: false },
    });
  });

  it("clean up snapshots and what can be had again, and never what was released", () => {
    const cleaned = repositoriesOf({}, ["pilot1"]).flatMap(({ name, body }) =>
      "cleanup" in body ? [[name, body.cleanup]] : [],
    );
    const by = (policy: string) => ({ policyNames: [policy] });
    expect(cleaned).toEqual([
      ["maven-snapshots", by(CLEANUP.snapshots.name)],
      ...["docker", "maven", "npm", "pypi"].map((ecosystem) => [`${ecosystem}-proxy`, by(CLEANUP.proxied.name)]),
    ]);
    expect(bodies("internal/cleanup-policies")).toMatchObject([
      { format: "maven2", criteriaReleaseType: "PRERELEASES", criteriaLastBlobUpdated: 30 },
      { format: "*", criteriaLastDownloaded: 60 },
    ]);
  });

  it("given a network without public registries, then none stands before them", () => {
    const proxies = { docker: false, maven: false, npm: false, pypi: false } as const;
    expect(repositoriesOf({ proxies }, []).filter(({ type }) => type === "proxy")).toEqual([]);
  });

  it("given another registry of images, then it is asked by the registry's own API", () => {
    const body = named("docker-proxy", { proxies: { docker: "https://mirror.example.org" } });
    expect(body).toMatchObject({
      proxy: { remoteUrl: "https://mirror.example.org" },
      dockerProxy: { indexType: "REGISTRY" },
    });
    expect(named("docker-proxy")).toMatchObject({ dockerProxy: { indexType: "HUB" } });
  });

  it("group nothing: whoever reads a group reads all of its members", () => {
    expect(JSON.stringify(repositoriesOf({}, ["pilot1"]))).not.toContain("memberNames");
  });
});
