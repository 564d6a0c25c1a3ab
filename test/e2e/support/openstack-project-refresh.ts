import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { SERVER_STATE, SOCKET } from "../../../lib/bastion/ways-parameter";
import { MetadataService } from "../../bastion/support/metadata-service";
import { temporaryFolder } from "../../support/synth";
import { runnable } from "./haproxy";
import type { Server } from "./openstack-project-cloud";
import { run } from "./run";

const userDataSchema = z.object({ write_files: z.array(z.object({ path: z.string(), content: z.string() })) });
const settingsSchema = z.looseObject({ ways: z.array(z.string()), nodes: z.array(z.string()) });

/** A file that cloud-init writes on a server, by the end of its path. */
export function fileOf({ userData }: Pick<Server, "userData">, end: string): string {
  const { write_files } = userDataSchema.parse(parse(userData));
  const [file, ...more] = write_files.filter(({ path }) => path.endsWith(end));
  if (file === undefined || more.length > 0) throw new Error(`There is not one file ${end} in the user data.`);
  return file.content;
}

/** What the program on a bastion said, and what HAProxy has then. */
export interface Refresh {
  readonly status: number;
  readonly said: string;
  readonly configuration: string;
}

/**
 * Runs the programs that the user data of a bastion brings, as it brings them; a service of this machine tells them the metadata
 * that the server has in Nova. Files of this machine stand for those of HAProxy, and programs for HAProxy itself, which has always
 * loaded its file.
 */
export async function refresh(bastion: Pick<Server, "userData" | "metadata">): Promise<Refresh> {
  const folder = temporaryFolder();
  const path = (name: string) => join(folder, name);
  const service = await MetadataService.start();
  service.has(bastion.metadata);
  try {
    const settings = settingsSchema.parse(JSON.parse(fileOf(bastion, "/refresh.json")));
    const ask = ([program = "", , what = ""]: readonly string[]) => {
      writeFileSync(path(basename(program)), fileOf(bastion, program));
      return ["python3", path(basename(program)), service.address, what];
    };
    const configuration = path("haproxy.cfg");
    const here = {
      ways: ask(settings.ways),
      nodes: ask(settings.nodes),
      configuration,
      servers: path("servers"),
      loaded: ["grep", "--only-matching", "--extended-regexp", "[0-9a-f]{64}", configuration],
      statistics: ["true"],
      check: ["true"],
      reload: ["true"],
    };
    writeFileSync(path("refresh.json"), JSON.stringify({ ...settings, ...here }));
    writeFileSync(path("refresh.py"), fileOf(bastion, "/refresh.py"));
    const { status, stdout, stderr } = await run("python3", [path("refresh.py"), path("refresh.json")]);
    return {
      status,
      said: `${stdout}${stderr}`.trim(),
      configuration: existsSync(configuration) ? readFileSync(configuration, "utf8") : "",
    };
  } finally {
    await service.stop();
  }
}

/** What the real HAProxy has to say of a configuration of a bastion; nothing where it takes it without a warning. */
export async function complaints(configuration: string): Promise<string> {
  const folder = temporaryFolder();
  const [file, servers] = [join(folder, "haproxy.cfg"), join(folder, "servers")];
  writeFileSync(servers, "1\n");
  const here = runnable(configuration).replace(SERVER_STATE, servers).replace(SOCKET, join(folder, "socket"));
  writeFileSync(file, here);
  const { status, stderr } = await run("haproxy", ["-c", "-dW", "-f", file]);
  return status === 0 ? stderr : `it ended with ${status}: ${stderr}`;
}
