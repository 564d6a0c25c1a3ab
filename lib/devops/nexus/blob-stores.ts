import type { SecretKey } from "../directory-access";
import { BLOB_STORES } from "./repositories";

/** Object storage that speaks S3, in place of the volume. Nexus' database stays on the volume. */
export interface NexusObjectStorage {
  readonly bucket: string;
  readonly region: string;
  /** Address of the service. Default: that of AWS in the region */
  readonly endpoint?: string | undefined;
  /** Whether the bucket stands in the path rather than in the host. Default: where an endpoint is named */
  readonly pathStyle?: boolean | undefined;
  /** Keys to the bucket. Default: the role of the pod or the machine, as AWS' client finds it */
  readonly credentials?: { readonly accessKeyId: SecretKey; readonly secretAccessKey: SecretKey } | undefined;
}

/** A store of blobs: its type as Nexus' lists name it, the part of the API that makes it, and what that is told. */
export interface BlobStore {
  readonly name: string;
  readonly type: "File" | "S3";
  readonly api: "file" | "s3";
  readonly body: object;
}

/** The stores of blobs: folders of the volume, or prefixes of one bucket. */
export function blobStoresOf(storage: NexusObjectStorage | undefined): BlobStore[] {
  return BLOB_STORES.map((name): BlobStore => {
    if (storage === undefined) return { name, type: "File", api: "file", body: { name, path: name } };
    const { bucket, region, endpoint, pathStyle = endpoint !== undefined } = storage;
    return {
      name,
      type: "S3",
      api: "s3",
      body: {
        name,
        bucketConfiguration: {
          bucket: { name: bucket, region, prefix: name },
          ...(endpoint === undefined ? {} : { advancedBucketConnection: { endpoint, forcePathStyle: pathStyle } }),
        },
      },
    };
  });
}
