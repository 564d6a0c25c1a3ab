import { rmSync } from "node:fs";
import { z } from "zod";
import { addAccounts, administrator } from "./accounts";
import { answers } from "./answers";
import { Api, type Service, type User } from "./api";
import { startBroker } from "./broker";
import { databaseServer } from "./database";
import { Processes } from "./processes";
import { addSchemas } from "./schemas";
import { seed } from "./seed";
import type { Setup } from "./setup";
import { setupsOf } from "./setups";
import { type Listener, REGION, Site } from "./site";

/** An OpenStack on this machine. */
export interface OpenStack {
  /** What Terraform's provider needs in its environment to act as a user of it. */
  readonly environment: Readonly<Record<string, string>>;
  /** What a service answers to that user. The path is the one in the documentation of its API, without the version. */
  get(service: Service, path: string): Promise<unknown>;
  /** Ends every process, and all that it holds is gone. */
  stop(): Promise<void>;
}

/** Starts an OpenStack with a user, the network `public`, the image `debian-12` and flavors; stop it in the end. */
export async function startOpenStack(): Promise<OpenStack> {
  const site = await Site.create();
  const processes = new Processes(site);
  const stop = async () => {
    await processes.stop();
    rmSync(site.folder, { recursive: true, force: true });
  };
  try {
    return { ...(await start(site, processes)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts the services at the same time, as far as they do not need each other. */
async function start(site: Site, processes: Processes): Promise<Omit<OpenStack, "stop">> {
  const { keystone, nova, ...others } = setupsOf(site);
  const begin = (...setups: Setup[]) => {
    for (const { programs } of setups) {
      for (const [name, command] of Object.entries(programs)) processes.start(name, command);
    }
  };
  const ready = (listener: Listener) => processes.until(`answer of ${listener}`, () => responds(site.url(listener)));
  const identity = async () => {
    await processes.run("keystone-administrator", keystone.administrator);
    begin(keystone);
    await ready("identity");
    const admin = await Api.login(site, administrator(site));
    return { admin, user: await addAccounts(site, admin) };
  };
  await addSchemas(site, processes, { keystone, nova, ...others });
  processes.start("database", databaseServer(site));
  await processes.until("answer of the database", () => answers(site.port("database")));
  begin(...Object.values(others));
  const [{ admin, user }] = await Promise.all([identity(), ready("placement"), startBroker(site, processes)]);
  // Programs of Nova end when they cannot log in at Keystone, or find no Placement in its catalog.
  begin(nova);
  await Promise.all((["network", "image", "compute", "volume"] as const).map(ready));
  await seed(admin);
  await processes.until("host of Nova", () => lists(admin, "compute", "/os-hypervisors", "hypervisors"));
  await processes.until("room in Cinder", () => lists(admin, "volume", "/scheduler-stats/get_pools", "pools"));
  const api = await Api.login(site, user);
  return { environment: environmentOf(site, user), get: (service, path) => api.get(service, path) };
}

function environmentOf(site: Site, { name, password, project }: User): Record<string, string> {
  return {
    OS_AUTH_URL: `${site.url("identity")}/v3`,
    OS_USERNAME: name,
    OS_PASSWORD: password,
    OS_PROJECT_NAME: project,
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_NAME: "Default",
    OS_REGION_NAME: REGION,
  };
}

/** Whether a service lists at least one of something. */
async function lists(api: Api, service: Service, path: string, what: string): Promise<boolean> {
  const answer = z.record(z.string(), z.array(z.unknown())).parse(await api.get(service, path));
  return (answer[what] ?? []).length > 0;
}

/** Whether an API answers, with whatever versions it has. */
function responds(url: string): Promise<boolean> {
  return fetch(`${url}/`, { headers: { connection: "close" } }).then(
    ({ status }) => status < 500,
    () => false,
  );
}
