import { type Amounts, sum } from "../capacity/amounts";
import { toolPods } from "../capacity/devops-requests";
import { meetingPods } from "../capacity/meeting-pods";
import { nodesPath } from "../capacity/node-kinds";
import { podsOf } from "../capacity/sandbox-usage";
import { capacityOf, type TestbedCapacity } from "../capacity/testbed-capacity";
import type { PlaceDescription } from "../place";
import { type Check, type CheckFinding, type Description, placeError, sandboxError } from "./check";

/** All quotas together fit on the nodes, and the largest pod on one of them. */
export const checkCapacity: Check = (description) => {
  const { sandboxes, testbed } = description;
  if (Object.keys(sandboxes).length === 0 && toolPods(testbed).length === 0) return [];
  const capacity = capacityOf(description);
  if (capacity.unknown.length > 0) {
    const what = `the size of ${capacity.unknown.join(", ")} is not known here, so nobody checks whether the sandboxes fit`;
    return [
      placeError(nodesPath(description.place), what, "Compare the quotas with the nodes yourself.", {
        severity: "warning",
        target: "key",
      }),
    ];
  }
  return [
    ...checkSum(description, capacity),
    ...checkLargestPods(description, capacity),
    ...checkLargestTools(description, capacity),
    ...checkMeetingPods(description, capacity),
  ];
};

function checkSum({ place, testbed }: Description, capacity: TestbedCapacity): CheckFinding[] {
  const measures = [
    { title: "CPU", of: "cpu", write: formatCores },
    { title: "memory", of: "memory", write: formatGib },
  ] as const;
  return measures.flatMap(({ title, of, write }) => {
    if (capacity.left[of] >= 0) return [];
    const lines = (list: TestbedCapacity["nodes"]) =>
      list.map(({ name, amounts }) => `${name} ${write(amounts[of])}`).join(" + ");
    const what =
      `${toolPods(testbed).length > 0 ? "the sandboxes and the tools" : "the sandboxes"} reserve ${write(-capacity.left[of])} ${title} more than all nodes have: ` +
      `${lines(capacity.reserved)} > ${lines(capacity.nodes)}`;
    const more = place.aws ? "Raise max of a node group, choose larger instances" : "Add nodes or larger ones";
    const mend = `${more}, or lower quotas.`;
    return [placeError(nodesPath(place), what, mend, { target: "key" })];
  });
}

function checkLargestPods({ sandboxes, place }: Description, { sizes }: TestbedCapacity): CheckFinding[] {
  return Object.entries(sandboxes).flatMap(([sandbox, description]) =>
    podsOf(description).flatMap(({ name, requests }) => {
      if (sizes.some(({ cpu, memory }) => requests.cpu <= cpu && requests.memory <= memory)) return [];
      const path = Object.hasOwn(description.components, name) ? ["components", name] : ["datasets"];
      const have = sizes.map(formatSize).join(", or ");
      const what = `a pod asks for ${formatSize(requests)}, and a node has ${have}`;
      return [
        sandboxError(sandbox, path, what, `Ask for less, or choose larger ${nodesOf(place)}.`, { target: "key" }),
      ];
    }),
  );
}

function checkLargestTools({ testbed, place }: Description, { sizes }: TestbedCapacity): CheckFinding[] {
  return toolPods(testbed).flatMap(({ of, requests }): CheckFinding[] => {
    if (of === undefined || sizes.some(({ cpu, memory }) => requests.cpu <= cpu && requests.memory <= memory))
      return [];
    const have = sizes.map(formatSize).join(", or ");
    const what = `its pod asks for ${formatSize(requests)}, and a node has ${have}`;
    const mend = `Ask for less under devops.values, or choose larger ${nodesOf(place)}.`;
    return [{ file: "testbed", severity: "error", target: "key", path: ["devops", of], what, mend }];
  });
}

function checkMeetingPods({ sandboxes, place }: Description, { sizes }: TestbedCapacity): CheckFinding[] {
  return Object.entries(sandboxes).flatMap(([sandbox, description]) =>
    meetingPods(description).flatMap((pods) => {
      const together = sum(pods.map(({ requests }) => requests));
      if (sizes.some(({ cpu, memory }) => together.cpu <= cpu && together.memory <= memory)) return [];
      const names = pods.map(({ name }) => name);
      const have = sizes.map(formatSize).join(", or ");
      const what = `shares volumes of one node with ${names.slice(0, -1).join(", ")}; together they ask for ${formatSize(together)}, and a node has ${have}`;
      const mend = `Ask for less, choose larger ${nodesOf(place)}, or give them volumes of their own.`;
      return [sandboxError(sandbox, ["components", names.at(-1) ?? "", "mounts"], what, mend, { target: "key" })];
    }),
  );
}

/** What a place has its nodes as. */
function nodesOf({ aws }: PlaceDescription): string {
  return aws ? "instances" : "nodes";
}

function formatSize({ cpu, memory }: Amounts): string {
  return `${formatCores(cpu)} CPU and ${formatGib(memory)}`;
}

/** Cores with up to two decimals, so that the numbers of a sum can be added. */
function formatCores(millicores: number): string {
  return String(Math.round(millicores / 10) / 100);
}

/** Memory with one decimal: these sums are estimates. */
function formatGib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)}Gi`;
}
