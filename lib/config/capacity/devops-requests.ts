import { AGENT_QUOTAS, DEVOPS_REQUESTS, type ToolRequests } from "../../charts/devops-requests";
import type { TestbedDescription } from "../testbed";
import { type Amounts, sum, times } from "./amounts";
import { below, requestsIn } from "./chart-amounts";

/** What the devops tools ask for, with the values that a description sets: each by its name. */
export function devopsRequests({ devops }: Pick<TestbedDescription, "devops">): Record<string, Amounts> {
  if (devops === undefined) return {};
  const { jenkins, nexus, directory, values } = devops;
  const hasOwn = directory?.organisation !== undefined;
  const tools = [
    ...(hasOwn ? [of(DEVOPS_REQUESTS.directory), of(DEVOPS_REQUESTS.directoryBackup)] : []),
    ...(jenkins ? [of(DEVOPS_REQUESTS.jenkins, below(values.jenkins, "controller")), of(DEVOPS_REQUESTS.library)] : []),
    ...(nexus
      ? [of(DEVOPS_REQUESTS.nexus, values.nexus3), of(DEVOPS_REQUESTS.nexusLogs, below(values.nexus3, "tailLogs"))]
      : []),
    ...(hasOwn || jenkins || nexus ? [of(DEVOPS_REQUESTS.secrets)] : []),
  ];
  const quotas = [...(jenkins ? [AGENT_QUOTAS.builds] : []), ...(jenkins?.deploy ? [AGENT_QUOTAS.deploys] : [])];
  return {
    ...(tools.length > 0 ? { "the devops tools": sum(tools) } : {}),
    ...(quotas.length > 0 ? { "builds at a time": sum(quotas.map((quota) => requestsIn(undefined, quota))) } : {}),
  };
}

function of(requests: ToolRequests, values?: unknown): Amounts {
  return times(requestsIn(values, requests), requests.pods);
}
