import { realpathSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import { ClusterConnection } from "../../lib/cluster/connection";
import type { PlaceOn } from "../../lib/config/place";
import type { TestbedStack } from "../testbed-stack";

/** Where a stack is, and where the description that names a kubeconfig is. */
export interface Folders {
  /** Folder of the description. */
  readonly directory: string;
  /** Folder that the program is synthesized to. */
  readonly outdir: string;
  readonly stack: TestbedStack;
}

/**
 * The connection that a kubeconfig describes. Terraform runs in `<outdir>/stacks/<id>`, wherever cdktf is called: a path from the folder of
 * the description on leads out of there, also where a link leads in, and one from home on is read by the providers.
 */
export function kubeconfigConnection(
  { existing, providers }: PlaceOn<"existing">,
  { directory, outdir, stack }: Folders,
): ClusterConnection {
  const { kubeconfig, context } = existing;
  const path =
    isAbsolute(kubeconfig) || kubeconfig.startsWith("~/")
      ? kubeconfig
      : relative(join(realpathSync(outdir), "stacks", stack.node.id), join(directory, kubeconfig));
  return new ClusterConnection({ path, context }, providers);
}
