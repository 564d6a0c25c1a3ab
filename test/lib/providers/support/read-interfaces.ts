/** One argument as it stands in the source. */
export interface Property {
  readonly name: string;
  readonly required: boolean;
  /** The text of its TypeScript type. */
  readonly type: string;
}

/** An interface of arguments as it stands in the source. */
export interface Arguments {
  readonly takesMetaArguments: boolean;
  readonly properties: readonly Property[];
}

const INTERFACE = /^export interface (\w+)(.*?) \{\n(.*?)^\}/gms;
const COMMENT = /\/\*\*.*?\*\//gs;
const PROPERTY = /^readonly (\w+)(\??): (.+);$/;

/** Reads the interfaces of a source file by name. The formatter leaves a property on one line; anything else is an error. */
export function readInterfaces(source: string): ReadonlyMap<string, Arguments> {
  return new Map(
    [...source.matchAll(INTERFACE)].map(([, name = "", parents = "", body = ""]) => [
      name,
      {
        takesMetaArguments: parents === " extends TerraformMetaArguments",
        properties: body
          .replace(COMMENT, "")
          .split("\n")
          .map((line) => line.trim())
          .filter((line) => line !== "")
          .map((line) => readProperty(line, name)),
      },
    ]),
  );
}

function readProperty(line: string, owner: string): Property {
  const match = PROPERTY.exec(line);
  if (!match) {
    throw new Error(`${owner} has a line that is not a property: ${line}`);
  }
  const [, name = "", optional, type = ""] = match;
  return { name, required: optional === "", type };
}
