/** The storage classes that every testbed has, whatever its target calls the volumes behind them. */
export const STORAGE_CLASSES = {
  /** Volumes that go with their claims. */
  standard: "testbed-standard",
  /** Volumes that stay when their claims go: for datasets. */
  retain: "testbed-retain",
  /** Volumes that many nodes write to at a time, where the target has them. */
  shared: "testbed-shared",
} as const;
