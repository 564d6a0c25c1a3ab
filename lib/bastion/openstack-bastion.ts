import { Op, ref } from "cdktf";
import { Construct } from "constructs";
import { literal } from "../literal";
import { ComputeInstanceV2 } from "../providers/openstack/compute-instance-v2";
import { DataOpenstackComputeInstanceV2 } from "../providers/openstack/data-openstack-compute-instance-v2";
import type { NodeRole, Way } from "../way";
import { cloudConfig, programPath } from "./cloud-config";
import { MachineSystem } from "./machine-system";
import { OpenStackEntryFirewall } from "./openstack-entry-firewall";
import { ServerMetadata } from "./server-metadata";

/** Who may log in to a bastion on OpenStack. */
export interface BastionLogin {
  /** Name of the key pair whose private key people have. */
  readonly keyPair: string;
  /** Networks that they come from, in CIDR form. */
  readonly from: readonly string[];
}

/** What an `OpenStackBastion` is made of. */
export interface OpenStackBastionProps {
  /** Name of the testbed. */
  readonly name: string;
  /** The entry: the port that the bastion takes over, with its addresses and its security group. */
  readonly portId: string;
  /** Security group of the entry, which has no rules of its own. */
  readonly entryGroupId: string;
  /** Security group of the workers. */
  readonly workerGroupId: string;
  /** Security group of the nodes that run the Kubernetes API. */
  readonly controlPlaneGroupId: string;
  /** Id of an image with Debian 12 or newer, or Ubuntu 24.04 or newer. A newer one is for the next bastion. */
  readonly image: string;
  /** Name of its flavor; 1 core and 1 GiB are enough. */
  readonly flavor: string;
  /** All ways in: by node port, those of the hosts and of the Kubernetes API where it carries them. */
  readonly ways: readonly Way[];
  /** Addresses of the nodes, by role: lists of values that other stacks publish. A way to a role needs one node of it. */
  readonly nodes: Readonly<Partial<Record<NodeRole, readonly string[]>>>;
  /**
   * SSH to the bastion, and through it to the nodes and to the Kubernetes API (SB-10). Default: nobody; it has no key and
   * no open port but those of the ways, and the console of the cloud shows its journal
   */
  readonly login?: BastionLogin;
  /** Size of its disk in GiB. Default: 10 */
  readonly diskGib?: number;
  /** Default: the cloud chooses */
  readonly availabilityZone?: string;
}

/** What Nova tells a server about itself, among it the metadata that Terraform gave it. */
const METADATA = "http://169.254.169.254/openstack/latest/meta_data.json";

/**
 * The bastion of a testbed on OpenStack (INF-44, INF-45): HAProxy on a small server that takes over the entry. It has no
 * credential of the cloud. What it hands on, and to which nodes, stands in its own metadata: Terraform changes that without
 * touching the server, and the server reads it every half minute.
 *
 * Nova may refuse a change of metadata, while the server is being rebooted for instance. Then the apply fails, but the provider
 * takes the change for made (seen with 3.4.0); so each plan reads it back, and says what to do where it is not as planned.
 *
 * @throws Error when the ways do not fit into the metadata, or two have one port
 */
export class OpenStackBastion extends Construct {
  /** Id of the server. */
  readonly instanceId: string;

  constructor(scope: Construct, id: string, props: OpenStackBastionProps) {
    super(scope, id);
    const metadata = new ServerMetadata(this, "metadata", props);
    const firewall = new OpenStackEntryFirewall(this, "firewall", { ...props, loginFrom: props.login?.from });
    const ask = (what: "ways" | "nodes") => [programPath("metadata.py"), METADATA, what];
    const commands = { ways: ask("ways"), nodes: ask("nodes"), programs: ["metadata.py"] };
    const instance = new ComputeInstanceV2(this, "instance", {
      name: `${props.name}-bastion`,
      flavorName: props.flavor,
      availabilityZone: props.availabilityZone,
      keyPair: props.login?.keyPair,
      network: [{ port: props.portId }],
      blockDevice: [
        {
          sourceType: "image",
          uuid: props.image,
          destinationType: "volume",
          volumeSize: props.diskGib ?? 10,
          bootIndex: 0,
          deleteOnTermination: true,
        },
      ],
      // A drive would show the metadata of the first start.
      configDrive: false,
      userData: literal(cloudConfig(commands, MachineSystem.DEBIAN)),
      metadata: metadata.values,
      lifecycle: { ignoreChanges: ["block_device[0].uuid"] },
      // It installs HAProxy as soon as it starts, and needs its way out for that.
      dependsOn: [...firewall.wayOut],
    });
    this.instanceId = instance.id;
    this.check(instance, metadata.contents);
  }

  /** Reads the metadata back: Nova may refuse a change, and the provider takes it for made all the same. */
  private check(instance: ComputeInstanceV2, contents: string): void {
    new DataOpenstackComputeInstanceV2(this, "read-back", {
      id: instance.id,
      // So it is read after a change, not before.
      dependsOn: [instance],
      lifecycle: {
        postcondition: [
          {
            condition: Op.eq(ref('self.metadata["contents"]'), contents),
            errorMessage:
              "The bastion does not have the metadata that it was to have: an earlier apply failed. Replace the server (terraform apply -replace), or change a way or a node, which writes all of it.",
          },
        ],
      },
    });
  }
}
