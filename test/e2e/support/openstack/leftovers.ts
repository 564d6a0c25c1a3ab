import { z } from "zod";
import { until } from "../until";
import type { Service } from "./api";
import type { OpenStack } from "./openstack";

const tokenSchema = z.object({
  token: z.object({ user: z.object({ id: z.string() }), project: z.object({ id: z.string() }) }),
});
const listsSchema = z.record(z.string(), z.unknown());
const itemSchema = z.object({ id: z.string(), name: z.string().nullish() });
const keyPairSchema = z.object({ keypair: z.object({ name: z.string() }) }).transform(({ keypair }) => keypair.name);
const volumeSchema = z.object({ status: z.string() });

/** What a user can make in Neutron: what it is called, and its list in the API. */
const NETWORK_KINDS = {
  network: "networks",
  subnet: "subnets",
  router: "routers",
  port: "ports",
  "security group": "security_groups",
  "floating IP": "floatingips",
} as const;

/**
 * Everything that the user of an OpenStack has made and not removed, in all services, such as `server web`. Nova removes the
 * volumes of a server without waiting for it: those that go are waited for.
 */
export async function leftovers(openstack: Pick<OpenStack, "get">): Promise<string[]> {
  const { user, project } = tokenSchema.parse(await openstack.get("identity", "/auth/tokens")).token;
  const list = async (service: Service, path: string, key: string) =>
    z.array(z.unknown()).parse(listsSchema.parse(await openstack.get(service, path))[key]);
  const named = async (kind: string, ...where: Parameters<typeof list>) =>
    z
      .array(itemSchema)
      .parse(await list(...where))
      .map(({ id, name }) => `${kind} ${name || id}`);
  const networks = Object.entries(NETWORK_KINDS).map(([kind, key]) =>
    named(kind, "network", `/${key.replace("_", "-")}?project_id=${project.id}`, key),
  );
  const noneGoes = async () => {
    const volumes = z.array(volumeSchema).parse(await list("volume", "/volumes/detail", "volumes"));
    return volumes.every(({ status }) => status !== "deleting");
  };

  await until("end of the volumes that are deleted", noneGoes, 60_000);
  const keyPairs = z.array(keyPairSchema).parse(await list("compute", "/os-keypairs", "keypairs"));
  const lists = await Promise.all([
    ...networks,
    named("server", "compute", "/servers", "servers"),
    named("server group", "compute", "/os-server-groups", "server_groups"),
    named("volume", "volume", "/volumes", "volumes"),
    named("application credential", "identity", `/users/${user.id}/application_credentials`, "application_credentials"),
    keyPairs.map((name) => `key pair ${name}`),
  ]);
  // Every project has this one by itself.
  const made = lists.flat().filter((one) => one !== "security group default");
  return made.sort();
}
