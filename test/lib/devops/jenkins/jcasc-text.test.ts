import { describe, expect, it } from "vitest";
import { helmText, jcascDocument, secretReference } from "../../../../lib/devops/jenkins/jcasc-text";

describe("the document that Jenkins reads", () => {
  it("given a reference and text that looks like one, then only the first is resolved", () => {
    const configuration = { password: secretReference({ secret: "a", key: "b" }), title: "${c}" };
    expect(jcascDocument(configuration)).toBe("password: ${a-b}\ntitle: ^${c}\n");
  });

  it("given the same list twice, then it is written twice: Jenkins reads no aliases", () => {
    const list = ["one"];
    expect(jcascDocument({ a: list, b: list })).toBe("a:\n  - one\nb:\n  - one\n");
  });

  it("given a long text, then it stays in one line", () => {
    expect(
      jcascDocument({ filter: "(a=b) ".repeat(40).trim() })
        .trim()
        .split("\n"),
    ).toHaveLength(1);
  });

  it("given what is left out, then it is not there", () => {
    expect(jcascDocument({ a: 1, b: undefined })).toBe("a: 1\n");
  });
});

describe("text that passes Helm's templates", () => {
  it("given braces that open a template, then they are spelled out", () => {
    expect(helmText("a {{ .Values.x }} {{{ b")).toBe('a {{ "{{" }} .Values.x }} {{ "{{" }}{ b');
  });
});
