import type { Description } from "./checks/check";

/** The IPv4 networks of the pods and services of a cluster: one that exists may have others than the testbed describes. */
export function clusterNetworks({ testbed, place }: Pick<Description, "testbed" | "place">): {
  readonly pods: string;
  readonly services: string;
} {
  const { podCidr, serviceCidr } = testbed.kubernetes;
  return { pods: place.existing?.podCidr ?? podCidr, services: place.existing?.serviceCidr ?? serviceCidr };
}
