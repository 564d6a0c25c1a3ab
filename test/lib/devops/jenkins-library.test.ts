import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { libraryFiles, libraryServer } from "../../../lib/devops/jenkins-library";
import { SETTINGS } from "./support/pipeline-settings";

const ROOT = join(__dirname, "../../..");
const LIBRARY = join(ROOT, "devops/jenkins/library");

describe("the files of the pipelines' library", () => {
  const files = libraryFiles(SETTINGS);

  it("are all that stand in its folder, and the settings", () => {
    const found = readdirSync(LIBRARY, { recursive: true, encoding: "utf8" }).filter((path) => /\.\w+$/.test(path));
    expect(Object.keys(files)).toEqual(
      [...found, "resources/testbed/settings.json"].map((path) => path.replaceAll("/", "__")).sort(),
    );
    expect(files["vars__buildImage.groovy"]).toBe(readFileSync(join(LIBRARY, "vars/buildImage.groovy"), "utf8"));
  });

  it("have names that keys of a config map may be, and that lead back to one path each", () => {
    for (const key of Object.keys(files)) expect(key).toMatch(/^[-._a-zA-Z0-9]+$/);
    const paths = readdirSync(LIBRARY, { recursive: true, encoding: "utf8" });
    expect(paths.filter((path) => path.includes("__"))).toEqual([]);
  });

  it("fit into a config map, which holds a mebibyte", () => {
    const size = Object.entries(files).reduce((sum, [key, text]) => sum + key.length + Buffer.byteLength(text), 0);
    expect(size).toBeLessThan(100 * 1024);
  });

  it("hold the settings as they are", () => {
    expect(JSON.parse(files["resources__testbed__settings.json"] ?? "")).toEqual(SETTINGS);
  });

  it("hold no password, nor where one would stand", () => {
    expect(files["resources__testbed__settings.json"]).not.toMatch(/password|secret|token/i);
  });

  it("name no image: the settings do", () => {
    const named = Object.entries(files).filter(([, text]) => /(docker|quay|ghcr)\.io/.test(text));
    expect(named.map(([key]) => key)).toEqual([]);
  });

  it("are the same each time, in one order", () => {
    expect(JSON.stringify(libraryFiles(SETTINGS))).toBe(JSON.stringify(files));
    expect(Object.keys(files)).toEqual(Object.keys(files).sort());
  });
});

describe("the guard of plans", () => {
  it("knows exactly what apps are made of", () => {
    const guard = readFileSync(join(LIBRARY, "src/testbed/PlanGuard.groovy"), "utf8");
    const parts = [...guard.matchAll(/^ {4}'(kubernetes_\w+)',$/gm)].map(([, type]) => type);
    const golden = readdirSync(join(ROOT, "test/golden"))
      .flatMap((file) => readFileSync(join(ROOT, "test/golden", file), "utf8").split("\n"))
      .filter((line) => /^\S+-app [^d]/.test(line))
      .map((line) => line.replace(/^\S+ (\w+)\..*/, "$1"));
    expect(parts).toEqual([...new Set(golden)].sort());
  });
});

describe("the script that serves the library", () => {
  it("turns names back as they were made", () => {
    expect(libraryServer()).toContain("sed 's#__#/#g'");
  });
});
