import { tmpdir } from "node:os";
import { z } from "zod";
import { TOOLS } from "../tools";
import { lastLine, run, runs } from "./run";
import { Missing } from "./suite";

const downloadSchema = z.object({ Dir: z.string() });

/** The folder of a Go module: from Go's cache, or downloaded into it. @throws Missing when Go has it from neither */
export async function goModule(name: keyof typeof TOOLS.modules): Promise<string> {
  if (!(await runs("go", ["version"]))) throw new Missing("Go, to fetch definitions of custom resources");
  const env = { GOFLAGS: "", GOWORK: "off" };
  const done = await run("go", ["mod", "download", "-json", TOOLS.modules[name]], { cwd: tmpdir(), env });
  if (done.status !== 0) throw new Missing(`${TOOLS.modules[name]}: go mod download says "${lastLine(done)}"`);
  return downloadSchema.parse(JSON.parse(done.stdout)).Dir;
}
