/** How long HAProxy waits for whom, and how much it takes on. Times are in seconds. */
export interface HaproxyLimits {
  /**
   * How long a connection may be silent. Default: 3600, so that devices may speak once in an hour; keep-alives find out
   * whether they are still there (INF-32)
   */
  readonly idle?: number;
  /** How long a node may take to answer, also when it is checked. Default: 2 */
  readonly connect?: number;
  /** Time between two checks of a port on a node that answers. Default: 2 */
  readonly check?: number;
  /** Time between two checks of a port on a node that does not, which is how late a moved pod is found. Default: 1 */
  readonly recheck?: number;
  /**
   * How long connections outlive the configuration that they began with; a reload waits for none. Default: 86400, so that a
   * way in that was taken away is shut within a day also for those who are in
   */
  readonly drain?: number;
  /**
   * How many newer configurations connections outlive. Default: 10, because each process that drains keeps its memory: 33 MB with
   * 200 ways to 20 workers (measured)
   */
  readonly reloads?: number;
  /** Connections of all ways together. Default: 8000, with 16 KiB of buffers twice each 256 MiB */
  readonly connections?: number;
  /** Connections of one way, so that one cannot take them all. Default: a quarter of all */
  readonly connectionsPerWay?: number;
}

/** The limits with all defaults filled in. */
export function withDefaults(limits: HaproxyLimits): Required<HaproxyLimits> {
  const connections = limits.connections ?? 8000;
  return {
    idle: limits.idle ?? 3600,
    connect: limits.connect ?? 2,
    check: limits.check ?? 2,
    recheck: limits.recheck ?? 1,
    drain: limits.drain ?? 86_400,
    reloads: limits.reloads ?? 10,
    connections,
    connectionsPerWay: limits.connectionsPerWay ?? Math.ceil(connections / 4),
  };
}
