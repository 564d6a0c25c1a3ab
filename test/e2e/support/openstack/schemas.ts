import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../cache";
import { until } from "../until";
import { answers } from "./answers";
import { databaseFolder, databaseProcess, databaseServer, databaseTables } from "./database";
import { installedVersions } from "./packages";
import type { Processes } from "./processes";
import type { Setup } from "./setup";
import type { Site } from "./site";

/**
 * Puts databases with all tables of these services into the folder of the database, which nothing serves yet: those of the
 * cache, or new ones that later runs find there. To make them takes as long as all the rest of the start.
 */
export async function addSchemas(
  site: Site,
  processes: Processes,
  setups: Readonly<Record<string, Setup>>,
): Promise<void> {
  const cache = cacheFolder("openstack-databases");
  const kept = join(cache, "databases");
  const done = join(cache, "made.txt");
  const wanted = await fingerprint(site, setups);
  if (!existsSync(done) || readFileSync(done, "utf8") !== wanted) {
    await makeSchemas(site, processes, setups);
    for (const path of [done, kept]) rmSync(path, { recursive: true, force: true });
    cpSync(databaseFolder(site), kept, { recursive: true });
    writeFileSync(done, wanted);
  } else {
    cpSync(kept, databaseFolder(site), { recursive: true });
  }
}

async function makeSchemas(site: Site, processes: Processes, setups: Readonly<Record<string, Setup>>) {
  await processes.run("database-tables", databaseTables(site));
  const server = processes.run("database-schemas", databaseServer(site));
  const made = async () => {
    await until("answer of the database", () => answers(site.port("database")), 60_000);
    await Promise.all(Object.entries(setups).map(([name, setup]) => makeSchema(processes, name, setup)));
    // What it holds is only whole in its files when it ends as it is asked to.
    process.kill(Number(readFileSync(databaseProcess(site), "utf8")), "SIGTERM");
  };
  await Promise.all([server, made()]);
}

async function makeSchema(processes: Processes, name: string, { schema }: Setup): Promise<void> {
  for (const [index, command] of schema.entries()) await processes.run(`${name}-schema-${index + 1}`, command);
}

/** Stands for all that the tables are made by. */
async function fingerprint(site: Site, setups: Readonly<Record<string, Setup>>): Promise<string> {
  const commands = Object.values(setups).flatMap(({ schema }) => schema);
  const anywhere = JSON.stringify(commands).replaceAll(site.folder, "");
  return createHash("sha256")
    .update(anywhere)
    .update(await installedVersions())
    .digest("hex");
}
