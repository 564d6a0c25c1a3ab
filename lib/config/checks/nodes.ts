import type { AwsNetworkDescription } from "../aws-network";
import { quote } from "../fields";
import type { PathStep } from "../problem";
import { type Check, type CheckFinding, placeError } from "./check";

/** Instance families with arm64 processors: a `g` behind the generation, as in t4g, m7gd, c7gn; the first one, a1; Grace. */
const ARM_FAMILY = /^(a1|[a-z]+\d+[a-z]*-gb\d+|[a-z]+\d+[a-z]*g[a-z]*)\./;

/** Cilium's start-up taint, which every group has. */
const CILIUM_TAINT = "node.cilium.io/agent-not-ready:NoExecute";

/** Size of the snapshot behind the EKS images of Amazon Linux 2023, in GiB. */
const SMALLEST_DISK = 20;

/** Labels that EKS refuses on managed node groups (aws/containers-roadmap#1451). */
const RESERVED_LABEL = /^([a-z0-9.-]+\.)?(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//;

/** Node groups have sizes that fit together, an image that fits the instance, and room for what every cluster runs. */
export const checkNodes: Check = ({ place }) => {
  const findings: CheckFinding[] = [];
  const { nodes } = place.aws;
  for (const [name, group] of Object.entries(nodes)) {
    const path = ["aws", "nodes", name];
    const { min, initial, max } = group;
    if (max < 1) findings.push(placeError([...path, "max"], "is 0, and EKS wants 1 or more", "Write 1 or more."));
    if (min > max) {
      findings.push(
        placeError([...path, "min"], `is ${min}, more than max (${max})`, "Keep min <= initial <= max.", {
          restsOn: [[...path, "max"]],
        }),
      );
    } else if (initial < min || initial > max) {
      const what = initial < min ? `is ${initial}, less than min (${min})` : `is ${initial}, more than max (${max})`;
      findings.push(
        placeError([...path, "initial"], what, "Keep min <= initial <= max.", {
          restsOn: [
            [...path, "min"],
            [...path, "max"],
          ],
        }),
      );
    }
    const slots = zoneSlots(place.aws.network);
    for (const [index, slot] of group.zones.entries()) {
      if (slots && !slots.includes(slot)) {
        findings.push(
          placeError(
            [...path, "zones", index],
            `the network has no zone ${slot}`,
            `Name zones of the network: ${slots.join(", ")}.`,
            { restsOn: [["aws", "network"]] },
          ),
        );
      }
    }
    findings.push(...repeated([...path, "zones"], group.zones));
    const taints = [CILIUM_TAINT, ...group.taints.map(({ key, effect }) => `${key}:${effect}`)];
    findings.push(...repeated([...path, "taints"], taints, 1));
    if (Number.parseInt(group.disk, 10) < SMALLEST_DISK) {
      const what = `"${group.disk}" is smaller than the image of the nodes`;
      findings.push(placeError([...path, "disk"], what, `Write ${SMALLEST_DISK}Gi or more.`));
    }
    for (const key of Object.keys(group.labels).filter((label) => RESERVED_LABEL.test(label))) {
      const what = `${quote(key)} is a label that Kubernetes and EKS keep for themselves`;
      findings.push(placeError([...path, "labels", key], what, "Choose a domain of your own.", { target: "key" }));
    }
    const arm = ARM_FAMILY.test(group.instance);
    if (arm !== group.amiType.includes("_ARM_64_")) {
      const wanted = arm ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD";
      findings.push(
        placeError(
          [...path, "amiType"],
          `"${group.amiType}" does not run on ${group.instance}, which is ${arm ? "arm64" : "x86_64"}`,
          `Write ${wanted}, or choose another instance.`,
          { restsOn: [[...path, "instance"]] },
        ),
      );
    }
  }
  if (Object.keys(nodes).length === 0) {
    findings.push(
      placeError(["aws", "nodes"], "has no node group", "Add one, or leave the key out for the default.", {
        target: "key",
      }),
    );
  } else if (
    !Object.values(nodes).some(
      (group) => group.initial > 0 && group.taints.every(({ effect }) => effect === "PreferNoSchedule"),
    )
  ) {
    findings.push(
      placeError(
        ["aws", "nodes"],
        "has no group for CoreDNS and the like: every group starts without nodes or is tainted",
        "Add a group without taints and with initial of 1 or more.",
        { target: "key", restsOn: [["aws", "nodes"]] },
      ),
    );
  }
  return findings;
};

/** Finds what stands in a list a second time; `offset` is the number of items that are not in the file. */
function repeated(path: PathStep[], items: readonly string[], offset = 0): CheckFinding[] {
  return items.flatMap((item, index) =>
    items.indexOf(item) < index
      ? [placeError([...path, index - offset], `${quote(item)} stands here a second time`, "Remove one of them.")]
      : [],
  );
}

/** The zone slots of a network; undefined where another testbed decides, or where they are wrong themselves. */
function zoneSlots(network: AwsNetworkDescription): string[] | undefined {
  if (network.from !== undefined) return undefined;
  const slots = Object.keys(network.existing?.zones ?? network.zones ?? { a: {}, b: {} }).sort();
  return slots.length >= 2 && "abcdef".startsWith(slots.join("")) ? slots : undefined;
}
