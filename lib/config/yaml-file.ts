import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import type { PathStep, Position, Problem } from "./problem";

const FLOAT_TAG = "tag:yaml.org,2002:float";

/** What git leaves in a file that two branches changed. */
const CONFLICT = {
  what: "a merge that was not finished left its marks here",
  mend: "Keep what belongs to both branches, and remove the marks.",
};

/** A YAML file: its value, and where in the file each part of it stands. */
export class YamlFile {
  /** Everything that keeps the text from being read as YAML. */
  readonly problems: readonly Problem[];
  /** The value of the file; undefined when there are problems or the file is empty. */
  readonly value: unknown = undefined;
  private readonly document;
  private readonly lines = new LineCounter();

  constructor(
    readonly file: string,
    source: string,
  ) {
    // Without the tag for floats, an unquoted version stays the text that was written: 1.30 does not become 1.3.
    this.document = parseDocument(source, {
      lineCounter: this.lines,
      merge: true,
      prettyErrors: false,
      logLevel: "error",
      customTags: (tags) => tags.filter((tag) => typeof tag === "string" || tag.tag !== FLOAT_TAG),
    });
    const conflict = source.search(/^(<{7}|={7}|>{7})( |$)/m);
    if (conflict >= 0) {
      this.problems = [this.problemAt(conflict, CONFLICT)];
      return;
    }
    const problems = significant([...this.document.errors, ...this.document.warnings]).map(({ code, message, pos }) =>
      this.problemAt(pos[0], explainYaml(code, message)),
    );
    if (problems.length === 0) {
      const cycle = this.cycle();
      try {
        if (cycle) problems.push(cycle);
        else this.value = this.document.toJS();
      } catch {
        problems.push(this.aliasProblem());
      }
    }
    this.problems = problems;
  }

  /** Where the value at a path stands, or its key; for a path that leads nowhere, where its nearest parent stands. */
  locate(path: readonly PathStep[], target: "key" | "value" = "value"): Position {
    let node: Node | undefined = isNode(this.document.contents) ? this.document.contents : undefined;
    let found = node;
    for (const [index, step] of path.entries()) {
      const inner = this.resolve(node);
      const pair = typeof step === "string" ? findPair(inner, step, (alias) => this.resolve(alias)) : undefined;
      const value = pair ? pair.value : isSeq(inner) && typeof step === "number" ? inner.items[step] : undefined;
      if (pair === undefined && value === undefined) break;
      const key = pair && isNode(pair.key) ? pair.key : undefined;
      node = isNode(value) ? value : undefined;
      const last = index === path.length - 1;
      found = (last && target === "key") || isMap(node) || node === undefined ? (key ?? node ?? found) : node;
    }
    return this.positionAt(found?.range?.[0] ?? 0);
  }

  /** Where the file uses a part of itself again: its aliases and merges. */
  get reuses(): readonly Position[] {
    const offsets: number[] = [];
    visit(this.document, {
      Alias: (_, alias) => {
        offsets.push(alias.range?.[0] ?? 0);
      },
      Pair: (_, { key }) => {
        if (!isScalar(key) || !isMergeKey(key)) return undefined;
        offsets.push(key.range?.[0] ?? 0);
        return visit.SKIP;
      },
    });
    return offsets.map((offset) => this.positionAt(offset));
  }

  /** An alias within what it stands for: no value comes of it. */
  private cycle(): Problem | undefined {
    let problem: Problem | undefined;
    visit(this.document, {
      Alias: (_, alias, around) => {
        if (!around.some((node) => node === alias.resolve(this.document))) return undefined;
        const what = `*${alias.source} stands within what it stands for`;
        problem = this.problemAt(alias.range?.[0] ?? 0, { what, mend: "Remove it, or set the anchor elsewhere." });
        return visit.BREAK;
      },
    });
    return problem;
  }

  /** An alias without its anchor, or aliases that multiply beyond measure: both come to light only with the value. */
  private aliasProblem(): Problem {
    let problem = this.problemAt(0, { what: "the aliases of this file multiply beyond measure", mend: "Use fewer." });
    visit(this.document, {
      Alias: (_, alias) => {
        if (alias.resolve(this.document) !== undefined) return undefined;
        const text = { what: `there is no anchor &${alias.source} above`, mend: "Set the anchor above its alias." };
        problem = this.problemAt(alias.range?.[0] ?? 0, text);
        return visit.BREAK;
      },
    });
    return problem;
  }

  private problemAt(offset: number, text: { what: string; mend: string }): Problem {
    return { severity: "error", position: this.positionAt(offset), path: [], ...text };
  }

  private resolve(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.document) : node;
  }

  private positionAt(offset: number): Position {
    const { line, col } = this.lines.linePos(offset);
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

/** Finds a key in a mapping, or in the mappings that it merges (`<<`). */
function findPair(node: unknown, key: string, resolve: (node: unknown) => unknown): Pair | undefined {
  if (!isMap(node)) return undefined;
  const keyOf = (pair: Pair) => (isScalar(pair.key) ? String(pair.key.value) : undefined);
  const own = node.items.find((pair) => keyOf(pair) === key);
  if (own) return own;
  for (const merge of node.items.filter((pair) => isPair(pair) && isScalar(pair.key) && isMergeKey(pair.key))) {
    const merged = resolve(merge.value);
    for (const source of isSeq(merged) ? merged.items.map(resolve) : [merged]) {
      const pair = findPair(source, key, resolve);
      if (pair) return pair;
    }
  }
  return undefined;
}

function isMergeKey(key: { value: unknown; source?: string }): boolean {
  return key.source === "<<" || key.value === "<<" || typeof key.value === "symbol";
}

/**
 * One slip of syntax makes many errors: of those only the first counts, and none beside tabs, which explain them. Keys
 * behind it may only seem to stand there twice.
 */
function significant(errors: readonly YAMLError[]): YAMLError[] {
  const tabs = errors.filter(({ code }) => code === "TAB_AS_INDENT");
  if (tabs.length > 0) return tabs;
  const slip = errors.find(({ code }) => code !== "DUPLICATE_KEY");
  const duplicates = errors.filter(({ code, pos }) => code === "DUPLICATE_KEY" && !(slip && pos[0] > slip.pos[0]));
  return slip ? [...duplicates, slip] : duplicates;
}

function explainYaml(code: string, message: string): { what: string; mend: string } {
  const what = (message.split("\n")[0] ?? message).replace(/[.:]$/, "");
  switch (code) {
    case "DUPLICATE_KEY":
      return { what: "the same key stands here a second time", mend: "Keep one of them." };
    case "TAB_AS_INDENT":
      return { what: "a tab is used as indentation", mend: "Indent with spaces." };
    case "MULTIPLE_DOCS":
      return { what: "a second document starts here", mend: "Keep one document in each file." };
    default:
      return { what: `this is not YAML: ${what}`, mend: "Mend the syntax." };
  }
}
