import { describe, expect, it } from "vitest";
import { placeSchema } from "../../../lib/config/place";
import { platformFeatures } from "../../../lib/config/platform-features";
import { type Changes, descriptionAt } from "./support/places";

type Target = Parameters<typeof descriptionAt>[0];

const features = (target: Target, changes: Changes = {}) => platformFeatures(descriptionAt(target, changes).place);
const NFS = { storage: { nfs: { server: "nfs.example.com", share: "/exports" } } };
const CLASS = { driver: "driver.longhorn.io", parameters: { numberOfReplicas: "3" }, modes: ["ReadWriteOnce"] };

describe("what a platform has", () => {
  it.each([
    { target: "aws", autoscaler: true, snapshots: true, defaultClass: true },
    { target: "openstack", autoscaler: false, snapshots: true, defaultClass: true },
    { target: "rancher", autoscaler: false, snapshots: false, defaultClass: true },
    { target: "existing", autoscaler: false, snapshots: false, defaultClass: false },
  ] as const)(
    "given $target, then nodes that come, snapshots and the default class are its own",
    ({ target, ...expected }) => {
      expect(features(target)).toMatchObject({ ...expected, present: [] });
    },
  );

  it("given a hosted zone, then cert-manager shows by DNS whose domain it is, on AWS alone", () => {
    const zone = { target: { hostedZone: "Z0123456789" }, place: { domain: "demo.example.com" } };
    expect(features("aws", zone).dnsSolver).toBe(true);
    for (const target of ["aws", "openstack", "rancher", "existing"] as const)
      expect(features(target).dnsSolver).toBe(false);
  });

  it("given OpenStack, then Cinder's driver comes with the platform, and nowhere else", () => {
    expect(features("openstack").volumeDriver).toBe("cinderCsi");
    for (const target of ["aws", "rancher", "existing"] as const) expect(features(target).volumeDriver).toBeUndefined();
  });

  it("given volumes of one node, then a driver makes them, or folders of NFS where there is none", () => {
    expect(features("aws").standard).toBe("driver");
    expect(features("openstack").standard).toBe("driver");
    expect(features("rancher").standard).toBe("nfs");
    expect(features("existing", { target: { classes: { standard: CLASS } } }).standard).toBe("driver");
    expect(features("existing", { target: { classes: { shared: CLASS } }, place: NFS }).standard).toBe("nfs");
  });

  it("given volumes of many nodes, then they are on NFS where there is a server, on AWS always", () => {
    expect(features("aws").shared).toBe("nfs");
    expect(features("openstack").shared).toBeUndefined();
    expect(features("openstack", { place: NFS }).shared).toBe("nfs");
    expect(features("rancher").shared).toBe("nfs");
    const own = { target: { classes: { standard: CLASS } } };
    expect(features("existing", own).shared).toBeUndefined();
    expect(features("existing", { ...own, place: NFS }).shared).toBe("nfs");
  });

  it("given a driver of the cluster for many nodes, then it comes before NFS", () => {
    const target = { classes: { standard: CLASS, shared: CLASS } };
    expect(features("existing", { target, place: NFS }).shared).toMatchObject({
      driver: "driver.longhorn.io",
      parameters: { numberOfReplicas: "3" },
    });
  });

  it("given parts that the cluster has, then they are left alone", () => {
    expect(features("existing", { target: { has: ["cert-manager", "metrics-server"] } }).present).toEqual([
      "cert-manager",
      "metrics-server",
    ]);
  });

  it("given no target, then it is no reason to break", () => {
    expect(platformFeatures(placeSchema.parse({ name: "demo" }))).toMatchObject({ autoscaler: false, present: [] });
  });
});
