import { z } from "zod";
import { text, webAddress } from "./fields";

/** Where the Terraform states of a testbed are kept. */
export const stateSchema = z
  .strictObject({
    s3: z
      .strictObject({
        bucket: text(
          /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
          "is not the name of an S3 bucket",
          "Use 3 to 63 lower-case letters, digits, dots and hyphens.",
        )
          .meta({ examples: ["infinitech-state"] })
          .describe("Name of the bucket; it must exist"),
        region: text(/^\w[\w-]{0,62}$/, "is not the name of a region", 'Write it as in "eu-west-1".')
          .meta({ examples: ["eu-west-1"] })
          .describe(
            "Region of the bucket, of AWS; or whatever the store at the endpoint calls its own, often us-east-1",
          ),
        endpoint: webAddress({ of: "a store", example: "https://s3.example.org", open: true })
          .optional()
          .describe("Address of a store that speaks S3: Ceph, MinIO, Swift. Default: that of AWS"),
        kmsKey: text(
          /^((arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:)?alias\/[0-9a-zA-Z/_-]+|arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-zA-Z-]+)$/,
          "is not a KMS key",
          'Write its ARN, or its alias as in "alias/state".',
        )
          .optional()
          .describe("KMS key that encrypts the states. Default: the key of S3 itself (SSE-S3)"),
      })
      .optional()
      .describe("States in an S3 bucket, encrypted, locked by a lock file beside each state"),
    local: z
      .strictObject({
        acceptSecrets: z
          .boolean()
          .meta({ examples: [true] })
          .describe(
            "Whether secrets may stand in them as plain text: what Rancher and OpenStack hand out is kept by their providers",
          ),
      })
      .optional()
      .describe("Local files in terraform-state/ beside the description"),
  })
  .describe("Where the Terraform states are kept. Default: local files in terraform-state/ beside the description");

/** Where the Terraform states are kept. */
export type StateDescription = z.output<typeof stateSchema>;
