import { Cni } from "../../lib/sandbox/cni";
import { nothing } from "../contract";
import { givenNetwork } from "../given-network";
import type { BuildTarget } from "../target";
import { kubeconfigConnection } from "./connection";

/** A testbed in a cluster that exists already: the platform and the sandboxes, and nothing below them. */
export const existingTarget: BuildTarget<"existing"> = (app, { place, directory }) => {
  const { existing, storage } = place;
  const { standard } = existing.classes;
  return {
    network: givenNetwork(existing),
    nodes: {
      ...nothing("nodes"),
      dns_solver: "{}",
      volume_driver: standard?.driver ?? "",
      volume_parameters: standard?.parameters ?? {},
      shared_volume_server: storage.nfs?.server ?? "",
      shared_volume_path: storage.nfs?.share ?? "",
      shared_volume_options: [...(storage.nfs?.mountOptions ?? [])],
    },
    cni: existing.cni === "cilium" ? Cni.CILIUM : Cni.of(existing.cni),
    connect: (stack) => kubeconfigConnection(place, { directory, outdir: app.outdir, stack }),
    edge: () => undefined,
  };
};
