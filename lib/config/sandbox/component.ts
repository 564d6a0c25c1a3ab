import { z } from "zod";
import { freeText } from "./free-text";
import { imageSchema } from "./image";
import { componentName, dataKey, datasetName, mountPath, objectName, portName, variableName } from "./names";
import { portSchema } from "./port";
import { probeSchema, startupProbeSchema } from "./probe";
import { bytes } from "./quantity";
import { resourcesSchema } from "./resources";
import { schedule, timeZone } from "./schedule";

/** The kinds of components (INF-37, INF-38). */
export const KINDS = ["stateful", "stateless", "job", "schedule"] as const;

/** What a component may be freed from, by name, and whether Pod Security "restricted" still admits it. */
export const RELAXATIONS = {
  "root-user": { restricted: false },
  "writable-root-filesystem": { restricted: true },
  "privilege-escalation": { restricted: false },
  "default-capabilities": { restricted: false },
  "no-seccomp-profile": { restricted: false },
} as const;

/** Capabilities that Pod Security "baseline" lets containers add. "restricted" lets them add NET_BIND_SERVICE alone. */
export const CAPABILITIES = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
] as const;

const relaxation = z.enum(Object.keys(RELAXATIONS) as (keyof typeof RELAXATIONS)[]);

const envSchema = z
  .record(
    variableName(),
    z
      .strictObject({
        value: freeText().optional().describe("The value itself"),
        secret: objectName().optional().describe("Secret of the sandbox that holds the value"),
        key: dataKey().optional().describe("Key in that secret"),
      })
      .meta({ examples: [{ value: "text" }] }),
  )
  .default({})
  .meta({ examples: [{ LOG_LEVEL: "info" }] });

const userId = () => z.int().min(0).max(2_147_483_647);

const mounts = () =>
  z
    .record(datasetName(), mountPath())
    .default({})
    .meta({ examples: [{ risk: "/datasets" }] });

const command = () =>
  z
    .array(freeText())
    .min(1)
    .meta({ examples: [["sh", "-c", "exec serve"]] })
    .optional();

const initStepSchema = z
  .strictObject({
    name: componentName()
      .meta({ examples: ["prepare"] })
      .describe("Name of the step"),
    image: imageSchema.optional().describe("Image of the step. Default: that of the component"),
    command: command().describe("Program to run. Default: the image's own"),
    args: command().describe("Arguments of the program. Default: the image's own"),
    env: envSchema.describe("Environment variables, beside those of the component"),
    resources: resourcesSchema.prefault({}).describe("What the step asks for and may use"),
  })
  .meta({ examples: [{ name: "prepare" }] });

const scaleSchema = z.strictObject({
  min: z.int().min(1).default(1).describe("Fewest replicas"),
  max: z
    .int()
    .min(2)
    .meta({ examples: [3] })
    .describe("Most replicas; the quota must hold them"),
  cpu: z
    .int()
    .min(1)
    .max(100)
    .default(80)
    .describe("Mean CPU use of the replicas to keep, in per cent of their requests"),
});

/** One deployable part of a pilot (INF-37 to INF-40). */
export const componentSchema = z.strictObject({
  kind: z
    .enum(KINDS)
    .meta({ examples: ["stateless"] })
    .describe("stateful, stateless, job (runs once) or schedule (runs by the clock)"),
  image: imageSchema.describe("The image: any reference, or {project: group/project:tag} of the testbed's registry"),
  replicas: z.int().min(0).max(100).optional().describe("Pods of the component. Default: 1"),
  scale: scaleSchema.optional().describe("Replicas that follow the load (INF-36). Default: replicas stay as they are"),
  ports: z
    .record(portName(), portSchema)
    .default({})
    .meta({ examples: [{ http: 8080 }] })
    .describe("Ports by name"),
  aliases: z
    .array(objectName())
    .default([])
    .describe("Further names of its service, for images that expect one. Default: the component's name alone"),
  env: envSchema.describe("Environment variables: text, or a key of a secret"),
  config: z
    .record(dataKey(), freeText())
    .default({})
    .meta({ examples: [{ topics: "trades" }] })
    .describe("Config map of the component; its process sees each key as a variable, a.b as a_b (INF-39)"),
  resources: resourcesSchema.prefault({}).describe("What each pod asks for and may use"),
  probes: z
    .strictObject({
      startup: startupProbeSchema.optional().describe("Default for stateful: connects to the first port (INF-37)"),
      readiness: probeSchema.optional().describe("Default: connects to the first port"),
      liveness: probeSchema.optional().describe("Default: none; the process itself tells by ending"),
    })
    .default({})
    .describe("How Kubernetes asks the component how it is"),
  mounts: mounts().describe("Datasets to mount, and where"),
  scratch: z
    .record(mountPath(), bytes())
    .default({})
    .meta({ examples: [{ "/tmp": "64Mi" }] })
    .describe("Empty folders that live as long as the pod, and their sizes"),
  user: z
    .strictObject({
      id: userId().optional().describe("User id of the processes. Default: the image's own"),
      group: userId().default(1000).describe("Group id of the processes' files in datasets and scratch folders"),
    })
    .prefault({})
    .describe("Who the processes run as"),
  command: command().describe("Program to run. Default: the image's own"),
  args: command().describe("Arguments of the program. Default: the image's own"),
  init: z.array(initStepSchema).default([]).describe("Steps that end before the component starts, in order"),
  dependsOn: z
    .array(
      z
        .strictObject({
          component: componentName()
            .meta({ examples: ["infinistore"] })
            .describe("Component to wait for"),
          port: portName().optional().describe("Port to wait for. Default: its first TCP port"),
        })
        .meta({ examples: [{ component: "infinistore" }] }),
    )
    .default([])
    .meta({ examples: [["infinistore"]] })
    .describe("Components whose ports must answer before this one starts; after 10 minutes the pod tries anew"),
  schedule: schedule().optional().describe("When a schedule runs, in the cron form"),
  timeZone: timeZone().optional().describe("Time zone of the schedule. Default: UTC"),
  retries: z.int().min(0).max(100).optional().describe("How often a failed job or run is tried again. Default: 3"),
  deadlineSeconds: z.int().min(1).optional().describe("Seconds after which a job or run is ended. Default: never"),
  relax: z
    .array(relaxation)
    .default([])
    .describe("What the component is freed from by name; all but writable-root-filesystem need podSecurity: baseline"),
  capabilities: z
    .array(z.enum(CAPABILITIES))
    .default([])
    .describe("Linux capabilities to add; all but NET_BIND_SERVICE need podSecurity: baseline"),
});

/** A component, with all defaults filled in. */
export type ComponentDescription = z.output<typeof componentSchema>;

/** A step before a component, with all defaults filled in. */
export type InitStepDescription = z.output<typeof initStepSchema>;
