/** The storage classes that every testbed has, whatever its target calls the volumes behind them. */
export const STORAGE_CLASSES = {
  /** Volumes that go with their claims. */
  standard: "testbed-standard",
  /** Volumes that stay when their claims go: for datasets. */
  retain: "testbed-retain",
  /** Volumes that many nodes write to at a time, which stay when their claims go. */
  shared: "testbed-shared",
} as const;

/** Names that the source documents have for classes, for what was written to them. */
export const DOCUMENTED_CLASSES = {
  /** INF-18: as `testbed-standard` */
  standard: "ebs-sc",
  /** SB-3: as `testbed-shared`, but what a claim held is put aside when it goes */
  shared: "sb-managed-nfs-storage",
} as const;

/** The class of snapshots, where the driver of volumes has them. */
export const SNAPSHOT_CLASS = "testbed-snapshots";
