import type { NexusDescription } from "../../config/devops/nexus";
import type { NexusObjectStorage } from "./blob-stores";

/** The object storage of a description, with its keys by reference. */
export function objectStorageOf({ objectStorage }: NexusDescription): NexusObjectStorage | undefined {
  if (objectStorage === undefined) return undefined;
  const { secret, ...where } = objectStorage;
  return {
    ...where,
    credentials: {
      accessKeyId: { secret, key: "accessKeyId" },
      secretAccessKey: { secret, key: "secretAccessKey" },
    },
  };
}
