import { isUnresolved } from "../charts/unresolved";
import { literal } from "../literal";
import { quote } from "../quote";

/** What a host does in a cluster of RKE2: keep its state, serve its API, run pods. */
export type HostRole = "etcd" | "controlplane" | "worker";

/** A taint of a node. */
export interface HostTaint {
  readonly key: string;
  /** Default: none */
  readonly value?: string | undefined;
  readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** As what a host joins a cluster. Rancher takes note of it once: a later registration changes nothing. */
export interface HostRegistration {
  /** At least one. */
  readonly roles: readonly HostRole[];
  /** Name of the node, on OpenStack that of the server. It may be a token. Default: the name that the host has itself */
  readonly name?: string | undefined;
  /** Address from outside. It may be a token. Default: none */
  readonly address?: string | undefined;
  /** Address for the other nodes, where a host has several. It may be a token. Default: the one that leads to the internet */
  readonly internalAddress?: string | undefined;
  /** Default: none */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Default: none but those that Rancher gives the hosts of a control plane, so that they run nothing else */
  readonly taints?: readonly HostTaint[] | undefined;
}

/** The order in which the roles stand, whoever lists them. */
const ROLES: readonly HostRole[] = ["etcd", "controlplane", "worker"];

/**
 * The command that joins a host to its cluster, on one line, for a shell of the host: Rancher's own, with the arguments that its
 * installer takes (`system-agent-install.sh`, which refuses all others). It holds the token of the cluster: whoever has it can
 * join hosts of any role. Text for Terraform, in which plain values mean themselves.
 *
 * @param nodeCommand `node_command` of the cluster's registration token, a token of cdktf or the text itself
 * @throws Error when the host has no role, or a value is none of its kind
 */
export function registrationCommand(nodeCommand: string, host: HostRegistration): string {
  return [command(nodeCommand), ...registrationArguments(host)].join(" ");
}

function registrationArguments(host: HostRegistration): string[] {
  const roles = ROLES.filter((role) => host.roles.includes(role));
  if (roles.length === 0) throw new Error(`A host has at least one role. Choose among ${ROLES.join(", ")}.`);
  return [
    ...roles.map((role) => `--${role}`),
    ...option("--node-name", host.name, NAME, "the name of a node"),
    ...option("--address", host.address, ADDRESS, "an address"),
    ...option("--internal-address", host.internalAddress, ADDRESS, "an address"),
    ...Object.entries(host.labels ?? {}).flatMap(([key, value]) =>
      option("--label", `${key}=${value}`, LABEL, "a label such as disk=fast"),
    ),
    // Rancher drops a taint without an equals sign, and says so in its log alone.
    ...(host.taints ?? []).flatMap(({ key, value = "", effect }) =>
      option("--taint", `${key}=${value}:${effect}`, TAINT, "a taint such as dedicated=database:NoSchedule"),
    ),
  ];
}

const NAME = /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/;
const ADDRESS = /^[\da-fA-F.:]+$/;
/** A key of Kubernetes, with or without its domain, and a value: Rancher joins several by commas, which neither may hold. */
const PAIR = "([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([\\w.-]{0,61}[A-Za-z0-9])?=([A-Za-z0-9]([\\w.-]{0,61}[A-Za-z0-9])?)?";
const LABEL = new RegExp(`^${PAIR}$`);
const TAINT = new RegExp(`^${PAIR}:(NoSchedule|PreferNoSchedule|NoExecute)$`);

/** An option and its value, in quotes of the shell; nothing without a value. */
function option(name: string, value: string | undefined, form: RegExp, what: string): string[] {
  if (value === undefined) return [];
  if (!isUnresolved(value) && !form.test(value)) {
    throw new Error(`${quote(value)} is not ${what}, so a host cannot join with ${name}.`);
  }
  return [name, `'${value}'`];
}

function command(text: string): string {
  if (isUnresolved(text)) return text;
  const line = text.trim();
  if (line === "" || line.includes("\n"))
    throw new Error("The node command is not one line. Copy all of it from Rancher.");
  return literal(line);
}
