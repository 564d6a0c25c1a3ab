import { z } from "zod";
import { entrySchema } from "./entry";
import { cidr, dnsLabel, text } from "./fields";
import { taints } from "./labels";
import { machineSize } from "./machine";

/** What a cluster may have already, so that the platform leaves it alone. */
export const PRESENT_PARTS = ["cert-manager", "csi-driver-nfs", "metrics-server"] as const;

/** How many pods on how many nodes use a volume of a class at a time, as Kubernetes has it. */
export const ACCESS_MODES = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany"] as const;

const classSchema = z.strictObject({
  driver: text(
    /^[a-z0-9]([a-z0-9./-]*[a-z0-9])?$/,
    "is not the name of a driver",
    'Write it as in "driver.longhorn.io".',
  )
    .meta({ examples: ["driver.longhorn.io"] })
    .describe("Driver of the volumes, which the cluster has: what its own storage classes call provisioner"),
  parameters: z
    .record(
      text(/^[\w./-]+$/, "is not the name of a parameter", 'Write it as in "numberOfReplicas".'),
      text(/^[^$%{}"\\\n]*$/, "is not the value of a parameter", "Write it without $, %, braces and quotes."),
    )
    .default({})
    .describe("Parameters of the class"),
  modes: z
    .array(z.enum(ACCESS_MODES))
    .min(1)
    .meta({ examples: [["ReadWriteOnce"]] })
    .describe("What the driver can do"),
});

/** The part of a place that describes the target of a cluster that exists already. */
export const existingSchema = z.strictObject({
  kubeconfig: text(
    /^(~\/)?([\p{L}\p{N}_.@ -]*\/)*[\p{L}\p{N}_.@-]([\p{L}\p{N}_.@ -]*[\p{L}\p{N}_@-])?$/u,
    "is not the path of a file",
    'Write it as in "~/.kube/config", or from the folder of testbed.yaml on; variables such as $HOME are not filled in.',
  )
    .meta({ examples: ["~/.kube/config"] })
    .describe("Kubeconfig that leads to the cluster: absolute, from ~/ on, or from the folder of testbed.yaml on"),
  context: text(/^[^$%{}"\\\s]+$/, "is not the name of a context", "Write it as kubectl config get-contexts shows it.")
    .meta({ examples: ["lab"] })
    .describe("Context in it: never whichever happens to be chosen"),
  cni: dnsLabel(40, "it is a name")
    .meta({ examples: ["cilium", "calico"] })
    .describe("What connects the pods, and enforces network policies; only cilium knows host names (egress)"),
  networks: z
    .array(cidr())
    .min(1)
    .meta({ examples: [["10.0.0.0/24"]] })
    .describe("IPv4 networks around the cluster that no sandbox may reach: those of the nodes among them"),
  podCidr: cidr()
    .optional()
    .meta({ examples: ["10.244.0.0/16"] })
    .describe(
      "IPv4 network of its pods, which sandboxes do not reach by way of the internet; needed with another CNI than cilium",
    ),
  serviceCidr: cidr()
    .optional()
    .meta({ examples: ["10.96.0.0/12"] })
    .describe("IPv4 network of its services, likewise"),
  entry: entrySchema
    .optional()
    .describe(
      "What leads from outside to the node ports, among them 80 to 32080 and 443 to 32443. Default: nothing; sandboxes have no ways in",
    ),
  classes: z
    .strictObject({
      standard: classSchema.optional().describe("Volumes of one node. Default: on the NFS server of storage.nfs"),
      shared: classSchema
        .optional()
        .describe("Volumes that many nodes write to. Default: on the NFS server of storage.nfs, or none"),
    })
    .prefault({})
    .describe("What the volumes are made of"),
  has: z
    .array(z.enum(PRESENT_PARTS))
    .default([])
    .meta({ examples: [["metrics-server"]] })
    .describe("What the cluster has already: the platform installs the rest. Default: nothing"),
  nodes: z
    .record(
      dnsLabel(40, "it is a name"),
      z.strictObject({
        ...machineSize,
        count: z
          .int()
          .min(1)
          .max(5000)
          .meta({ examples: [3] })
          .describe("How many there are"),
        taints: taints().describe("Kubernetes taints of the nodes"),
      }),
    )
    .meta({ examples: [{}] })
    .describe("The nodes that run pods, by kind: the quotas of all sandboxes are held against them"),
});

/** The part of a place about a cluster that exists already, with all defaults filled in. */
export type ExistingDescription = z.output<typeof existingSchema>;

/** What the volumes of a class are made of. */
export type ClassDescription = z.output<typeof classSchema>;
