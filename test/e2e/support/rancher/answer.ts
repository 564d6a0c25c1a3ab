/** An object of an API. */
export type Json = Readonly<Record<string, unknown>>;

/** What is asked of an API. */
export interface Call {
  readonly method: string;
  /** From the root of the API on, without the question. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Json;
  /** Address of the server. */
  readonly origin: string;
  /** Address of the root of the API. */
  readonly root: string;
}

/** What an API answers. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const collection = (data: readonly Json[]): Answer => ok({ type: "collection", data });

/** What Rancher answers where it does not do what is asked. */
export function refused(status: number, code: string, message = code): Answer {
  return { status, body: { type: "error", status: String(status), code, message } };
}

export const NOT_FOUND = refused(404, "NotFound");

/** An object in an object. */
export function part(object: Json | undefined, key: string): Json {
  const value = object?.[key];
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

/** A text in an object; the empty one where there is none. */
export function textOf(object: Json | undefined, key: string): string {
  const value = object?.[key];
  return typeof value === "string" ? value : "";
}
