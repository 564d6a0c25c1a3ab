import { z } from "zod";
import { DEFAULTS } from "../defaults";
import { quote } from "../quote";
import { certificates } from "./certificates";
import { cidr, dnsLabel, ipv4, says, sourceName, text, webAddress } from "./fields";
import { labels, taints } from "./labels";
import { machineSize, nodeRoles } from "./machine";
import { rancherServerSchema } from "./rancher-server";
import { sshPublicKey } from "./ssh-public-key";

/** A name as people give them in OpenStack; `kind` is what the command line calls it, where things of it have ids too. */
const cloudName = (what: string, kind?: string) => {
  const name = text(
    /^\w[\w .:()/+-]{0,126}$/,
    `is not the name of ${what}`,
    "Use letters, digits, spaces and _.:()/+-.",
  );
  if (kind === undefined) return name;
  return name.refine((value) => !ID.test(value), {
    error: ({ input }) =>
      says(
        `${quote(input)} is an id`,
        `Write the name of ${what}, as "openstack ${kind} show ${String(input)} -c name" says it.`,
      ),
  });
};

const ID = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/;

const nodeGroupSchema = z.strictObject({
  flavor: cloudName("a flavor", "flavor")
    .meta({ examples: ["m1.xlarge"] })
    .describe("Flavor of the servers"),
  ...machineSize,
  disk: text(/^[1-9]\d{0,4}Gi$/, "is not a disk size", 'Write whole gibibytes, as in "50Gi".')
    .default(`${DEFAULTS.diskGib}Gi`)
    .describe("Size of the boot volume"),
  volumeType: cloudName("a volume type", "volume type")
    .optional()
    .describe("Type of the boot volume. Default: that of the cloud"),
  count: z
    .int()
    .min(0)
    .max(100)
    .meta({ examples: [3] })
    .describe("How many there are"),
  roles: nodeRoles(),
  zone: cloudName("an availability zone").optional().describe("Availability zone. Default: the cloud chooses"),
  labels: labels(),
  taints: taints().describe("Kubernetes taints of the nodes"),
});

/** The part of a place that describes the target OpenStack. */
export const openstackSchema = z.strictObject({
  authUrl: webAddress({
    of: "an identity service",
    example: "https://keystone.example.org:5000/v3",
    open: true,
    path: "(/[\\w.-]+)*/?",
  })
    .refine((value) => !/\/v2(\.0)?\/?$/.test(value), {
      error: ({ input }) =>
        says(
          `${quote(input)} is version 2 of Keystone, which knows no application credentials`,
          "Write /v3 behind it.",
        ),
    })
    .describe("Address of the identity service (Keystone); who asks is given at run time, as OS_* or in clouds.yaml"),
  region: cloudName("a region").default("RegionOne").describe("Region of the cloud"),
  certificateAuthority: certificates("certificateAuthority")
    .optional()
    .describe(
      "Certificates of the authority behind those of the cloud's services, in PEM: the cluster asks them too. Default: authorities that the public trusts. Whoever deploys has OS_CACERT",
    ),
  volumeZone: cloudName("an availability zone")
    .optional()
    .describe(
      "Zone of the volumes (Cinder), where its zones are not those of the servers (Nova). Default: each volume is made in the zone of its node",
    ),
  externalNetwork: cloudName("a network", "network")
    .meta({ examples: ["public"] })
    .describe("Network that leads outside and gives floating addresses"),
  network: z
    .strictObject({
      cidr: cidr()
        .default(DEFAULTS.vpcCidr)
        .describe(
          "IPv4 network of the testbed, /8 to /27: its first half is the public subnet, its second the private one",
        ),
      nameservers: z
        .array(ipv4())
        .default([])
        .meta({ examples: [["192.0.2.53"]] })
        .describe("Name servers of its machines. Default: those of the cloud"),
    })
    .prefault({})
    .describe("The network of the testbed"),
  image: cloudName("an image", "image")
    .default("debian-13")
    .describe("Image of the servers: Debian 12 or newer, or Ubuntu 24.04 or newer"),
  role: text(/^[\w.-]+$/, "is not the name of a role", 'Write it as in "member".')
    .default("member")
    .describe("Role of whoever deploys that the cluster acts with at OpenStack, by a credential of its own"),
  rancher: rancherServerSchema.describe("The Rancher that makes the cluster and looks after it"),
  apiAccess: z
    .array(sourceName())
    .default([])
    .meta({ examples: [["vpn"]] })
    .describe(
      "Who may reach the Kubernetes API through the bastion, beside those who go by Rancher: names of lists under sources (SB-10). Default: nobody",
    ),
  ssh: z
    .strictObject({
      publicKey: sshPublicKey().describe("Public key that opens the servers"),
      from: z
        .array(sourceName())
        .min(1)
        .meta({ examples: [["vpn"]] })
        .describe("Who may reach the bastion by SSH, and the nodes through it: names of lists under sources"),
    })
    .optional()
    .describe("Way to the machines themselves, by key. Default: none; the console of the cloud is left"),
  bastion: z
    .strictObject({
      flavor: cloudName("a flavor", "flavor")
        .meta({ examples: ["m1.small"] })
        .describe("Flavor of the bastion; 1 core and 1 GiB are enough"),
    })
    .describe("The bastion"),
  nodes: z
    .record(dnsLabel(20, "it is part of the names of servers"), nodeGroupSchema)
    .meta({ examples: [{}] })
    .describe("Groups of nodes by name. The nodes of a group stand on different hosts where the cloud can do it"),
  deletionProtection: z
    .boolean()
    .default(true)
    .describe(
      "Refuses to destroy or replace the network, the entry, the cluster and its nodes; set it to false before you take the testbed down",
    ),
});

/** The OpenStack part of a place, with all defaults filled in. */
export type OpenStackDescription = z.output<typeof openstackSchema>;

/** A group of nodes on OpenStack, with all defaults filled in. */
export type OpenStackNodeGroupDescription = z.output<typeof nodeGroupSchema>;
