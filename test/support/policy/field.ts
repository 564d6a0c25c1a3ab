import { childPath, isAbsent, isObject, show } from "../provider-schema/json";

/** A value in an object and the path to it. Reads strictly: what nobody asked for by name is an error, never passed over. */
export class Field {
  constructor(
    readonly value: unknown,
    readonly path: string,
  ) {}

  get absent(): boolean {
    return isAbsent(this.value);
  }

  /** Another value at the same place. */
  as(value: unknown): Field {
    return new Field(value, this.path);
  }

  /** Throws an error that names the path. */
  fail(message: string): never {
    throw new Error(`${this.path}: ${message}`);
  }

  /** The fields of an object that may have no others. An absent object has no fields. */
  fields<Name extends string>(...names: readonly Name[]): Readonly<Record<Name, Field>> {
    const object = this.absent ? {} : this.object();
    for (const name of Object.keys(object)) {
      if (!(names as readonly string[]).includes(name)) this.child(name).fail("not known to the evaluator");
    }
    return Object.fromEntries(names.map((name) => [name, this.child(name)])) as Record<Name, Field>;
  }

  /** One field of an object that may have others, which have no influence. */
  child(name: string): Field {
    return new Field(this.absent ? undefined : this.object()[name], childPath(this.path, name));
  }

  /** The elements of a list, or undefined where there is none. */
  list(): Field[] | undefined {
    if (this.absent) return undefined;
    if (!Array.isArray(this.value)) this.fail(`must be a list, but is ${show(this.value)}`);
    return this.value.map((element: unknown, index) => new Field(element, childPath(this.path, index)));
  }

  /** The entries of an object with keys of the writer's choice, such as labels. */
  entries(): Field[] {
    if (this.absent) return [];
    return Object.keys(this.object()).map((key) => this.child(key));
  }

  text(): string {
    if (typeof this.value !== "string" || this.value === "")
      this.fail(`must be text, but is ${show(this.value ?? null)}`);
    return this.value;
  }

  number(): number {
    if (!Number.isInteger(this.value)) this.fail(`must be a whole number, but is ${show(this.value ?? null)}`);
    return this.value as number;
  }

  boolean(): boolean {
    if (typeof this.value !== "boolean") this.fail(`must be true or false, but is ${show(this.value ?? null)}`);
    return this.value;
  }

  /** Labels and the like: any keys, and texts for values. */
  texts(): Readonly<Record<string, string>> {
    const texts: Record<string, string> = {};
    for (const [key, value] of Object.entries(this.absent ? {} : this.object())) {
      texts[key] = typeof value === "string" ? value : this.child(key).fail(`must be text, but is ${show(value)}`);
    }
    return texts;
  }

  oneOf<Choice extends string>(...choices: readonly Choice[]): Choice {
    const text = this.text();
    const choice = choices.find((candidate) => candidate === text);
    return choice ?? this.fail(`"${text}" is not known to the evaluator; it knows ${choices.join(", ")}`);
  }

  private object(): Readonly<Record<string, unknown>> {
    if (!isObject(this.value)) this.fail(`must be an object, but is ${show(this.value ?? null)}`);
    return this.value;
  }
}
