import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { temporaryFolder } from "../../support/synth";
import type { Moto } from "./moto";
import type { PythonTools } from "./python";
import { run } from "./run";

const userDataSchema = z.object({ write_files: z.array(z.object({ path: z.string(), content: z.string() })) });

/** What the program on a bastion said, and what HAProxy has now; nothing where it has nothing. */
export interface Refresh {
  readonly status: number;
  readonly said: string;
  readonly configuration: string | undefined;
}

/**
 * Runs the program that user data brings, with the commands that it brings: the AWS CLI asks moto. Files of this machine stand for
 * those of HAProxy, and programs for HAProxy itself, which has always loaded its file.
 */
export async function refresh(userData: string, tools: PythonTools, moto: Moto): Promise<Refresh> {
  const folder = temporaryFolder();
  const path = (name: string) => join(folder, name);
  const { write_files } = userDataSchema.parse(parse(userData));
  const content = (name: string) => write_files.find((file) => file.path.endsWith(name))?.content ?? "";
  const stand = {
    configuration: path("haproxy.cfg"),
    servers: path("servers"),
    loaded: ["grep", "--only-matching", "--extended-regexp", "[0-9a-f]{64}", path("haproxy.cfg")],
    statistics: ["true"],
    check: ["true"],
    reload: ["true"],
  };
  writeFileSync(path("refresh.py"), content("/refresh.py"));
  writeFileSync(path("refresh.json"), JSON.stringify({ ...JSON.parse(content("/refresh.json")), ...stand }));
  const PATH = `${dirname(tools.program("aws"))}:${process.env.PATH}`;
  const env = { ...moto.environment, PATH };
  const { status, stdout, stderr } = await run("python3", [path("refresh.py"), path("refresh.json")], { env });
  return { status, said: `${stdout}${stderr}`.trim(), configuration: readable(path("haproxy.cfg")) };
}

function readable(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
