import type { Finding } from "../explain";
import type { TestbedLedger } from "../ledger";
import { isOn, type PlaceDescription, type PlaceOn, type Target } from "../place";
import type { SandboxDescription } from "../sandbox/sandbox";
import type { TestbedDescription } from "../testbed";

/** The files of a description, after the schemas have had their say. */
export interface Description {
  readonly testbed: TestbedDescription;
  readonly place: PlaceDescription;
  /** The sandboxes of the place, by name. */
  readonly sandboxes: Readonly<Record<string, SandboxDescription>>;
  /** What must not move by accident in the testbed of this place. */
  readonly ledger: TestbedLedger;
}

/** A description of which all is known: each way in by node port has its number. */
export interface CompleteDescription extends Description {
  /** Node ports that nobody asked for, and which number they have, by way. */
  readonly assignedPorts: Readonly<Record<string, number>>;
}

/** A file of a description, as checks name it. */
export type DescriptionFile = "testbed" | "place" | "ledger" | `sandboxes/${string}`;

/** Something that a check across keys has found, and the file that it is about. */
export interface CheckFinding extends Finding {
  readonly file: DescriptionFile;
  readonly severity: "error" | "warning";
}

/** A check across the keys of a description. */
export type Check = (description: Description) => CheckFinding[];

/** A check of the places on one target. */
export function checkOn<T extends Target>(
  target: T,
  check: (place: PlaceOn<T>, description: Description) => CheckFinding[],
): Check {
  return (description) => (isOn(description.place, target) ? check(description.place, description) : []);
}

/** An error about a value in the place file. */
export function placeError(
  path: Finding["path"],
  what: string,
  mend: string,
  rest: Partial<CheckFinding> = {},
): CheckFinding {
  return { file: "place", severity: "error", target: "value", path, what, mend, ...rest };
}

/** An error about a value in the file of a sandbox. */
export function sandboxError(
  sandbox: string,
  path: Finding["path"],
  what: string,
  mend: string,
  rest: Partial<CheckFinding> = {},
): CheckFinding {
  return { file: `sandboxes/${sandbox}`, severity: "error", target: "value", path, what, mend, ...rest };
}

/** Finds what stands in a list of the place file a second time. */
export function repeated(
  items: readonly { readonly path: Finding["path"]; readonly text: string }[],
  mend = "Remove one of them.",
): CheckFinding[] {
  return items.flatMap(({ path, text }, index) =>
    items.slice(0, index).some((earlier) => earlier.text === text)
      ? [placeError(path, `"${text}" stands here a second time`, mend)]
      : [],
  );
}
