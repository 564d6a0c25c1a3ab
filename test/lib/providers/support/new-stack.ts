import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformStack, Testing } from "cdktf";
import { afterAll } from "vitest";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone when the tests of a file are. It is not that of the programs, which would load all our stacks. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "providers-"));
  folders.push(folder);
  return folder;
}

/** An empty stack with nothing around it. */
export function newStack(): TerraformStack {
  return new TerraformStack(Testing.app({ outdir: newFolder() }), "test");
}
