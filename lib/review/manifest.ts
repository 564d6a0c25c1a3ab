import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const manifestSchema = z.object({
  stacks: z.record(
    z.string(),
    z.object({
      name: z.string(),
      synthesizedStackPath: z.string(),
      workingDirectory: z.string(),
      dependencies: z.array(z.string()),
      annotations: z.array(z.object({ level: z.string(), message: z.string() })),
    }),
  ),
});

/** The stacks of a synthesized program, as its `manifest.json` lists them. */
export type Manifest = readonly z.output<typeof manifestSchema>["stacks"][string][];

/**
 * Reads `manifest.json` in a folder that was synthesized to.
 *
 * @throws Error when there is none, or when it is not one of cdktf
 */
export function readManifest(outdir: string): Manifest {
  return Object.values(manifestSchema.parse(JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"))).stacks);
}
