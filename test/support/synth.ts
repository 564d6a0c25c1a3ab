import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack, Testing } from "cdktf";
import type { Construct } from "constructs";
import { afterAll } from "vitest";
import { loadDescription } from "../../lib/config/load";
import { type Manifest, readManifest } from "../../lib/review/manifest";
import { Testbed } from "../../stacks/testbed";

/** One resource, data source or the like of a synthesized stack. */
export type Block = Record<string, unknown>;

/** A synthesized stack, as Terraform reads it. */
export interface StackJson {
  readonly resource?: Record<string, Record<string, Block>>;
  readonly data?: Record<string, Record<string, Block>>;
  readonly provider?: Record<string, Block[]>;
  readonly output?: Record<string, Block>;
  readonly terraform: {
    required_providers?: Record<string, Block>;
    backend: Record<string, Block>;
    required_version: string;
  };
}

/** A synthesized program. */
export interface Synthesized {
  readonly outdir: string;
  readonly manifest: Manifest;
  /** The stacks by id. */
  readonly stacks: Readonly<Record<string, StackJson>>;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone when the tests of a file are. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "testbed-"));
  folders.push(folder);
  return folder;
}

/** Synthesizes a program with all its validations, and reads what came out. */
export function synthesize(build: (app: App) => void, outdir = join(temporaryFolder(), "cdktf.out")): Synthesized {
  const app = new App({ outdir });
  build(app);
  app.synth();
  const manifest = readManifest(outdir);
  const stacks = manifest.map(({ name, synthesizedStackPath }) => [
    name,
    JSON.parse(readFileSync(join(outdir, synthesizedStackPath), "utf8")),
  ]);
  return { outdir, manifest, stacks: Object.fromEntries(stacks) };
}

/** Synthesizes the testbed that a folder describes. */
export function synthesizeTestbed(directory: string, place?: string): Synthesized {
  return synthesize((app) => new Testbed(app, { ...loadDescription({ directory, place }), directory }));
}

/** Synthesizes constructs in a stack of their own, to the text that the matchers read. */
export function synthesizeConstruct(build: (scope: Construct) => void): string {
  const stack = new TerraformStack(Testing.app({ outdir: temporaryFolder() }), "test");
  build(stack);
  return Testing.synth(stack);
}
