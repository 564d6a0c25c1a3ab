import { z } from "zod";
import { chartValues } from "../chart-values";
import { directorySchema, groupName } from "./directory";
import { jenkinsSchema } from "./jenkins";
import { nexusSchema } from "./nexus";

/** The tools that partners build and deploy with, the same at every place (INF-21 to INF-27). Each can be left out. */
export const devopsSchema = z
  .strictObject({
    groups: z
      .array(groupName())
      .default([])
      .meta({ examples: [["interface"]] })
      .describe(
        "Groups of code beside those of the pilots (INF-25): components of the platform, which the whole consortium sees",
      ),
    directory: directorySchema.optional().describe("The one directory of people, for all tools (INF-24)"),
    jenkins: jenkinsSchema.optional().describe("Jenkins, at https://jenkins.<domain> (INF-22)"),
    nexus: nexusSchema.optional().describe("Nexus, at https://nexus.<domain> and https://registry.<domain> (INF-23)"),
    values: z
      .strictObject({ jenkins: chartValues("jenkins"), nexus3: chartValues("nexus3") })
      .prefault({})
      .describe("Helm values by chart; each is held against what the pinned chart knows. Never secrets"),
  })
  .optional()
  .describe("The devops tools, in the namespace devops. Default: none");

/** What a description says of the tools. */
export type DevopsDescription = NonNullable<z.output<typeof devopsSchema>>;
