import { type Amounts, times } from "../config/capacity/amounts";
import { bytesOf, millicores } from "../config/sandbox/quantity";
import { DEFAULTS } from "../defaults";

/**
 * The pod by which cert-manager shows that it holds a host (HTTP-01). It stands in the sandbox of the host while a certificate is
 * made or renewed, so the frame lets it in, and its quota has room for it.
 */
export const ACME_SOLVER = {
  labels: { "acme.cert-manager.io/http01-solver": "true" },
  port: { port: 8089, protocol: "TCP" },
} as const;

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
