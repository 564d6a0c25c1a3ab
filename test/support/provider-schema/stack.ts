import { isObject, type JsonObject } from "./json";

/** Kind of an element; the names are the first part of its address in the stack, except for locals and variables. */
export type Section = "resource" | "data" | "provider" | "output" | "local" | "variable" | "module";

/** One addressable part of a stack. */
export interface Element {
  readonly section: Section;
  /** Resource type, data source type or provider name; empty elsewhere. */
  readonly type: string;
  readonly address: string;
  readonly body: unknown;
}

/** The elements of a synthesized stack. */
export interface Stack {
  readonly elements: readonly Element[];
  /** Everything that an expression can refer to, by address. */
  readonly referable: ReadonlyMap<string, Element>;
  /** Sections that hold something this reader does not know. */
  readonly unknownSections: readonly string[];
}

type Reader = (content: JsonObject) => Element[];

const READERS: Readonly<Record<string, Reader>> = {
  resource: (content) => readTyped("resource", content, ""),
  data: (content) => readTyped("data", content, "data."),
  provider: readProviders,
  output: (content) => readNamed("output", content, "output."),
  locals: (content) => readNamed("local", content, "local."),
  variable: (content) => readNamed("variable", content, "var."),
  module: (content) => readNamed("module", content, "module."),
};

/** Sections without resources and without references. */
const SKIPPED = new Set(["//", "terraform", "moved", "removed"]);

/** Reads the parsed content of a `cdk.tf.json`. */
export function readStack(json: unknown): Stack {
  const sections = Object.entries(asObject(json, "a stack"));
  const elements = sections.flatMap(([name, content]) => READERS[name]?.(asObject(content, name)) ?? []);
  const referable = elements.filter(({ section }) => section !== "provider" && section !== "output");
  return {
    elements,
    referable: new Map(referable.map((element) => [element.address, element])),
    unknownSections: sections.map(([name]) => name).filter((name) => !SKIPPED.has(name) && !(name in READERS)),
  };
}

function readTyped(section: Section, content: JsonObject, prefix: string): Element[] {
  return Object.entries(content).flatMap(([type, bodies]) =>
    Object.entries(asObject(bodies, `${section}.${type}`)).map(([name, body]) => ({
      section,
      type,
      address: `${prefix}${type}.${name}`,
      body,
    })),
  );
}

function readNamed(section: Section, content: JsonObject, prefix: string): Element[] {
  return Object.entries(content).map(([name, body]) => ({ section, type: "", address: `${prefix}${name}`, body }));
}

function readProviders(content: JsonObject): Element[] {
  return Object.entries(content).flatMap(([type, bodies]) =>
    (Array.isArray(bodies) ? bodies : [bodies]).map((body: unknown) => {
      const alias = isObject(body) && typeof body.alias === "string" ? `.${body.alias}` : "";
      return { section: "provider" as const, type, address: `provider.${type}${alias}`, body };
    }),
  );
}

function asObject(value: unknown, name: string): JsonObject {
  if (!isObject(value)) {
    throw new TypeError(`${name} must be a JSON object; is this the parsed content of a cdk.tf.json?`);
  }
  return value;
}
