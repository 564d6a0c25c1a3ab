import { GUEST_NAMES, OWN_NAMES, type PlatformNames } from "../platform-namespaces";
import type { ClassDescription, PRESENT_PARTS } from "./existing";
import { isOn, type PlaceDescription } from "./place";

/** What differs from place to place in which parts a platform has. */
export interface PlatformFeatures {
  /** Whether node groups can grow by themselves. */
  readonly autoscaler: boolean;
  /** Whether the driver of volumes takes snapshots. */
  readonly snapshots: boolean;
  /** Whether cert-manager can show by DNS that it holds the domain. */
  readonly dnsSolver: boolean;
  /** Chart that brings the driver of volumes for one node. Default: it is there, or none is needed */
  readonly volumeDriver?: "cinderCsi";
  /** What volumes for one node are made of: a driver of the target's, or folders of the NFS server. */
  readonly standard: "driver" | "nfs";
  /** What volumes for many nodes are made of: folders of an NFS server, or a driver that the cluster has. Default: there are none */
  readonly shared?: "nfs" | Pick<ClassDescription, "driver" | "parameters">;
  /** Names of its namespaces. */
  readonly names: PlatformNames;
  /** Whether claims that name no class are given `testbed-standard`: not in a cluster that others use too. */
  readonly defaultClass: boolean;
  /** Parts that the cluster has already. */
  readonly present: readonly (typeof PRESENT_PARTS)[number][];
}

/** The parts that the platform of a place has. */
export function platformFeatures(place: PlaceDescription): PlatformFeatures {
  const { nfs } = place.storage;
  const none = {
    autoscaler: false,
    snapshots: false,
    dnsSolver: false,
    names: OWN_NAMES,
    defaultClass: true,
    present: [],
  };
  const onNfs = { shared: nfs ? ("nfs" as const) : undefined };
  if (isOn(place, "aws")) {
    const dnsSolver = place.aws.hostedZone !== undefined;
    return { ...none, autoscaler: true, snapshots: true, dnsSolver, standard: "driver", shared: "nfs" };
  }
  if (isOn(place, "openstack")) {
    return { ...none, ...onNfs, snapshots: true, volumeDriver: "cinderCsi", standard: "driver" };
  }
  if (isOn(place, "rancher")) return { ...none, ...onNfs, standard: "nfs" };
  const { classes, has } = place.existing ?? { classes: {}, has: [] };
  return {
    ...none,
    names: GUEST_NAMES,
    defaultClass: false,
    standard: classes.standard ? "driver" : "nfs",
    shared: classes.shared ?? onNfs.shared,
    present: has,
  };
}
