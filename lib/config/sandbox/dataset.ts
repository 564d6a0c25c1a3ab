import { z } from "zod";
import { DEFAULTS } from "../../defaults";
import { quote } from "../../quote";
import { says, text } from "../fields";
import { freeText } from "./free-text";
import { componentName, objectName } from "./names";
import { bytes } from "./quantity";

const MEND_URL = 'Write it with the full name of the host, as in "https://data.example.org/risk.parquet".';

const loadSchema = z.strictObject({
  url: text(
    /^https?:\/\/([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?(:\d{1,5})?\/[\w.~:/?#@!&'()*+,;=-]*$/,
    "is not a URL of a file",
    MEND_URL,
  )
    .superRefine((value, context) => {
      // A port above 65535, or an address such as 256.0.0.1.
      if (!URL.canParse(value)) context.addIssue(says(`${quote(value)} is not a URL of a file`, MEND_URL));
    })
    .meta({ examples: ["https://data.example.org/risk.parquet"] })
    .describe("The file: by HTTP(S), of a web server or an object store"),
  sha256: text(/^[0-9a-f]{64}$/, "is not a SHA-256 sum", "Write the 64 hexadecimal digits that sha256sum prints.")
    .meta({ examples: ["0".repeat(64)] })
    .describe("SHA-256 sum of the file; a file that differs is thrown away"),
  file: text(/^[\w][\w.-]{0,199}$/, "is not a file name", "Use letters, digits, dots, hyphens and underscores.")
    .optional()
    .describe("Name of the file in the dataset. Default: the last part of the URL"),
  objectStore: z
    .strictObject({
      secret: objectName()
        .meta({ examples: ["object-store"] })
        .describe("Secret of the sandbox with the keys accessKeyId and secretAccessKey"),
      region: freeText(63)
        .default("us-east-1")
        .describe("Region that requests are signed for; stores of your own take any"),
    })
    .optional()
    .describe("For files of an object store (S3) that want signed requests. Default: the URL is open"),
});

/** A claim that holds data and outlives components, apps and stacks (INF-31). */
export const datasetSchema = z
  .strictObject({
    size: bytes().default(DEFAULTS.datasetSize).describe("Size of the volume; it can grow, and never shrink (INF-31)"),
    shared: z
      .boolean()
      .default(false)
      .describe("Many writers on many nodes; the place must have a file system that takes them"),
    perReplica: z
      .strictObject({
        component: componentName()
          .meta({ examples: ["peer"] })
          .describe("The stateful component"),
        replicas: z
          .int()
          .min(1)
          .max(100)
          .meta({ examples: [3] })
          .describe("How many volumes there are: one for each of its replicas"),
      })
      .optional()
      .describe("A volume of its own for each replica of a stateful component. Default: one volume"),
    load: loadSchema.optional().describe("File that is loaded into it once. Default: it starts empty"),
  })
  .meta({ examples: [{ size: "10Gi" }] });

/** A dataset, with all defaults filled in. */
export type DatasetDescription = z.output<typeof datasetSchema>;

/** What is loaded into a dataset. */
export type LoadDescription = z.output<typeof loadSchema>;
