/** Addresses that machines read their metadata and credentials from: closed to every pod. */
export const METADATA_NETWORK = "169.254.0.0/16";
