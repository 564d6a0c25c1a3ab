import { z } from "zod";
import { text } from "./fields";

/** Where a place in a closed network gets charts and images. */
export const mirrorSchema = z
  .strictObject({
    charts: text(
      /^(https|oci):\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[\w.-]+)*$/,
      "is not the address of a chart repository",
      'Write it as in "oci://mirror.example.org/charts".',
    )
      .optional()
      .meta({ examples: ["oci://mirror.example.org/charts"] })
      .describe("Repository that holds all charts of the testbed. Default: each chart's own"),
    images: text(
      /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
      "is not the address of a registry",
      'Write it without https://, as in "mirror.example.org/proxy".',
    )
      .optional()
      .meta({ examples: ["mirror.example.org/proxy"] })
      .describe(
        "What stands before the full reference of each image of the testbed's charts: mirror.example.org/quay.io/... Default: nothing",
      ),
  })
  .prefault({})
  .describe("Where charts and images come from in a network that reaches no public registries");
