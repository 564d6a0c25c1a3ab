import { z } from "zod";
import type { PathStep } from "./problem";

/** What may stand in for names, the short ones first: slots of zones have one letter. */
const NAMES = [..."fedcba", ...Array.from({ length: 50 }, (_, index) => `x${index}`)];

/** What may stand in for texts: of these, each pattern of an item or a key admits some. */
const WORDS = NAMES.flatMap((name) => [name, `/${name}`, `${name}/${name}`, `arn:aws:iam::000000000000:role/${name}`]);

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON schema of a description file: for editors, and for messages that say what a key means. */
export class SchemaTree {
  readonly json: JsonSchema;

  constructor(readonly schema: z.ZodType) {
    this.json = z.toJSONSchema(schema, { io: "input" });
  }

  /** The keys that a mapping may have. */
  keys(path: readonly PathStep[]): string[] {
    return Object.keys(this.at(path)?.properties ?? {});
  }

  /** What a key means, as its schema says. */
  describe(path: readonly PathStep[]): string {
    return this.at(path)?.description ?? "a value";
  }

  /** A value that may stand at the path: its default, or else an example, which a mapping may be put together of. */
  example(path: readonly PathStep[]): unknown {
    const schema = this.at(path);
    return schema?.default ?? (Array.isArray(schema?.examples) ? schema.examples[0] : this.smallest(path, schema));
  }

  /** The smallest mapping of a schema: examples of what it must have. */
  private smallest(path: readonly PathStep[], schema: JsonSchema | undefined): unknown {
    if (schema?.properties === undefined) return undefined;
    const values = (schema.required ?? []).map((key) => [key, this.example([...path, key])] as const);
    return values.every(([, value]) => value !== undefined) ? Object.fromEntries(values) : undefined;
  }

  /** What to show of a value that may stand at the path: nothing that is empty. */
  sample(path: readonly PathStep[]): unknown {
    const schema = this.at(path);
    const samples: unknown[] = [schema?.default, ...(schema?.examples ?? []), this.smallest(path, schema)];
    return samples.find((value) => value !== undefined && !["{}", "[]"].includes(JSON.stringify(value)));
  }

  /** A text that a list may have as an item, or a mapping as a key, beside those that it has. */
  word(path: readonly PathStep[], taken: readonly unknown[]): unknown {
    const schema = this.at(path);
    const inner = schema?.propertyNames ?? schema?.items;
    if (typeof inner !== "object" || Array.isArray(inner)) return undefined;
    if (inner.enum) return inner.enum.find((word) => !taken.includes(word)) ?? inner.enum[0];
    const pattern = new RegExp(inner.pattern ?? "", "u");
    return WORDS.find((word) => pattern.test(word) && !taken.includes(word));
  }

  /** Whether the pattern of a text admits this one. */
  admits(path: readonly PathStep[], text: string): boolean {
    return new RegExp(this.at(path)?.pattern ?? "", "u").test(text);
  }

  private at(path: readonly PathStep[]): JsonSchema | undefined {
    return path.reduce<JsonSchema | undefined>((schema, step) => {
      const next =
        typeof step === "number" ? schema?.items : (schema?.properties?.[step] ?? schema?.additionalProperties);
      return typeof next === "object" && !Array.isArray(next) ? next : undefined;
    }, this.json);
  }
}
