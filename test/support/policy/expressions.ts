import { childPath, isObject, type JsonObject } from "../provider-schema/json";
import { parseTemplate } from "../provider-schema/template";

/** What Terraform would know when it applies: values by the text of their expression, with or without `${` and `}`. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

/** Puts values in the place of the expressions of a stack. */
export class Expressions {
  constructor(
    private readonly resources: JsonObject,
    private readonly values: Values,
  ) {}

  /** The value without expressions; keys of objects included. */
  resolve(value: unknown, path: string): unknown {
    if (typeof value === "string") return this.text(value, path);
    if (Array.isArray(value)) {
      return value.map((element: unknown, index) => this.element(element, childPath(path, index)));
    }
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => {
        const at = childPath(path, key);
        return [this.text(key, at), this.resolve(entry, at)];
      }),
    );
  }

  private element(value: unknown, path: string): unknown {
    const resolved = this.resolve(value, path);
    if (typeof value === "string" && typeof resolved !== "string") {
      throw new Error(`${path}: ${value} is a list within a list`);
    }
    return resolved;
  }

  /** A text that is one expression may become a list; anything else becomes text, as Terraform does it. */
  private text(text: string, path: string): string | readonly string[] {
    const { sequences, unclosedAt } = parseTemplate(text);
    if (unclosedAt !== undefined || sequences.some(({ kind }) => kind === "directive")) {
      throw new Error(`${path}: cannot evaluate ${text}`);
    }
    const [first] = sequences;
    if (first !== undefined && first.start === 0 && first.end === text.length) return this.value(first.source, path);
    let at = 0;
    let result = "";
    for (const { source, start, end } of sequences) {
      const value = this.value(source, path);
      if (typeof value !== "string") throw new Error(`${path}: \${${source}} is a list within a text`);
      result += unescaped(text.slice(at, start)) + value;
      at = end;
    }
    return result + unescaped(text.slice(at));
  }

  private value(source: string, path: string): string | readonly string[] {
    const expression = source.trim();
    const given = this.values[expression] ?? this.values[`\${${expression}}`];
    if (given !== undefined) return given;
    const literal = this.literal(expression);
    if (literal === undefined) throw new Error(`${path}: no value is given for \${${expression}}`);
    return this.text(literal, path);
  }

  /** What the stack itself says about an argument of one of its resources, such as the name of a namespace. */
  private literal(expression: string): string | undefined {
    const names = /^[\w-]+(\.[\w-]+|\[\d+\])+$/.test(expression) ? expression.match(/[\w-]+/g) : null;
    const [type = "", id = "", ...rest] = names ?? [];
    const isNamespaceId = type === "kubernetes_namespace_v1" && rest.join() === "id";
    const found = (isNamespaceId ? ["metadata", "0", "name"] : rest).reduce(
      stepInto,
      stepInto(this.resources[type], id),
    );
    return typeof found === "string" ? found : undefined;
  }
}

/** A block that may stand once is written as an object or as a list of one. */
function stepInto(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return value[Number(step)];
  if (!isObject(value)) return undefined;
  return step === "0" ? value : value[step];
}

function unescaped(text: string): string {
  return text.replace(/([$%])\1\{/g, "$1{");
}
