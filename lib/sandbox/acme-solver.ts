import { type Amounts, times } from "../config/capacity/amounts";
import { bytesOf, millicores } from "../config/sandbox/quantity";
import { DEFAULTS } from "../defaults";

/** What such a pod asks for and may take (cert-manager 1.21, `--acme-http01-solver-resource-*`), and its disk. */
const SOLVER: Readonly<Record<"requests" | "limits", Amounts>> & { readonly disk: number } = {
  requests: { cpu: millicores("10m"), memory: bytesOf("64Mi") },
  limits: { cpu: millicores("100m"), memory: bytesOf("64Mi") },
  disk: bytesOf(DEFAULTS.containerDisk.limit),
};

/** What the pods of so many hosts take, which may all be made at a time. */
export function solverUsage(hosts: number) {
  const { requests, limits, disk } = SOLVER;
  return { requests: times(requests, hosts), limits: times(limits, hosts), disk: disk * hosts, pods: hosts };
}
