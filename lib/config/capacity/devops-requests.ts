import { AGENT_QUOTAS, DEVOPS_REQUESTS, type ToolRequests } from "../../charts/devops-requests";
import type { TestbedDescription } from "../testbed";
import { type Amounts, sum, times } from "./amounts";
import { below, requestsIn } from "./chart-amounts";

/** A pod of the devops tools, and what it asks for with the values that a description sets. */
export interface ToolPod {
  /** The part of the description that it is of: the key below `devops`. Default: of no one part */
  readonly of?: "directory" | "jenkins" | "nexus";
  readonly requests: Amounts;
}

/** The pods of the devops tools. */
export function toolPods({ devops }: Pick<TestbedDescription, "devops">): ToolPod[] {
  const { jenkins, nexus, directory, values = { jenkins: {}, nexus3: {} } } = devops ?? {};
  const hasOwn = directory?.organisation !== undefined;
  const { directoryBackup, library, nexusLogs, secrets } = DEVOPS_REQUESTS;
  const pods: ToolPod[] = [
    ...(hasOwn ? [pod("directory", of(DEVOPS_REQUESTS.directory), of(directoryBackup))] : []),
    ...(jenkins ? [pod("jenkins", of(DEVOPS_REQUESTS.jenkins, below(values.jenkins, "controller")), of(library))] : []),
    ...(nexus
      ? [pod("nexus", of(DEVOPS_REQUESTS.nexus, values.nexus3), of(nexusLogs, below(values.nexus3, "tailLogs")))]
      : []),
  ];
  return pods.length > 0 ? [...pods, { requests: of(secrets) }] : [];
}

/** What the devops tools ask for together, and what builds may: each by its name. */
export function devopsRequests(testbed: Pick<TestbedDescription, "devops">): Record<string, Amounts> {
  const pods = toolPods(testbed);
  const { jenkins } = testbed.devops ?? {};
  const quotas = [...(jenkins ? [AGENT_QUOTAS.builds] : []), ...(jenkins?.deploy ? [AGENT_QUOTAS.deploys] : [])];
  return {
    ...(pods.length > 0 ? { "the devops tools": sum(pods.map(({ requests }) => requests)) } : {}),
    ...(quotas.length > 0 ? { "builds at a time": sum(quotas.map((quota) => requestsIn(undefined, quota))) } : {}),
  };
}

function pod(part: NonNullable<ToolPod["of"]>, ...containers: readonly Amounts[]): ToolPod {
  return { of: part, requests: sum(containers) };
}

function of(requests: ToolRequests, values?: unknown): Amounts {
  return times(requestsIn(values, requests), requests.pods);
}
