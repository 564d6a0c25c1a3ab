import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { rancherHaproxy } from "../../lib/bastion/rancher-haproxy";
import type { PlaceOn } from "../../lib/config/place";
import { nothing, publish } from "../contract";
import { recordNames } from "../records";
import type { StateStore } from "../state";
import type { EdgeWays } from "../target";
import { TestbedStack } from "../testbed-stack";

/**
 * `<name>-edge`: what the HAProxy in front of the hosts is to do (SB-1, SB-2). The machine is not ours, so the stack has outputs
 * alone: a plan shows what changes, and nothing else does.
 */
export class RancherEdgeStack extends TestbedStack {
  constructor(scope: Construct, place: PlaceOn<"rancher">, state: StateStore, { ways, hosts }: EdgeWays) {
    super(scope, "edge", { name: place.name, state });
    new TerraformOutput(this, "haproxy_configuration", {
      value: rancherHaproxy(place, ways),
      description: "haproxy.cfg of the machine in front of the hosts",
      staticId: true,
    });
    const { publicAddress } = place.rancher.entry;
    publish(this, "edge", {
      ...nothing("edge"),
      dns_records: Object.fromEntries(recordNames(place, hosts).map((host) => [host, publicAddress])),
    });
  }
}
