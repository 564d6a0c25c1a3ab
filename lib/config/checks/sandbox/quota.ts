import { describePods, objectsOf, type PodUsage, podsOf, total } from "../../capacity/sandbox-usage";
import type { Finding } from "../../explain";
import type { PathStep } from "../../problem";
import { bytesOf, formatBytes, formatCpu, millicores } from "../../sandbox/quantity";
import type { ResourcesDescription } from "../../sandbox/resources";
import type { SandboxDescription } from "../../sandbox/sandbox";
import { eachComponent, finding, type SandboxCheck } from "./sandbox-check";

/** Limits are not below requests, and the quota holds everything that the sandbox describes (INF-30). */
export const checkQuota: SandboxCheck = (sandbox) => [
  ...checkOrder(sandbox.quota, ["quota"]),
  ...eachComponent(sandbox, ({ resources, init }, path) => [
    ...checkOrder(resources, [...path, "resources"]),
    ...init.flatMap((step, index) => checkOrder(step.resources, [...path, "init", index, "resources"])),
  ]),
  ...checkPods(sandbox),
  ...checkObjects(sandbox),
];

const MEASURES = {
  cpu: { read: millicores, write: formatCpu },
  memory: { read: bytesOf, write: formatBytes },
} as const;

const KINDS = ["requests", "limits"] as const;

function checkOrder(resources: ResourcesDescription, path: readonly PathStep[]): Finding[] {
  return (["cpu", "memory"] as const).flatMap((measure) => {
    const { read } = MEASURES[measure];
    const [request, limit] = [resources.requests[measure], resources.limits[measure]];
    if (read(request) <= read(limit)) return [];
    const what = `"${request}" is more than the limit "${limit}"`;
    const at = [...path, "requests", measure];
    const mend = `Keep requests.${measure} <= limits.${measure}; what you leave out has its default.`;
    return [finding(at, what, mend, { restsOn: [[...path, "limits", measure]] })];
  });
}

/** A lower quota would hold pods back in silence, or the new ones of an update. */
function checkPods(sandbox: SandboxDescription): Finding[] {
  const pods = podsOf(sandbox);
  const { quota } = sandbox;
  const check = (path: PathStep[], given: number, of: (pod: PodUsage) => number, write: (amount: number) => string) => {
    const needed = total(pods, of);
    if (needed <= given) return [];
    const what = `is ${write(given)}, and the components need ${write(needed)}: ${describePods(pods, (pod) => write(of(pod)))}`;
    const restsOn = [["components"], ["datasets"]];
    return [finding(["quota", ...path], what, `Write ${write(needed)} or more, or ask for less.`, { restsOn })];
  };
  return [
    ...KINDS.flatMap((kind) =>
      (["cpu", "memory"] as const).flatMap((measure) => {
        const { read, write } = MEASURES[measure];
        return check([kind, measure], read(quota[kind][measure]), (pod) => pod[kind][measure], write);
      }),
    ),
    ...check(["ephemeralStorage"], bytesOf(quota.ephemeralStorage), ({ disk }) => disk, formatBytes),
    ...check(["pods"], quota.pods, () => 1, String),
  ];
}

/** What counts beside what is plain to see. */
const COUNTED: Readonly<Record<keyof ReturnType<typeof objectsOf>, string>> = {
  services: ": each name of a component with ports, and each way in, has one",
  claims: "",
  secrets: ", those under pullSecrets and the certificates of hosts among them",
  configMaps: ", testbed and kube-root-ca.crt among them",
};

function checkObjects(sandbox: SandboxDescription): Finding[] {
  return Object.entries(objectsOf(sandbox)).flatMap(([kind, count]) => {
    const given = sandbox.quota[kind as keyof ReturnType<typeof objectsOf>];
    if (count <= given) return [];
    const what = `is ${given}, and the sandbox has ${count}${COUNTED[kind as keyof typeof COUNTED]}`;
    return [finding(["quota", kind], what, `Write ${count} or more.`)];
  });
}
