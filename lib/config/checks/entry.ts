import { portRanges } from "../../port-ranges";
import { portsByNetwork } from "../node-ports/ports-by-network";
import { waysOf } from "../node-ports/way-of";
import { isNodePort } from "../node-ports/way-path";
import { openstackRules } from "../openstack-rules";
import { type CheckFinding, type Description, placeError } from "./check";

/** Most node ports of one place: beyond, their checks alone keep a small bastion busy. The size is asserted elsewhere. */
const MOST_WAYS = 200;

/** Rules that AWS gives each security group without asking ("Amazon VPC quotas"). */
const RULES = 60;

/** Rules that OpenStack gives a project without asking (Neutron, `quota_security_group_rule`). */
const PROJECT_RULES = 100;

/** Rules of the workers' group beside them: that of EKS itself, and two of the load balancer. */
const OTHER_RULES = 3;

/** What all ways in by node port mean for the one entry that they share; each has its number by now. */
export function checkEntry(description: Description): CheckFinding[] {
  return [...closedWays(description), ...checkSize(description)];
}

/** Warns of ways that are open to nobody, which is the default. */
function closedWays({ sandboxes }: Description): CheckFinding[] {
  return Object.entries(sandboxes).flatMap(([name, { expose }]) =>
    expose.flatMap((exposure, index): CheckFinding[] => {
      if (!isNodePort(exposure) || exposure.from !== undefined) return [];
      const what = `nobody may come in by the node port ${exposure.nodePort}`;
      const mend = "Name lists under sources of the place as from, or anywhere.";
      const path = ["expose", index];
      return [{ file: `sandboxes/${name}`, severity: "warning", target: "value", path, what, mend }];
    }),
  );
}

function checkSize(description: Description): CheckFinding[] {
  const ways = waysOf(description);
  const ports = ways.map(({ port }) => port);
  if (ports.length > MOST_WAYS) {
    const what = `its sandboxes have ${ports.length} ways in by node port, more than the ${MOST_WAYS} of one bastion`;
    return [placeError(["name"], what, "Expose hosts instead, or make a second place.")];
  }
  const rules = openstackRules(description);
  if (rules > PROJECT_RULES) {
    const what = `the testbed needs ${rules} rules of security groups, and OpenStack gives a project ${PROJECT_RULES} without asking`;
    const mend =
      "Have the quota secgroup-rules raised, or name fewer networks as sources: each port has a rule for each.";
    return [placeError(["name"], what, mend, { severity: "warning" })];
  }
  if (!description.place.aws) return [];
  const groups = {
    // In, or out: to the workers, and to the services of AWS.
    bastion: Math.max(
      [...portsByNetwork(ways).values()].reduce((sum, some) => sum + portRanges(some).length, 0),
      portRanges(ports).length + 1,
    ),
    workers: portRanges(ports).length + OTHER_RULES,
  };
  return Object.entries(groups)
    .filter(([, rules]) => rules > RULES)
    .map(([group, rules]) => {
      const what = `the security group of the ${group} needs ${rules} rules, and AWS gives ${RULES} without asking`;
      const mend =
        "Ask AWS for more, or give ways from the same sources ports that follow each other: they share a rule.";
      return { ...placeError(["name"], what, mend), severity: "warning" as const };
    });
}
