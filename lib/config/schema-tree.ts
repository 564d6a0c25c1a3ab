import { z } from "zod";
import type { PathStep } from "./problem";

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

  /** A value that may stand at the path: its default, or else an example from its schema. */
  example(path: readonly PathStep[]): unknown {
    const schema = this.at(path);
    return schema?.default ?? (Array.isArray(schema?.examples) ? schema.examples[0] : undefined);
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
