import { OpenStackProject, type OpenStackStackKind, type Part } from "./openstack-project";
import type { Cloud, Server } from "./openstack-project-cloud";
import { Declared, type HandedOn, handedOn } from "./openstack-project-declared";
import { complaints, refresh } from "./openstack-project-refresh";

/** What the testbed of a place is put into. */
export interface Surroundings {
  readonly cloud: Cloud;
  /** Who acts there. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder with the provider of OpenStack. */
  readonly plugins: string;
}

/** Values by the names of servers. */
type ByServer<T> = Readonly<Record<string, T>>;

/** A testbed in a cloud: its description, its stacks, and what the cloud has of it. */
export class OpenStackTestbed extends OpenStackProject {
  private readonly cloud: Cloud;

  /**
   * @param move changes the part of the place that describes OpenStack
   * @param others what else the place says. Default: what it does
   */
  constructor(
    place: "nova" | "larger",
    { cloud, environment, plugins }: Surroundings,
    move: (openstack: Part) => Part,
    others?: Part,
  ) {
    super(place, environment, plugins, move, others);
    this.cloud = cloud;
  }

  /** What a stack publishes. */
  said(kind: OpenStackStackKind): Readonly<Record<string, unknown>> {
    return this.stack(kind).outputs();
  }

  /** What a plan would do, such as `update openstack_compute_instance_v2.bastion_instance`. */
  changes(kind: OpenStackStackKind): string[] {
    const planned = this.stack(kind).plan();
    return planned.map(({ action, address }) => `${action} ${address}`).sort();
  }

  /** What Terraform refuses to destroy. */
  refused(kind: OpenStackStackKind): string[] {
    const refusal = this.stack(kind).refusal("-destroy");
    return [...refusal.matchAll(/(\S+) has lifecycle\.prevent_destroy set/g)].map(([, address = ""]) => address).sort();
  }

  /** A server by the part of its name behind that of the testbed. */
  async server(name: string): Promise<Server> {
    const server = (await this.cloud.servers())[`${this.name}-${name}`];
    if (server === undefined) throw new Error(`There is no server ${name}.`);
    return server;
  }

  /** All servers but the bastion. */
  async nodes(): Promise<ByServer<Server>> {
    const { [`${this.name}-bastion`]: _, ...nodes } = await this.cloud.servers();
    return nodes;
  }

  /** The ids of all servers. */
  async ids(): Promise<ByServer<string>> {
    const servers = Object.entries(await this.cloud.servers());
    return Object.fromEntries(servers.map(([name, { id }]) => [name, id]));
  }

  /** The security groups of the testbed. */
  groupIds(): Readonly<Record<"entry" | "nodes" | "controlPlane", string>> {
    const { entry_security_group_id: entry, control_plane_security_group_id: controlPlane } = this.said("network");
    const { worker_security_group_id: nodes } = this.said("cluster");
    return { entry: String(entry), nodes: String(nodes), controlPlane: String(controlPlane) };
  }

  /** What they let through, in the words of `Declared`. */
  async rules(): Promise<Declared["rules"]> {
    const { entry, nodes, controlPlane } = this.groupIds();
    const names = { [entry]: "entry", [nodes]: "nodes", [controlPlane]: "control-plane" };
    return {
      entry: await this.cloud.rulesOf(entry, names),
      nodes: await this.cloud.rulesOf(nodes, names),
      controlPlane: await this.cloud.rulesOf(controlPlane, names),
    };
  }

  /** What the files say now. */
  declared(): Declared {
    return new Declared(this.directory, this.place);
  }

  /** What HAProxy ought to do by the files, with the nodes of these groups of nodes. */
  async expected(worker: readonly string[], controlPlane: readonly string[]): Promise<HandedOn[]> {
    const nodes = Object.entries(await this.nodes());
    const addresses = (groups: readonly string[]) =>
      nodes
        .filter(([name]) => groups.some((group) => name.startsWith(`${this.name}-${group}-`)))
        .map(([, { port }]) => port.address);
    return this.declared().handsOn({ worker: addresses(worker), "control-plane": addresses(controlPlane) });
  }

  /**
   * What HAProxy does when the bastion has read what Nova tells it.
   *
   * @throws Error when the program on the bastion refuses it, or HAProxy complains
   */
  async proxied(): Promise<HandedOn[]> {
    const { status, said, configuration } = await refresh(await this.server("bastion"));
    if (status !== 0) throw new Error(said);
    const complaint = await complaints(configuration);
    if (complaint !== "") throw new Error(complaint);
    return handedOn(configuration);
  }

  /** Where the testbed is reached. */
  entry(): { readonly port: unknown; readonly publicAddress: unknown; readonly privateAddress: unknown } {
    const { entry_interface_id, entry_public_address, entry_private_address } = this.said("network");
    return { port: entry_interface_id, publicAddress: entry_public_address, privateAddress: entry_private_address };
  }
}
