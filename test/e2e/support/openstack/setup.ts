import type { Command } from "./processes";

/** How one of the services runs at a site, with its configuration written. */
export interface Setup {
  /** What makes its tables, one after the other, in an empty database. */
  readonly schema: readonly Command[];
  /** The programs that it consists of, by their names. */
  readonly programs: Readonly<Record<string, Command>>;
}
