import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadSandbox } from "../../../lib/config/load-sandbox";
import { temporaryFolder } from "../../support/synth";

function written(text: string, name = "pilot2.yaml"): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

const UI = "components: {ui: {kind: stateless, image: {project: demo/ui:1}, ports: {http: 8080}}}\n";

describe("loadSandbox", () => {
  it("reads the sandbox of a partner, by the name of its file", () => {
    const { name, sandbox } = loadSandbox(written(UI));
    expect({ name, port: sandbox.components.ui?.ports.http?.port }).toEqual({ name: "pilot2", port: 8080 });
  });

  it("leaves to the administrators what only the testbed around it can tell", () => {
    const expose = "expose: [{component: ui, host: ui}, {component: ui, nodePort: 30040, from: [bank]}]\n";
    expect(loadSandbox(written(`${UI}${expose}`)).sandbox.expose).toHaveLength(2);
  });

  it("reports all problems, and none that others lead to", () => {
    const path = written("components: {ui: {kind: stateless, image: 5, replica: 2, env: {PORT: 80}}}\negress: [{}]\n");
    expect(() => loadSandbox(path)).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({ path: ["components", "ui", "image"], what: "is the number 5, not text" }),
          expect.objectContaining({ path: ["components", "ui", "replica"], what: 'unknown key "replica"' }),
          expect.objectContaining({ path: ["components", "ui", "env", "PORT"], what: "is the number 80, not text" }),
          expect.objectContaining({ path: ["egress", 0], what: "says none of host, network or internet" }),
        ],
      }),
    );
  });
});
