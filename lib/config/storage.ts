import { z } from "zod";
import { serverAddress, text } from "./fields";

const nfsSchema = z.strictObject({
  server: serverAddress("nfs.example.org").describe("Name or address of the server, as the nodes reach it"),
  share: text(
    /^(\/[\w.-]+)+$|^\/$/,
    "is not the path of a folder that a server exports",
    'Write it from the root, as in "/exports/testbed".',
  )
    .meta({ examples: ["/exports/testbed"] })
    .describe("Folder that it exports; each volume becomes a folder in it"),
  mountOptions: z
    .array(text(/^[a-z][\w.=:-]*$/, "is not a mount option", 'Write it as in "nfsvers=4.1".'))
    .default(["nfsvers=4.1"])
    .describe("Options with which nodes mount it"),
});

/** What a place says of volumes. */
export const storageSchema = z
  .strictObject({
    nfs: nfsSchema
      .optional()
      .describe(
        "NFS server of volumes that many nodes write to at a time (SB-3). Default: on AWS, a file system of EFS that the testbed makes",
      ),
  })
  .prefault({})
  .describe("Where volumes are kept, beside what the target has");

/** An NFS server for volumes that many nodes write to. */
export type NfsDescription = z.output<typeof nfsSchema>;
