import { z } from "zod";
import { text } from "../fields";

const tagOrDigest = String.raw`(:[\w][\w.-]{0,127})?(@sha256:[0-9a-f]{64})?`;

/** An image: any one by its reference, or one of the testbed's own registry by project. The reference alone is enough. */
export const imageSchema = z
  .strictObject({
    reference: text(
      new RegExp(`^([a-z0-9][a-z0-9.-]*(:\\d+)?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*${tagOrDigest}$`),
      "is not a reference to an image",
      'Write it as in "docker.io/library/redis:8.2", with a tag or a digest.',
    )
      .optional()
      .describe("Reference to an image of any registry"),
    project: text(
      new RegExp(`^[a-z0-9]+([._/-]+[a-z0-9]+)*${tagOrDigest}$`),
      "is not a project of the registry",
      'Write group, project and tag, as in "interface/lx-kafka:1.2".',
    )
      .optional()
      .describe("Group, project and tag in the testbed's own registry (INF-26)"),
  })
  .meta({ examples: [{ reference: "docker.io/library/redis:8.2" }] });

/** An image, as a component names it. */
export type ImageDescription = z.output<typeof imageSchema>;
