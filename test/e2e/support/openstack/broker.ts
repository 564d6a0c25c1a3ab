import { mkdirSync } from "node:fs";
import { answers } from "./answers";
import type { Processes } from "./processes";
import { LOOPBACK, type Site } from "./site";

const USER = "openstack";

/** Where services that speak to each other find the broker. */
export function brokerUrl(site: Site): string {
  return `rabbit://${USER}:${site.password}@${LOOPBACK}:${site.port("broker")}/`;
}

/** Starts a RabbitMQ for the services that speak to each other. */
export async function startBroker(site: Site, processes: Processes): Promise<void> {
  const names = { ERL_EPMD_ADDRESS: LOOPBACK, ERL_EPMD_PORT: String(site.port("names")) };
  // RabbitMQ would start it too, but as a daemon that stays, and for all addresses.
  processes.start("names", { program: "epmd", args: [], env: names });
  await processes.until("answer of Erlang's name server", () => answers(site.port("names")));
  const configuration = [
    `listeners.tcp.local = ${LOOPBACK}:${site.port("broker")}`,
    `default_user = ${USER}`,
    `default_pass = ${site.password}`,
    "log.console = true",
    "log.file = false",
    // It would refuse to take messages on a machine whose disk is nearly full.
    "disk_free_limit.absolute = 50MB\n",
  ].join("\n");
  const folder = site.path("broker");
  mkdirSync(folder);
  const env = {
    ...names,
    RABBITMQ_NODENAME: "openstack@localhost",
    RABBITMQ_CONFIG_FILE: site.write("rabbitmq.conf", configuration),
    RABBITMQ_CONF_ENV_FILE: "/dev/null",
    RABBITMQ_ENABLED_PLUGINS_FILE: site.write("rabbitmq-plugins", "[].\n"),
    RABBITMQ_MNESIA_BASE: folder,
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_PID_FILE: site.path("rabbitmq.pid"),
    RABBITMQ_DIST_PORT: String(site.port("distribution")),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}",
  };
  // The program of that name in /usr/sbin would become the user rabbitmq first.
  processes.start("broker", { program: "/usr/lib/rabbitmq/bin/rabbitmq-server", args: [], env });
  await processes.until("answer of RabbitMQ", () => answers(site.port("broker")));
}
