import { z } from "zod";
import { kindOf, quote } from "../../quote";
import { awsRegion, says, text, webAddress } from "../fields";
import { bytes } from "../sandbox/quantity";
import { notAMapping } from "./mapping";
import { PUBLIC_REGISTRIES } from "./public-registries";
import { secretName } from "./secret-name";

const proxy = (of: string, example: string) => {
  const address = webAddress({ of: "a registry", example, path: "(/[\\w.~-]+)*/?" });
  return z
    .union([address, z.literal(false)], {
      error: ({ input }) =>
        typeof input === "string" && input.includes(".")
          ? address.safeParse(input).error?.issues[0]?.message
          : says(`is ${kindOf(input)}, neither an address nor false`, `Write false, or it as in ${quote(example)}.`),
    })
    .default(example)
    .describe(`Address of ${of}, or false where Nexus shall not stand before it`);
};

const repositoriesSchema = z
  .strictObject({
    proxies: z
      .strictObject({
        docker: proxy("the public registry of images", PUBLIC_REGISTRIES.docker),
        maven: proxy("the public repository of Maven", PUBLIC_REGISTRIES.maven),
        npm: proxy("the public registry of npm", PUBLIC_REGISTRIES.npm),
        pypi: proxy("the public index of Python", PUBLIC_REGISTRIES.pypi),
      })
      .prefault({})
      .describe("Public registries that Nexus hands on and remembers"),
    mavenPrefix: text(
      /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/,
      "is not the beginning of a group id",
      'Write it as in "eu.infinitech".',
    )
      .optional()
      .meta({ examples: ["eu.infinitech"] })
      .describe("What group ids of Maven begin with before the name of a group of code. Default: nothing"),
    immutableTags: z
      .boolean()
      .default(true)
      .describe("Whether a tag of an image stays what it is once it was pushed; latest may always move"),
  })
  .prefault({})
  .describe("What Nexus keeps");

const objectStorageSchema = z
  .strictObject({
    bucket: text(
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      "is not the name of a bucket",
      "Use 3 to 63 lower-case letters, digits, dots and hyphens.",
    )
      .meta({ examples: ["infinitech-artefacts"] })
      .describe("Name of the bucket; it must exist"),
    region: awsRegion().describe("Its region; a store of somebody else takes any, such as us-east-1"),
    endpoint: webAddress({ of: "a store", example: "https://s3.example.org", open: true })
      .optional()
      .describe("Address of a store that speaks S3. Default: AWS"),
    secret: secretName()
      .meta({ examples: ["nexus-storage"] })
      .describe("Secret of the namespace devops with the keys accessKeyId and secretAccessKey"),
  })
  .optional()
  .describe("Object storage for what repositories hold. Default: the volume; it cannot be changed later");

/** What has to be written to accept the licence of Nexus: its name, as its maker has it. */
export const NEXUS_LICENCE = "Sonatype Nexus Repository Community Edition End User License Agreement";

/** Where the text of the licence is. */
export const NEXUS_LICENCE_TEXT = "https://links.sonatype.com/products/nxrm/ce-eula";

const ACCEPT = `To accept it, read ${NEXUS_LICENCE_TEXT} and write licence: ${NEXUS_LICENCE}.`;

/** Nexus: artefacts, and the registry of images (INF-23). */
export const nexusSchema = z
  .strictObject(
    {
      licence: z
        .literal(NEXUS_LICENCE, {
          error: ({ input }) => says(`${quote(input)} does not accept the licence of Nexus by its name`, ACCEPT),
        })
        .meta({ examples: [NEXUS_LICENCE] })
        .describe(
          `Accepts Sonatype's end-user licence agreement (${NEXUS_LICENCE_TEXT}) by its name, "${NEXUS_LICENCE}": without it Nexus serves nothing`,
        ),
      size: bytes()
        .default("100Gi")
        .describe("Size of its volume: artefacts, images, and its database; it cannot be changed later"),
      repositories: repositoriesSchema,
      objectStorage: objectStorageSchema,
    },
    { error: notAMapping(`Write nexus: {licence: ...}. ${ACCEPT}`) },
  )
  .describe("Nexus, at https://nexus.<domain> and, for images, https://registry.<domain>");

/** What a description says of Nexus. */
export type NexusDescription = z.output<typeof nexusSchema>;
