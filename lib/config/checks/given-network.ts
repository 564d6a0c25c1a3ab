import type { AwsNetworkDescription } from "../aws-network";
import { type CheckFinding, checkOn, placeError, repeated } from "./check";
import { checkSlots } from "./network";
import { NETWORK } from "./ranges";

/** A network that exists already, or is another testbed's, is named once and takes no measures for a new one. */
export const checkGivenNetwork = checkOn("aws", (place) => {
  const { network } = place.aws;
  const findings: CheckFinding[] = [];
  if (network.existing) {
    findings.push(
      ...checkSlots([...NETWORK, "existing", "zones"], network.existing.zones),
      ...checkSubnetIds(network.existing.zones),
    );
    if (network.from !== undefined) {
      findings.push(placeError([...NETWORK, "from"], "stands beside existing", "Keep one of them."));
    }
  }
  if (network.from === place.name) {
    const mend = "Write the name of the testbed that owns the network.";
    findings.push(placeError([...NETWORK, "from"], "names this very place", mend));
  }
  const given = network.existing ? "existing" : network.from === undefined ? undefined : "from";
  for (const key of ["cidr", "additionalCidrs", "zones", "natGateways", "flowLogs"] as const) {
    if (given === undefined || network[key] === undefined) continue;
    const what = `has no effect beside ${given}`;
    findings.push(placeError([...NETWORK, key], what, "Remove it: the network is not made here.", { target: "key" }));
  }
  return findings;
});

type Zones = NonNullable<AwsNetworkDescription["existing"]>["zones"];

function checkSubnetIds(zones: Zones): CheckFinding[] {
  const subnets = Object.entries(zones).flatMap(([slot, zone]) =>
    (["public", "private"] as const).map((kind) => ({
      path: [...NETWORK, "existing", "zones", slot, kind],
      text: zone[kind],
    })),
  );
  return repeated(subnets, "Name a subnet of its own for each.");
}
