import { z } from "zod";
import { bytes } from "../sandbox/quantity";

/** What has to be written to accept the licence of Nexus: its name, as its maker has it. */
export const NEXUS_LICENCE = "Sonatype Nexus Repository Community Edition End User License Agreement";

/** Nexus: artefacts, and the registry of images (INF-23). */
export const nexusSchema = z
  .strictObject({
    licence: z
      .literal(NEXUS_LICENCE)
      .describe(
        `Accepts Sonatype's end-user licence agreement by its name, "${NEXUS_LICENCE}": without it Nexus serves nothing`,
      ),
    size: bytes().default("100Gi").describe("Size of its volume: artefacts, images, and its database"),
  })
  .describe("Nexus, at https://nexus.<domain> and, for images, https://registry.<domain>");

/** What a description says of Nexus. */
export type NexusDescription = z.output<typeof nexusSchema>;
