import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../support/synth";
import { run, runs } from "./run";
import { Missing } from "./suite";

/** What stands beside the pipelines' library: the project of its tests. */
const PROJECT = join(__dirname, "../../../devops/jenkins");

/** A test in Groovy: its class, and what it is called. */
export interface GroovyTest {
  readonly of: string;
  readonly name: string;
}

/** What came of each test: why it failed, or nothing. */
export type Results = (test: GroovyTest) => string;

/** The tests of the library, as they stand in their files. */
export function groovyTests(): GroovyTest[] {
  const folder = join(PROJECT, "test/testbed");
  return readdirSync(folder)
    .filter((file) => file.endsWith("Test.groovy"))
    .flatMap((file) =>
      [...readFileSync(join(folder, file), "utf8").matchAll(/@Test\n {2}void '(.+)'\(\)/g)].map(([, name = ""]) => ({
        of: file.replace(".groovy", ""),
        name,
      })),
    );
}

/**
 * Runs the tests of the library with Maven, which has what it needs from its own cache or gets it from Maven Central.
 *
 * @throws Missing where there is no Maven, or where it can get none of what it needs
 */
export async function runGroovyTests(): Promise<Results> {
  if (!(await runs("mvn", ["--version"]))) throw new Missing("Maven with Java (Debian's package maven)");
  const target = join(temporaryFolder(), "target");
  const args = ["--batch-mode", "--quiet", "--file", join(PROJECT, "pom.xml"), `-Doutput=${target}`, "test"];
  const { status, stdout } = await run("mvn", args);
  const unresolved = /Could not (?:resolve|transfer|find artifact)[^\n]*/.exec(stdout);
  if (status !== 0 && unresolved)
    throw new Missing(`what Maven gets from Maven Central: it says "${unresolved[0].slice(0, 200)}"`);
  const results = new Map(resultsIn(join(target, "surefire-reports"), stdout));
  return ({ of, name }) => results.get(`testbed.${of} ${name}`) ?? "it did not run";
}

/** The results in the reports of Surefire. */
function resultsIn(folder: string, said: string): [string, string][] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith(".xml"))
      .flatMap((file) => casesIn(readFileSync(join(folder, file), "utf8")));
  } catch {
    throw new Error(`Maven made no report:\n${said.split("\n").filter(Boolean).slice(0, 40).join("\n")}`);
  }
}

function casesIn(report: string): [string, string][] {
  return [...report.matchAll(/<testcase name="([^"]*)" classname="([^"]*)"[^>]*?(?:\/>|>(.*?)<\/testcase>)/gs)].map(
    ([, name = "", of = "", body = ""]) => [unescaped(`${of} ${name}`), failureIn(body)],
  );
}

/** What a test says of its failure, without the way that led there. */
function failureIn(body: string): string {
  const [, text] = /<(?:failure|error)[^>]*>(.*?)<\/(?:failure|error)>/s.exec(body) ?? [];
  if (text === undefined) return "";
  const lines = text.replace(/^<!\[CDATA\[|\]\]>$/g, "").split("\n");
  return (
    lines
      .filter((line) => !/^\s+at |^\s*\.\.\. \d+ more/.test(line))
      .join("\n")
      .trim() || "it failed"
  );
}

function unescaped(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
