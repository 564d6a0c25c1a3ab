import { CILIUM_TAINT } from "../../cilium-taint";
import { quote } from "../../quote";
import type { AwsNetworkDescription } from "../aws-network";
import type { AwsNodeGroupDescription } from "../aws-nodes";
import type { PathStep } from "../problem";
import { type CheckFinding, checkOn, placeError, repeated } from "./check";

/** Instance families with arm64 processors: a `g` behind the generation, as in t4g, m7gd, c7gn; the first one, a1; Grace. */
const ARM_FAMILY = /^(a1|[a-z]+\d+[a-z]*-gb\d+|[a-z]+\d+[a-z]*g[a-z]*)\./;

/** Size of the snapshot behind the EKS images of Amazon Linux 2023, in GiB. */
const SMALLEST_DISK = 20;

/** Labels that EKS refuses on managed node groups (aws/containers-roadmap#1451). */
const RESERVED_LABEL = /^([a-z0-9.-]+\.)?(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//;

/** Node groups have sizes that fit together, an image that fits the instance, and room for what every cluster runs. */
export const checkNodes = checkOn("aws", (place) => {
  const { nodes, network } = place.aws;
  const slots = zoneSlots(network);
  return [
    ...Object.entries(nodes).flatMap(([name, group]) => {
      const path = ["aws", "nodes", name];
      return [
        ...checkSizes(path, group),
        ...checkZones(path, group, slots),
        ...checkTaintsAndLabels(path, group),
        ...checkImage(path, group),
      ];
    }),
    ...checkForEveryone(nodes),
  ];
});

function checkSizes(path: PathStep[], { min, initial, max }: AwsNodeGroupDescription): CheckFinding[] {
  const at = (key: string) => [...path, key];
  const order = "Keep min <= initial <= max.";
  const findings: CheckFinding[] = [];
  if (max < 1) findings.push(placeError(at("max"), "is 0, and EKS wants 1 or more", "Write 1 or more."));
  if (min > max) {
    findings.push(placeError(at("min"), `is ${min}, more than max (${max})`, order, { restsOn: [at("max")] }));
  } else if (initial < min || initial > max) {
    const what = initial < min ? `is ${initial}, less than min (${min})` : `is ${initial}, more than max (${max})`;
    findings.push(placeError(at("initial"), what, order, { restsOn: [at("min"), at("max")] }));
  }
  return findings;
}

function checkZones(path: PathStep[], { zones }: AwsNodeGroupDescription, slots?: readonly string[]): CheckFinding[] {
  const named = zones.map((slot, index) => ({ path: [...path, "zones", index], text: slot }));
  const unknown = slots ? named.filter(({ text }) => !slots.includes(text)) : [];
  return [
    ...unknown.map((zone) =>
      placeError(
        zone.path,
        `the network has no zone ${zone.text}`,
        `Name zones of the network: ${slots?.join(", ")}.`,
        { restsOn: [["aws", "network"]] },
      ),
    ),
    ...repeated(named),
  ];
}

function checkTaintsAndLabels(path: PathStep[], { taints, labels }: AwsNodeGroupDescription): CheckFinding[] {
  const named = [CILIUM_TAINT, ...taints].map(({ key, effect }, index) => ({
    path: [...path, "taints", index - 1], // Cilium's own comes first, and does not stand in the file.
    text: `${key}:${effect}`,
  }));
  const reserved = Object.keys(labels).filter((label) => RESERVED_LABEL.test(label));
  return [
    ...repeated(named),
    ...reserved.map((key) => {
      const what = `${quote(key)} is a label that Kubernetes and EKS keep for themselves`;
      return placeError([...path, "labels", key], what, "Choose a domain of your own.", { target: "key" });
    }),
  ];
}

function checkImage(path: PathStep[], { instance, amiType, disk }: AwsNodeGroupDescription): CheckFinding[] {
  const findings: CheckFinding[] = [];
  if (Number.parseInt(disk, 10) < SMALLEST_DISK) {
    const what = `"${disk}" is smaller than the image of the nodes`;
    findings.push(placeError([...path, "disk"], what, `Write ${SMALLEST_DISK}Gi or more.`));
  }
  const arm = ARM_FAMILY.test(instance);
  if (arm !== amiType.includes("_ARM_64_")) {
    const what = `"${amiType}" does not run on ${instance}, which is ${arm ? "arm64" : "x86_64"}`;
    const mend = `Write AL2023_${arm ? "ARM_64" : "x86_64"}_STANDARD, or choose another instance.`;
    findings.push(placeError([...path, "amiType"], what, mend, { restsOn: [[...path, "instance"]] }));
  }
  return findings;
}

/** CoreDNS and the like need nodes from the start that any pod may use. */
function checkForEveryone(nodes: Readonly<Record<string, AwsNodeGroupDescription>>): CheckFinding[] {
  const path = ["aws", "nodes"];
  const groups = Object.values(nodes);
  if (groups.length === 0) {
    const mend = "Add one, or leave the key out for the default.";
    return [placeError(path, "has no node group", mend, { target: "key", restsOn: [path] })];
  }
  const open = ({ initial, taints }: AwsNodeGroupDescription) =>
    initial > 0 && taints.every(({ effect }) => effect === "PreferNoSchedule");
  if (groups.some(open)) return [];
  const what = "has no group for CoreDNS and the like: every group starts without nodes or is tainted";
  const mend = "Add a group without taints and with initial of 1 or more.";
  return [placeError(path, what, mend, { target: "key", restsOn: [path] })];
}

/** The zone slots of a network; undefined where another testbed decides, or where they are wrong themselves. */
function zoneSlots(network: AwsNetworkDescription): string[] | undefined {
  if (network.from !== undefined) return undefined;
  const slots = Object.keys(network.existing?.zones ?? network.zones ?? { a: {}, b: {} }).sort();
  return slots.length >= 2 && "abcdef".startsWith(slots.join("")) ? slots : undefined;
}
