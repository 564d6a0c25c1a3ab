import type { Kubectl, KubectlOptions } from "./kubectl";

/** A Kubernetes control plane that runs on this machine. Its nodes, and what would run on them, are played by kwok. */
export class ControlPlane {
  constructor(
    /** The address of the API. */
    readonly endpoint: string,
    /** Who vouches for the API's certificate, as PEM. */
    readonly certificateAuthority: string,
    /** The token of somebody who may do everything. */
    readonly adminToken: string,
    /** The path of a kubeconfig with that token. */
    readonly adminKubeconfig: string,
    /** Runs kubectl as the administrator, or with another token, whatever its exit code. */
    readonly kubectl: Kubectl,
    /** Ends every process of the control plane. */
    readonly stop: () => Promise<void>,
  ) {}

  /** What kubectl prints. @throws Error when it fails */
  async output(args: readonly string[], options?: KubectlOptions): Promise<string> {
    const { code, stdout, stderr } = await this.kubectl(args, options);
    if (code !== 0) throw new Error(`kubectl ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
    return stdout;
  }
}
