import { z } from "zod";
import { chartValues } from "../chart-values";
import { directorySchema } from "./directory";
import { groupName } from "./group-name";
import { jenkinsSchema } from "./jenkins";
import { notAMapping } from "./mapping";
import { nexusSchema } from "./nexus";
import { projectName, projectSchema } from "./project";

/** The tools that partners build and deploy with, the same at every place (INF-21 to INF-27). Each can be left out. */
export const devopsSchema = z
  .strictObject(
    {
      groups: z
        .array(groupName())
        .default([])
        .meta({ examples: [["interface"]] })
        .describe(
          "Groups of code beside those of the pilots (INF-25): components of the platform, which the whole consortium sees",
        ),
      projects: z
        .record(groupName(), z.record(projectName(), projectSchema))
        .default({})
        .meta({ examples: [{ pilot2: { ui: { repository: "https://gitlab.example.org/pilot2/ui.git" } } }] })
        .describe(
          "Projects by group of code and name: Jenkins builds the image <registry>/<group>/<project>:<tag> of each (INF-26)",
        ),
      directory: directorySchema.optional().describe("The one directory of people, for all tools (INF-24)"),
      jenkins: jenkinsSchema.optional().describe("Jenkins, at https://jenkins.<domain> (INF-22)"),
      nexus: nexusSchema.optional().describe("Nexus, at https://nexus.<domain> and https://registry.<domain> (INF-23)"),
      values: z
        .strictObject({ jenkins: chartValues("jenkins"), nexus3: chartValues("nexus3") })
        .prefault({})
        .describe("Helm values by chart; each is held against what the pinned chart knows. Never secrets"),
    },
    {
      error: notAMapping(
        "Write the tools below it, as in devops: {directory: {organisation: INFINITECH}, jenkins: {}}.",
      ),
    },
  )
  .optional()
  .describe("The devops tools, in the namespace devops. Default: none");

/** What a description says of the tools. */
export type DevopsDescription = NonNullable<z.output<typeof devopsSchema>>;
