import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Api, Service, User } from "./api";
import { SERVICE_USER } from "./common";
import { type Listener, REGION, type Site } from "./site";

/** What stands in the catalog beside Keystone: the type of each service, and what its paths begin with. */
const CATALOG: readonly { type: string; listener: Listener; path: string }[] = [
  { type: "network", listener: "network", path: "" },
  { type: "image", listener: "image", path: "" },
  { type: "placement", listener: "placement", path: "" },
  { type: "compute", listener: "compute", path: "/v2.1" },
  { type: "block-storage", listener: "volume", path: "/v3/%(project_id)s" },
  // Nova knows it by this older name alone.
  { type: "volumev3", listener: "volume", path: "/v3/%(project_id)s" },
];

const madeSchema = z.record(z.string(), z.object({ id: z.string() }));
const rolesSchema = z.object({ roles: z.array(z.object({ id: z.string(), name: z.string() })) });

/** Who may do everything. */
export function administrator(site: Site): User {
  return { name: "admin", password: site.password, project: "admin" };
}

/** Makes something of which the answer names the id. */
export async function make(api: Api, service: Service, path: string, what: object): Promise<string> {
  const [made] = Object.values(madeSchema.parse(await api.post(service, path, what)));
  if (!made) throw new Error(`${path} has no answer.`);
  return made.id;
}

/** Makes the service user with its rights, puts the services into the catalog, and adds a user with a project of their own. */
export async function addAccounts(site: Site, api: Api): Promise<User> {
  await make(api, "identity", "/roles", { role: { name: SERVICE_USER } });
  const roles = await roleIds(api);
  const add = async ({ name, password, project }: User, ...names: string[]) => {
    const owner = await make(api, "identity", "/projects", { project: { name: project } });
    const user = await make(api, "identity", "/users", { user: { name, password } });
    for (const role of names) {
      await api.send("PUT", "identity", `/projects/${owner}/users/${user}/roles/${roles.get(role)}`);
    }
  };
  await add({ name: SERVICE_USER, password: site.password, project: SERVICE_USER }, "admin", SERVICE_USER);
  const user = { name: "testbed", password: randomBytes(16).toString("hex"), project: "testbed" };
  await add(user, "member");
  for (const { type, listener, path } of CATALOG) {
    const service = await make(api, "identity", "/services", { service: { type, name: type } });
    const endpoint = {
      service_id: service,
      interface: "public",
      region_id: REGION,
      url: `${site.url(listener)}${path}`,
    };
    await make(api, "identity", "/endpoints", { endpoint });
  }
  return user;
}

async function roleIds(api: Api): Promise<Map<string, string>> {
  const { roles } = rolesSchema.parse(await api.get("identity", "/roles"));
  return new Map(roles.map(({ id, name }) => [name, id]));
}
