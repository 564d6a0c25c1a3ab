import {
  propertyAccess,
  TerraformOutput,
  type TerraformRemoteState,
  type TerraformResource,
  TerraformStack,
  Token,
} from "cdktf";
import type { TestbedStack } from "./testbed-stack";

type Kind = "string" | "list" | "map";

interface Output<K extends Kind> {
  readonly kind: K;
  readonly description: string;
}

const string = (description: string): Output<"string"> => ({ kind: "string", description });
const list = (description: string): Output<"list"> => ({ kind: "list", description });
const map = (description: string): Output<"map"> => ({ kind: "map", description });

/**
 * What each stack publishes for the others, the same names on every target. Ids, names and addresses only, never a
 * secret: Terraform forgets on the way that a value is sensitive.
 */
export const CONTRACT = {
  network: {
    network_id: string("Id of the network: the VPC on AWS"),
    network_cidrs: list("IPv4 networks of the network"),
    public_subnet_ids: map("Ids of the public subnets, by zone slot"),
    private_subnet_ids: map("Ids of the private subnets, by zone slot"),
    control_plane_security_group_id: string("Security group of the control plane (INF-8)"),
    entry_networks: list("IPv4 networks that the bastion and the load balancer of the hosts stand in"),
    entry_interface_id: string("Network interface that the bastion takes over"),
    entry_security_group_id: string("Security group of that interface (AWS)"),
    entry_public_address: string("Public address of the bastion, before there is one"),
    entry_private_address: string("Address of the bastion that the cluster sees"),
  },
  cluster: {
    cluster_name: string("Name of the cluster"),
    cluster_id: string("What Rancher calls the cluster (not on AWS)"),
    cluster_endpoint: string("Address of the Kubernetes API, with https://"),
    cluster_certificate_authority: string("Certificate of the API's authority, PEM in base64"),
    cluster_minor: string("Kubernetes minor of the control plane"),
    login_command: string("Program that prints a short-lived token for the API"),
    login_arguments: list("Arguments of that program"),
    worker_security_group_id: string("Security group of the workers"),
    oidc_provider_arn: string("OIDC provider that gives pods their IAM roles (AWS)"),
    oidc_issuer: string("Its issuer, without https:// (AWS)"),
  },
  nodes: {
    node_role_arn: string("IAM role of the workers (AWS)"),
    worker_addresses: map("Addresses of the workers, by name, where they stay the same (not on AWS)"),
    control_plane_addresses: map("Addresses of the nodes that run the Kubernetes API, by name (not on AWS)"),
    autoscaling_group_names: map("Auto Scaling groups of the workers, by node group (AWS)"),
    autoscaler_cluster: string("What it calls the cluster"),
    autoscaler_provider: string("What the autoscaler of nodes calls the cloud"),
    autoscaler_environment: map("What stands in the environment of that autoscaler"),
    autoscaler_identity: map("Annotations by which its service account acts at the cloud"),
    certificates_identity: map("Annotations by which cert-manager's service account acts at the cloud"),
    dns_solver: string("How cert-manager shows by DNS that it holds the domain, as JSON; {} where it cannot"),
    volume_driver: string("CSI driver of volumes for one node at a time"),
    volume_parameters: map("Parameters of its storage classes"),
    shared_volume_server: string("NFS server of volumes that many nodes write to at a time"),
    shared_volume_path: string("Folder that it exports"),
    shared_volume_options: list("Options with which its volumes are mounted"),
  },
  edge: {
    bastion_id: string("Machine id of the bastion"),
    tunnel_command: string("Command that leads port 8443 of one's own machine to the Kubernetes API"),
    load_balancer_address: string("DNS name of the load balancer of the HTTPS hosts; empty where there is none"),
    dns_records: map("Records for people to set: the address of each name, or the name that it is another of"),
  },
} as const satisfies Record<string, Record<string, Output<Kind>>>;

/** A stack that publishes a contract. */
export type Publisher = keyof typeof CONTRACT;

interface ValueOf {
  string: string;
  list: string[];
  map: Readonly<Record<string, string>>;
}

/** The values of one stack's contract. */
export type Contract<P extends Publisher> = {
  readonly [Name in keyof (typeof CONTRACT)[P]]: (typeof CONTRACT)[P][Name] extends Output<infer K extends Kind>
    ? ValueOf[K]
    : never;
};

/** What a target leaves out of a contract: texts without letters, lists and maps without entries. */
export function nothing<P extends Publisher>(publisher: P): Contract<P> {
  const empty: Readonly<Record<Kind, unknown>> = { string: "", list: [], map: {} };
  const outputs = Object.entries<Output<Kind>>(CONTRACT[publisher]).map(([name, { kind }]) => [name, empty[kind]]);
  return Object.fromEntries(outputs) as Contract<P>;
}

/**
 * Publishes a stack's contract as outputs that keep their names.
 *
 * @param after what has to be there before others may build on it. Default: what the values come from
 */
export function publish<P extends Publisher>(
  stack: TestbedStack,
  publisher: P,
  values: Contract<P>,
  after: readonly TerraformResource[] = [],
): void {
  for (const [name, { description }] of Object.entries<Output<Kind>>(CONTRACT[publisher])) {
    const value: unknown = values[name as keyof Contract<P>];
    const output = new TerraformOutput(stack, name, { value, description, staticId: true });
    // cdktf writes the dependencies of an output as expressions, which Terraform refuses there.
    if (after.length > 0) output.addOverride("depends_on", after.map(addressOf));
  }
}

/** A contract, or the stack that publishes it: what a target does not make, its place describes. */
export type Published<P extends Publisher> = TestbedStack | Contract<P>;

function addressOf({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}

/** Reads a contract of the same testbed; Terraform deploys the stack that publishes it first. */
export function consume<P extends Publisher>(stack: TestbedStack, publisher: P, from: Published<P>): Contract<P> {
  if (!TerraformStack.isStack(from)) return from;
  stack.addDependency(from);
  return read(publisher, stack.state.read(stack, publisher, from.node.id));
}

/** Reads the contract of a stack of another testbed, which is deployed on its own and keeps its states in the same store. */
export function consumeElsewhere<P extends Publisher>(stack: TestbedStack, publisher: P, testbed: string): Contract<P> {
  return read(publisher, stack.state.read(stack, `${testbed}-${publisher}`, `${testbed}-${publisher}`));
}

/** One entry of a map that another stack publishes. */
export function entryOf(map: Readonly<Record<string, string>>, key: string): string {
  return Token.isUnresolved(map) ? Token.asString(propertyAccess(map, [key])) : (map[key] ?? "");
}

function read<P extends Publisher>(publisher: P, state: TerraformRemoteState): Contract<P> {
  const readers = {
    string: (name: string) => state.getString(name),
    list: (name: string) => state.getList(name),
    map: (name: string) => Token.asStringMap(state.get(name)),
  };
  const outputs = Object.entries<Output<Kind>>(CONTRACT[publisher]).map(([name, { kind }]) => [
    name,
    readers[kind](name),
  ]);
  return Object.fromEntries(outputs) as Contract<P>;
}
