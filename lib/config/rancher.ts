import { z } from "zod";
import { entrySchema } from "./entry";
import { cidr, dnsLabel, ipv4, sourceName } from "./fields";
import { labels, taints } from "./labels";
import { machineSize, nodeRoles } from "./machine";
import { rancherServerSchema } from "./rancher-server";

const hostSchema = z.strictObject({
  address: ipv4()
    .meta({ examples: ["10.0.0.11"] })
    .describe("Its address in the network of the hosts"),
  ...machineSize,
  roles: nodeRoles(),
  labels: labels(),
  taints: taints().describe("Kubernetes taints of the node"),
});

/** The part of a place that describes the target Rancher: prepared hosts, which it makes a cluster of (INF-46). */
export const rancherSchema = z.strictObject({
  server: rancherServerSchema.describe("The Rancher that makes the cluster and looks after it"),
  networks: z
    .array(cidr())
    .min(1)
    .meta({ examples: [["10.0.0.0/24"]] })
    .describe("IPv4 networks of the data centre that no sandbox may reach: those of the hosts among them"),
  entry: entrySchema.describe(
    "The HAProxy in front of the cluster (SB-1, SB-2), on a machine of its own; `testbed haproxy` prints what it is to do",
  ),
  apiAccess: z
    .array(sourceName())
    .default([])
    .meta({ examples: [["vpn"]] })
    .describe(
      "Who may reach the Kubernetes API through HAProxy, beside those who go by Rancher: names of lists under sources (SB-10). Default: nobody",
    ),
  hosts: z
    .record(dnsLabel(40, "it is the name of a node"), hostSchema)
    .meta({ examples: [{}] })
    .describe("The hosts by name: machines with Debian 12 or newer, or Ubuntu 24.04 or newer"),
  deletionProtection: z
    .boolean()
    .default(true)
    .describe("Refuses to destroy or replace the cluster; set it to false before you take the testbed down"),
});

/** The Rancher part of a place, with all defaults filled in. */
export type RancherDescription = z.output<typeof rancherSchema>;

/** A host that becomes a node, with all defaults filled in. */
export type HostDescription = z.output<typeof hostSchema>;
