import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isScalar, parseDocument, type YAMLMap } from "yaml";
import type { Description } from "../config/checks/check";
import { describedClaims } from "../config/checks/ledger";
import { bytesOf } from "../config/sandbox/quantity";

/** What a ledger has to learn from a description. */
export interface LedgerChanges {
  /** Claims that are new, or have grown, by sandbox and claim. */
  readonly written: Readonly<Record<string, { readonly size: string; readonly shared?: true }>>;
  /** Claims that are listed under `removed`, and leave the datasets. */
  readonly dropped: readonly string[];
}

/** Compares a description with its ledger. */
export function changesOf(description: Pick<Description, "sandboxes" | "ledger">): LedgerChanges {
  const { datasets, removed } = description.ledger;
  const written = [...describedClaims(description)].flatMap(([path, { size, shared }]) => {
    const known = datasets[path];
    if (known && bytesOf(known.size) >= bytesOf(size)) return [];
    return [[path, { size, ...(shared ? { shared: true as const } : {}) }] as const];
  });
  return {
    written: Object.fromEntries(written),
    dropped: Object.keys(datasets).filter((path) => removed.includes(path)),
  };
}

const COMMENT = ` What must never move by accident, for each testbed: datasets, which a synth adds. Commit this file.
 A dataset goes only when removed: lists it; its volume stays until somebody deletes it.`;

/**
 * Writes the changes into `ledger.yaml` of a folder, and leaves everything else in it as it stands, comments too.
 *
 * @returns the lines of text that tell what was written; none when nothing changed
 */
export function recordChanges(directory: string, testbed: string, changes: LedgerChanges): string[] {
  const written = Object.entries(changes.written);
  if (written.length === 0 && changes.dropped.length === 0) return [];
  const path = join(directory, "ledger.yaml");
  const document = parseDocument(existsSync(path) ? readFileSync(path, "utf8") : "");
  if (!document.contents) {
    document.commentBefore = COMMENT;
    document.contents = document.createNode({}) as YAMLMap & typeof document.contents;
  }
  for (const [claim, value] of written) {
    document.setIn([testbed, "datasets", claim], document.createNode(value, { flow: true }));
  }
  for (const claim of changes.dropped) document.deleteIn([testbed, "datasets", claim]);
  sortKeys(document.getIn([testbed, "datasets"]));
  writeFileSync(path, document.toString({ lineWidth: 120 }));
  return [
    ...written.map(([claim, { size }]) => `ledger.yaml: wrote ${claim} (${size}); commit it`),
    ...changes.dropped.map((claim) => `ledger.yaml: dropped ${claim}, which is removed; commit it`),
  ];
}

/** Orders the claims, so that two branches that add some seldom meet on one line. */
function sortKeys(node: unknown): void {
  if (!isMap(node)) return;
  const nameOf = (key: unknown) => String(isScalar(key) ? key.value : key);
  node.items.sort((a, b) => nameOf(a.key).localeCompare(nameOf(b.key)));
}
