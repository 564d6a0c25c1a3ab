import { type Check, type CheckFinding, placeError } from "./check";
import { checkSlots } from "./network";
import { NETWORK } from "./ranges";

/** A network that exists already, or is another testbed's, is named once and takes no measures for a new one. */
export const checkGivenNetwork: Check = ({ place }) => {
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
};

function checkSubnetIds(
  zones: Readonly<Record<string, { readonly public: string; readonly private: string }>>,
): CheckFinding[] {
  const subnets = Object.entries(zones).flatMap(([slot, zone]) =>
    (["public", "private"] as const).map((kind) => ({
      path: [...NETWORK, "existing", "zones", slot, kind],
      id: zone[kind],
    })),
  );
  return subnets.flatMap(({ path, id }, index) =>
    subnets.slice(0, index).some((other) => other.id === id)
      ? [placeError(path, `"${id}" stands here a second time`, "Name a subnet of its own for each.")]
      : [],
  );
}
