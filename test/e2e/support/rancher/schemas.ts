import type { Answer, Json } from "./answer";

const METHODS = ["GET", "POST", "PUT", "DELETE"];

/** The answer of the root of an API: it says where the schemas are. */
export function rootAnswer(root: string): Answer {
  return { status: 200, body: { type: "collection", data: [] }, headers: { "X-API-Schemas": `${root}/schemas` } };
}

/** What an API says of its kinds: nothing but where they are, and that everything may be done with them. */
export function schemasAnswer(root: string, kinds: readonly string[]): Answer {
  return { status: 200, body: { type: "collection", data: kinds.map((kind) => schema(root, kind)) } };
}

function schema(root: string, kind: string): Json {
  const pluralName = pluralOf(kind);
  return {
    id: kind,
    type: "schema",
    pluralName,
    links: { self: `${root}/schemas/${kind}`, collection: `${root}/${pluralName}` },
    resourceMethods: METHODS,
    collectionMethods: METHODS,
  };
}

/** What the collection of a kind is called. */
export function pluralOf(kind: string): string {
  return `${kind}s`;
}
