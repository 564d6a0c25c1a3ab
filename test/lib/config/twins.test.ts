import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { formatPath, type Problem } from "../../../lib/config/problem";
import { identityOf, twinProblems } from "../../../lib/config/twins";
import { YamlFile } from "../../../lib/config/yaml-file";
import { temporaryFolder } from "../../support/synth";
import { type Changes, descriptionAt } from "./support/places";

const URL = "https://rancher.example.com";
const OIDC = { oidc: { issuer: "https://login.example.com", clientId: "rancher" } };
const KUBECONFIG = { kubeconfig: "kubeconfig.yaml", context: "lab" };

/** What a place may not share with another one, whose file says this. */
function problems(target: Parameters<typeof descriptionAt>[0], changes: Changes, twin: object | string): Problem[] {
  const directory = temporaryFolder();
  mkdirSync(join(directory, "places"));
  writeFileSync(join(directory, "places/twin.yaml"), typeof twin === "string" ? twin : stringify(twin));
  const { place } = descriptionAt(target, changes);
  return twinProblems(directory, "twin", place, new YamlFile("places/demo.yaml", stringify(place)));
}

const found = (...args: Parameters<typeof problems>) =>
  problems(...args).map(({ path, what, severity }) => `${severity}: ${formatPath(path)}: ${what}`);

describe("what a place may not share with another", () => {
  it("given one name, then states and roles would be one, and nothing else is said", () => {
    expect(found("existing", {}, { name: "demo", existing: KUBECONFIG })).toEqual([
      'error: name: "demo" is the name of places/twin.yaml too',
    ]);
  });

  it("given one cluster that exists, then a second platform has no room in it", () => {
    expect(found("existing", {}, { name: "twin", existing: KUBECONFIG })).toEqual([
      'error: existing.context: "lab" is the cluster of places/twin.yaml too, and a cluster takes one platform',
    ]);
    expect(found("existing", {}, { name: "twin", existing: { ...KUBECONFIG, context: "other" } })).toEqual([]);
    expect(found("existing", {}, { name: "twin", existing: { ...KUBECONFIG, kubeconfig: "other.yaml" } })).toEqual([]);
  });

  it("given two who say how people sign in at one Rancher, then one of them is too many, whatever the target", () => {
    const here = { target: { rancher: { url: URL, signIn: OIDC } } };
    const message = (path: string) => [
      `error: ${path}: places/twin.yaml describes how people sign in at the same Rancher`,
    ];
    const openstack = { name: "twin", openstack: { rancher: { url: URL, signIn: {} } } };
    const rancher = { name: "twin", rancher: { server: { url: URL, signIn: {} } } };
    expect(found("openstack", here, openstack)).toEqual(message("openstack.rancher.signIn"));
    expect(found("openstack", here, rancher)).toEqual(message("openstack.rancher.signIn"));
    expect(found("rancher", { target: { server: { url: URL, signIn: OIDC } } }, openstack)).toEqual(
      message("rancher.server.signIn"),
    );
  });

  it("given one Rancher, then only one of them says how people sign in", () => {
    const here = { target: { rancher: { url: URL, signIn: OIDC } } };
    expect(found("openstack", here, { name: "twin", openstack: { rancher: { url: URL } } })).toEqual([]);
    expect(found("openstack", {}, { name: "twin", openstack: { rancher: { url: URL, signIn: OIDC } } })).toEqual([]);
    const elsewhere = { name: "twin", openstack: { rancher: { url: "https://other.example.com", signIn: OIDC } } };
    expect(found("openstack", here, elsewhere)).toEqual([]);
  });

  it("given a network of another testbed in another region and of other states, then all of it is said", () => {
    const changes = {
      target: { network: { from: "twin" } },
      place: { state: { s3: { bucket: "demo-state", region: "eu-west-1" } } },
    };
    expect(found("aws", changes, { name: "twin", aws: { region: "eu-west-2" } })).toEqual([
      "error: aws.network.from: places/twin.yaml is in eu-west-2",
    ]);
    expect(found("aws", changes, { name: "twin", aws: { region: "eu-west-1" } })).toEqual([
      "error: aws.network.from: places/twin.yaml keeps its states elsewhere",
      'warning: aws.clusterName: "INFINITECH-BP" is the cluster of places/twin.yaml in the same region too',
    ]);
  });

  it.each([
    ["", "an empty file"],
    ["name: [", "no YAML"],
    ["- a", "a list"],
    ["name: 5", "no name"],
  ])("given %j, then %s tells nothing", (text) => {
    expect(found("existing", {}, text)).toEqual([]);
  });

  it("given another place that is broken in one part, then the rest of it counts", () => {
    const twin = { name: "demo", rancher: { server: 5 }, openstack: [], existing: { kubeconfig: 7 } };
    expect(found("rancher", {}, twin)).toEqual(['error: name: "demo" is the name of places/twin.yaml too']);
  });

  it("given a place without a file, then it is nobody", () => {
    expect(identityOf(temporaryFolder(), "nobody")).toBeUndefined();
  });
});
