import type { Construct } from "constructs";
import { addRancherProvider } from "../../lib/cluster/rancher-provider";
import { RancherReady } from "../../lib/cluster/rancher-ready";
import type { RancherRole } from "../../lib/config/machine";
import type { PlaceOn } from "../../lib/config/place";
import { consume, nothing, publish } from "../contract";
import type { StateStore } from "../state";
import { TestbedStack } from "../testbed-stack";
import type { RancherClusterStack } from "./cluster";

/** `<name>-nodes`: waits until the hosts have joined the cluster. */
export class RancherNodesStack extends TestbedStack {
  constructor(scope: Construct, place: PlaceOn<"rancher">, state: StateStore, clusterStack: RancherClusterStack) {
    super(scope, "nodes", { name: place.name, state });
    const { rancher, storage, providers } = place;
    addRancherProvider(this, rancher.server, providers);
    const cluster = consume(this, "cluster", clusterStack);
    const { catalogues, monitoring } = rancher.server;
    const ready = new RancherReady(this, "ready", { clusterId: cluster.cluster_id, catalogues, monitoring });
    const { nfs } = storage;
    // Once more, for those who come after: the state of the cluster's own stack holds the command to join, and whoever reads
    // one output of a state keeps a copy of all.
    publish(this, "cluster", cluster, [ready.sync]);
    publish(
      this,
      "nodes",
      {
        ...nothing("nodes"),
        worker_addresses: addressesOf(place, "worker"),
        control_plane_addresses: addressesOf(place, "controlplane"),
        dns_solver: "{}",
        shared_volume_server: nfs?.server ?? "",
        shared_volume_path: nfs?.share ?? "",
        shared_volume_options: [...(nfs?.mountOptions ?? [])],
      },
      [ready.sync],
    );
  }
}

/** The addresses of the hosts that do something, by host. */
export function addressesOf({ rancher }: PlaceOn<"rancher">, role: RancherRole): Record<string, string> {
  const hosts = Object.entries(rancher.hosts).filter(([, { roles }]) => roles.includes(role));
  return Object.fromEntries(hosts.map(([name, { address }]) => [name, address]));
}
