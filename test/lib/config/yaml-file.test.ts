import { describe, expect, it } from "vitest";
import { YamlFile } from "../../../lib/config/yaml-file";

const UNFINISHED = "a merge that was not finished left its marks here";
const problemsOf = (text: string) =>
  new YamlFile("a.yaml", text).problems.map(({ what, position: { line, column } }) => `${line}:${column}: ${what}`);

describe("a merge that was not finished", () => {
  it.each([
    ["between two branches", "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n", 2],
    ["with what both began with", "<<<<<<< HEAD\nb: 1\n||||||| 1a2b3c4\nb: 0\n=======\nb: 2\n>>>>>>> theirs\n", 1],
    ["with the line ends of Windows", "a: 1\r\nb: 1\r\n=======\r\nb: 2\r\n>>>>>>> theirs\r\n", 3],
    ["of which one mark is left, without a name", "a: 1\n>>>>>>>\n", 2],
    ["in a file that is YAML in spite of it", "a: |\n  1\n=======\n", 3],
    ["that broke the syntax in other ways, too", "a: [\n<<<<<<< HEAD\n\tb: 1\n", 2],
  ])("is told once, at its first mark: %s", (_, text, line) => {
    expect(problemsOf(text)).toEqual([`${line}:1: ${UNFINISHED}`]);
  });

  it.each([
    ["texts with such lines, indented", "a: |\n  <<<<<<< HEAD\n  =======\n  >>>>>>> theirs\n"],
    ["rules in comments", "# =======\n#======\na: 1\n"],
    ["longer lines of the same signs", "a: 1\n# x\nb: '<<<<<<< x'\n"],
    ["merges of YAML", "a: &a {b: 1}\nc: {<<: *a}\n"],
  ])("is not seen in %s", (_, text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});
