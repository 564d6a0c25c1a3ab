import { describe, expect, it } from "vitest";
import { namedSources } from "../../../lib/config/api-access";
import { checkAccess } from "../../../lib/config/checks/access";
import { placeSchema } from "../../../lib/config/place";
import { descriptionAt, found } from "./support/places";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleE";
const named = (...args: Parameters<typeof descriptionAt>) => namedSources(descriptionAt(...args).place);

describe("who may come in beside the ways of sandboxes", () => {
  it("given AWS, then those whom the API lets in", () => {
    expect(named("aws")).toEqual([{ path: ["aws", "apiAccess"], names: ["anywhere"] }]);
  });

  it("given OpenStack, then those of the API, and those who log in", () => {
    expect(named("openstack")).toEqual([
      { path: ["openstack", "apiAccess"], names: [] },
      { path: ["openstack", "ssh", "from"], names: [] },
    ]);
    const target = { apiAccess: ["office"], ssh: { publicKey: KEY, from: ["vpn", "office"] } };
    expect(named("openstack", { target }).map(({ names }) => names)).toEqual([["office"], ["vpn", "office"]]);
  });

  it("given hosts, then those whom HAProxy lets through to the API", () => {
    expect(named("rancher", { target: { apiAccess: ["vpn"] } })).toEqual([
      { path: ["rancher", "apiAccess"], names: ["vpn"] },
    ]);
  });

  it("given a cluster that exists, or no target, then nobody that we know of", () => {
    expect(named("existing").flatMap(({ names }) => names)).toEqual([]);
    expect(namedSources(placeSchema.parse({ name: "demo" })).flatMap(({ names }) => names)).toEqual([]);
  });

  it("given names without a list, twice, or beside anywhere, then each is reported where it stands", () => {
    const target = { apiAccess: ["vpn", "vnp"], ssh: { publicKey: KEY, from: ["vpn", "vpn", "anywhere"] } };
    expect(found(checkAccess, "openstack", { target })).toEqual([
      'openstack.apiAccess.1: there is no list "vnp" under sources',
      'openstack.ssh.from.1: "vpn" stands here a second time',
      "openstack.ssh.from.2: anywhere stands beside other names",
    ]);
    expect(found(checkAccess, "rancher", { target: { apiAccess: ["vpn"] } })).toEqual([
      'rancher.apiAccess.0: there is no list "vpn" under sources',
    ]);
  });
});
