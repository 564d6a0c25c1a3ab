import { z } from "zod";
import { dnsLabel, text } from "../fields";
import { componentSchema } from "./component";
import { datasetSchema } from "./dataset";
import { egressSchema } from "./egress";
import { exposureSchema } from "./exposure";
import { componentName, dataKey, datasetName, objectName } from "./names";
import { quotaSchema } from "./quota";

/** One file under `sandboxes/`: one namespace, its frame and its app. Portable: nothing in it names a cloud. */
export const sandboxSchema = z
  .strictObject({
    pilot: dnsLabel(40, "it is the value of a label")
      .optional()
      .describe("Pilot that owns the sandbox. Default: the name of the file"),
    podSecurity: z
      .strictObject({
        level: z
          .enum(["restricted", "baseline"])
          .meta({ examples: ["restricted"] })
          .describe("Pod Security level; baseline lets processes be root"),
        reason: text(/^[^$%{}\n]{10,200}$/, "is no reason", "Say in 10 to 200 characters why, without $, % or braces.")
          .optional()
          .describe("Why the level is baseline, for whoever reviews it"),
      })
      .prefault({ level: "restricted" })
      .describe("How far pods may go. Default: restricted"),
    quota: quotaSchema.prefault({}).describe("What the sandbox may use in all (INF-30)"),
    pullSecrets: z
      .array(objectName())
      .default([])
      .describe("Secrets of the namespace to pull images with, beside that of the testbed's own registry (INF-35)"),
    secrets: z
      .record(
        objectName(),
        z
          .array(dataKey())
          .min(1)
          .meta({ examples: [["token"]] }),
      )
      .default({})
      .meta({ examples: [{ "market-data": ["token"] }] })
      .describe("Secrets that the partner makes in the namespace, and their keys: never their values"),
    datasets: z
      .record(datasetName(), datasetSchema)
      .default({})
      .meta({ examples: [{ risk: { size: "10Gi" } }] })
      .describe("Datasets by name (INF-31)"),
    components: z
      .record(componentName(), componentSchema)
      .default({})
      .meta({ examples: [{ ui: { kind: "stateless", image: "docker.io/demo/ui:1.0" } }] })
      .describe("Components by name. Default: none; a partner's own repository deploys them"),
    expose: z.array(exposureSchema).default([]).describe("Ways in (INF-33)"),
    egress: z.array(egressSchema).default([]).describe("Ways out (INF-32)"),
  })
  .describe("A sandbox: one namespace, and what runs in it");

/** What one file under `sandboxes/` says, with all defaults filled in. */
export type SandboxDescription = z.output<typeof sandboxSchema>;
