import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isNode, isScalar, parseDocument, type YAMLMap } from "yaml";
import type { CompleteDescription } from "../config/checks/check";
import { describedClaims } from "../config/checks/ledger";
import { bytesOf } from "../config/sandbox/quantity";

/** What a section of a ledger has to learn from a description. */
export interface SectionChanges<T> {
  /** Entries that are new or have changed, by their path. */
  readonly written: Readonly<Record<string, T>>;
  /** Entries that leave the ledger. */
  readonly dropped: readonly string[];
}

/** A claim as the ledger writes it. */
export interface WrittenClaim {
  readonly size: string;
  readonly shared?: true;
}

/** What a ledger has to learn from a description. */
export interface LedgerChanges {
  /** Claims, by sandbox and claim: those that are new or have grown, and those that are listed under `removed`. */
  readonly datasets: SectionChanges<WrittenClaim>;
  /** Node ports that nobody asked for, by way: those that were assigned now, and those of ways that are gone. */
  readonly ports: SectionChanges<number>;
}

/** Compares a description with its ledger. */
export function changesOf(
  description: Pick<CompleteDescription, "sandboxes" | "ledger" | "assignedPorts">,
): LedgerChanges {
  const { datasets, removed, ports } = description.ledger;
  const claims = [...describedClaims(description)].flatMap(([path, { size, shared }]) => {
    const known = datasets[path];
    if (known && bytesOf(known.size) >= bytesOf(size)) return [];
    return [[path, { size, ...(shared ? { shared: true as const } : {}) }] as const];
  });
  const assigned = Object.entries(description.assignedPorts);
  return {
    datasets: {
      written: Object.fromEntries(claims),
      dropped: Object.keys(datasets).filter((path) => removed.includes(path)),
    },
    ports: {
      written: Object.fromEntries(assigned.filter(([way, port]) => ports[way] !== port)),
      dropped: Object.keys(ports).filter((way) => !Object.hasOwn(description.assignedPorts, way)),
    },
  };
}

const COMMENT = ` What must never move by accident, for each testbed: datasets, and node ports that nobody chose. A synth
 writes both; commit this file. A dataset goes only when removed: lists it; its volume stays until somebody deletes it.
 reserved: {<sandbox>: <first port>-<last port>} keeps node ports for one sandbox.`;

/**
 * Writes the changes into `ledger.yaml` of a folder, and leaves everything else in it as it stands, comments too.
 *
 * @returns the lines of text that tell what was written; none when nothing changed
 */
export function recordChanges(directory: string, testbed: string, { datasets, ports }: LedgerChanges): string[] {
  const said = [
    ...Object.entries(datasets.written).map(([claim, { size }]) => `wrote ${claim} (${size})`),
    ...datasets.dropped.map((claim) => `dropped ${claim}, which is removed`),
    ...Object.entries(ports.written).map(([way, port]) => `wrote ${way} (node port ${port})`),
    ...ports.dropped.map((way) => `dropped ${way}, which is gone or has a number of its own`),
  ];
  if (said.length === 0) return [];
  const path = join(directory, "ledger.yaml");
  const source = existsSync(path) ? readFileSync(path, "utf8") : "";
  const document = parseDocument(source);
  if (!document.contents) {
    document.commentBefore = [document.commentBefore ?? [], COMMENT].flat().join("\n");
    document.contents = document.createNode({}) as YAMLMap & typeof document.contents;
  }
  for (const [name, { written, dropped }] of Object.entries({ datasets, ports })) {
    if (dropped.length + Object.keys(written).length === 0) continue;
    keepFirstComment(document.get(testbed), name, source);
    for (const [key, value] of Object.entries(written)) {
      const node = document.createNode(value, { flow: true });
      const before = document.getIn([testbed, name, key], true);
      if (isNode(before)) node.comment = before.comment;
      document.setIn([testbed, name, key], node);
    }
    for (const key of dropped) document.deleteIn([testbed, name, key]);
    sortKeys(document.getIn([testbed, name]));
  }
  writeFileSync(path, document.toString({ lineWidth: 120 }));
  return said.map((text) => `ledger.yaml: ${text}; commit it`);
}

/** Ties what stands above the first entry of a section to that entry, wherever it goes; what stands beside the section's name stays. */
function keepFirstComment(testbed: unknown, name: string, source: string): void {
  const section = isMap(testbed) ? testbed.items.find(({ key }) => nameOf(key) === name) : undefined;
  if (!section || !isNode(section.key) || !isMap(section.value)) return;
  const { value, key } = section;
  const first = value.items[0]?.key;
  const isBeside = /^["']?\s*:[ \t]*#/.test(source.slice(key.range?.[1], value.range?.[0]));
  if (!isNode(first) || !value.commentBefore || isBeside) return;
  first.commentBefore = value.commentBefore;
  value.commentBefore = null;
}

/** Orders the entries, so that two branches that add some seldom meet on one line. */
function sortKeys(node: unknown): void {
  if (isMap(node)) node.items.sort((a, b) => nameOf(a.key).localeCompare(nameOf(b.key), "en"));
}

function nameOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}
