import { join, relative } from "node:path";
import {
  DataTerraformRemoteStateLocal,
  DataTerraformRemoteStateS3,
  LocalBackend,
  S3Backend,
  type TerraformRemoteState,
  type TerraformStack,
} from "cdktf";
import type { Construct } from "constructs";
import type { StateDescription } from "../lib/config/state";

/** Where the states of a testbed's stacks are kept: how a stack writes its own, and reads another's. */
export interface StateStore {
  /** Keeps the state of this stack in the store. */
  keep(stack: TerraformStack): void;
  /** Reads the outputs of the stack with this id. */
  read(scope: Construct, id: string, stackId: string): TerraformRemoteState;
}

/** The store that a place describes; without a description, local files. */
export function stateStore(state: StateDescription | undefined, local: LocalStateProps): StateStore {
  return state?.s3 ? new S3State(state.s3) : new LocalState(local);
}

/** Where local states are kept. */
export interface LocalStateProps {
  /** Folder of the description; states are kept in `terraform-state/` in it. */
  readonly directory: string;
  /** Folder that the program is synthesized to. */
  readonly outdir: string;
}

/**
 * States in `terraform-state/` beside the description. Terraform runs in `<outdir>/stacks/<id>`, so the path leads from
 * there out of the folder: the states outlive it, and the synthesized JSON is the same on every machine.
 */
class LocalState implements StateStore {
  constructor(private readonly props: LocalStateProps) {}

  keep(stack: TerraformStack): void {
    new LocalBackend(stack, { path: this.path(stack.node.id) });
  }

  read(scope: Construct, id: string, stackId: string): TerraformRemoteState {
    return new DataTerraformRemoteStateLocal(scope, id, { path: this.path(stackId) });
  }

  private path(stackId: string): string {
    const { directory, outdir } = this.props;
    return relative(join(outdir, "stacks", stackId), join(directory, "terraform-state", `${stackId}.tfstate`));
  }
}

/** States in an S3 bucket, encrypted, each locked by a file beside it. */
class S3State implements StateStore {
  constructor(private readonly props: NonNullable<StateDescription["s3"]>) {}

  keep(stack: TerraformStack): void {
    const backend = new S3Backend(stack, {
      ...this.location(stack.node.id),
      // A store of somebody else may have no keys to encrypt with when it is asked to, and then refuses; its bucket does it by itself.
      encrypt: this.props.endpoint === undefined,
      kmsKeyId: this.props.kmsKey,
    });
    // cdktf 0.21 has no property for the lock file, and its fork refuses one for Terraform before 1.10.
    backend.addOverride("use_lockfile", true);
  }

  read(scope: Construct, id: string, stackId: string): TerraformRemoteState {
    return new DataTerraformRemoteStateS3(scope, id, this.location(stackId));
  }

  private location(stackId: string) {
    const { bucket, region, endpoint } = this.props;
    const location = { bucket, region, key: `${stackId}.tfstate` };
    return endpoint === undefined ? location : { ...location, ...elsewhere(endpoint) };
  }
}

/** What Terraform must not ask of a store that is not AWS, and how it names buckets there. */
function elsewhere(endpoint: string) {
  return {
    endpoints: { s3: endpoint },
    skipCredentialsValidation: true,
    skipRegionValidation: true,
    skipRequestingAccountId: true,
    skipMetadataApiCheck: true,
    skipS3Checksum: true,
    usePathStyle: true,
  };
}
