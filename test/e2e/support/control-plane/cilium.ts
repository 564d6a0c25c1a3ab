import { join } from "node:path";
import type { ControlPlane } from "./control-plane";
import { SOURCES } from "./sources";

const DEFINITION = "customresourcedefinition/ciliumnetworkpolicies.cilium.io";

/** Lets the API take network policies of Cilium, whatever is in them; nothing enforces them. */
export async function addCiliumNetworkPolicies(controlPlane: ControlPlane): Promise<void> {
  await controlPlane.output(["apply", "--filename", join(SOURCES, "cilium-network-policies.yaml")]);
  await controlPlane.output(["wait", "--for=condition=Established", "--timeout=60s", DEFINITION]);
}
