import { type IResolvable, type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { OPENSTACK } from "./metadata";

/** Arguments of a virtual machine. */
export interface ComputeInstanceV2Config extends TerraformMetaArguments {
  readonly name: string;
  readonly flavorName?: string;
  /** The name of a key pair. */
  readonly keyPair?: string;
  /** A change replaces the machine. */
  readonly userData?: string;
  /** The default is the choice of the cloud. */
  readonly availabilityZone?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /**
   * Whether the machine reads its user data from a disk instead of from the network. The default is the choice of the
   * cloud.
   */
  readonly configDrive?: boolean | IResolvable;
  readonly network?: readonly ComputeInstanceV2Network[];
  readonly blockDevice?: readonly ComputeInstanceV2BlockDevice[];
  readonly schedulerHints?: readonly ComputeInstanceV2SchedulerHints[];
}

/** A network that a virtual machine is in. */
export interface ComputeInstanceV2Network {
  /** The id of a port. */
  readonly port?: string;
}

/** A disk of a virtual machine. */
export interface ComputeInstanceV2BlockDevice {
  /** `blank`, `image`, `snapshot` or `volume`. */
  readonly sourceType: string;
  /** The id of the source, unless it is blank. */
  readonly uuid?: string;
  /** In GiB. */
  readonly volumeSize?: number;
  /** `local` or `volume`. */
  readonly destinationType?: string;
  /** 0 for the disk that the machine starts from, -1 for one that it does not. */
  readonly bootIndex?: number;
  /** Whether the disk goes with the machine. The default is no. */
  readonly deleteOnTermination?: boolean | IResolvable;
  readonly volumeType?: string;
}

/** A wish about the host of a virtual machine. */
export interface ComputeInstanceV2SchedulerHints {
  /** The id of a server group. */
  readonly group?: string;
}

/** A virtual machine. */
export class ComputeInstanceV2 extends TerraformResource {
  static readonly tfResourceType = "openstack_compute_instance_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: ComputeInstanceV2Config,
  ) {
    super(scope, id, { ...config, ...OPENSTACK, terraformResourceType: ComputeInstanceV2.tfResourceType });
  }

  get id() {
    return this.getStringAttribute("id");
  }

  get accessIpV4() {
    return this.getStringAttribute("access_ip_v4");
  }

  protected override synthesizeAttributes() {
    return {
      name: this.config.name,
      flavor_name: this.config.flavorName,
      key_pair: this.config.keyPair,
      user_data: this.config.userData,
      availability_zone: this.config.availabilityZone,
      metadata: this.config.metadata,
      config_drive: this.config.configDrive,
      network: this.config.network?.map(writeNetwork),
      block_device: this.config.blockDevice?.map(writeBlockDevice),
      scheduler_hints: this.config.schedulerHints?.map(writeSchedulerHints),
    };
  }
}

function writeNetwork(block: ComputeInstanceV2Network) {
  return { port: block.port };
}

function writeBlockDevice(block: ComputeInstanceV2BlockDevice) {
  return {
    source_type: block.sourceType,
    uuid: block.uuid,
    volume_size: block.volumeSize,
    destination_type: block.destinationType,
    boot_index: block.bootIndex,
    delete_on_termination: block.deleteOnTermination,
    volume_type: block.volumeType,
  };
}

function writeSchedulerHints(block: ComputeInstanceV2SchedulerHints) {
  return { group: block.group };
}
