import { Fn, Lazy, Token } from "cdktf";
import { describe, expect, it } from "vitest";
import { valuesDocuments } from "../../../lib/helm/values-documents";

const text = Token.asString(Lazy.stringValue({ produce: () => "x" }));
const list = Token.asList(Lazy.listValue({ produce: () => ["x"] }));
const map = Token.asStringMap(Lazy.anyValue({ produce: () => ({ a: "x" }) }));
const any = Token.asAny(Fn.jsondecode(text));

/** The document of what is known, and whether there is another one. */
function documents(values: object): [unknown, boolean] {
  const [known = "", ...others] = valuesDocuments(values);
  return [JSON.parse(known), others.length === 1];
}

describe("values as documents", () => {
  it("given nothing that refers, then they are one document of JSON", () => {
    const values = { a: { b: [1, "x"], c: null }, d: {} };
    expect(valuesDocuments(values)).toEqual([JSON.stringify(values)]);
  });

  it("given nothing, then it is an empty one", () => {
    expect(valuesDocuments({})).toEqual(["{}"]);
  });

  it("given a leaf that refers, then it alone stands in the second one", () => {
    expect(documents({ a: { b: 1, c: { d: text, e: 'it\'s "quoted" ${x}' } }, f: true })).toEqual([
      { a: { b: 1, c: { e: 'it\'s "quoted" ${x}' } }, f: true },
      true,
    ]);
  });

  it("given a mapping with nothing known in it, then it does not stand in the first one", () => {
    expect(documents({ a: { b: { c: text } }, d: 1 })).toEqual([{ d: 1 }, true]);
  });

  it("given a list that holds a reference, then it stays in one piece: Helm replaces lists whole", () => {
    expect(documents({ a: { b: ["x", text], c: ["x"] } })).toEqual([{ a: { c: ["x"] } }, true]);
  });

  it.each<[string, unknown]>([
    ["text", text],
    ["a list", list],
    ["a mapping", map],
    ["anything", any],
    ["a part of a text", `arn:${text}:x`],
  ])("given a reference to %s, then it is in the second one", (_, value) => {
    expect(documents({ a: { b: value, c: 1 } })).toEqual([{ a: { c: 1 } }, true]);
  });

  it("given a key that refers, then the whole entry is in the second one", () => {
    expect(documents({ a: { [text]: { b: 1 }, c: 1 } })).toEqual([{ a: { c: 1 } }, true]);
  });

  it("given something empty, then it stays: Helm takes away by it what a chart has there", () => {
    expect(documents({ a: null, b: { c: null, d: text }, e: [] })).toEqual([{ a: null, b: { c: null }, e: [] }, true]);
  });
});
