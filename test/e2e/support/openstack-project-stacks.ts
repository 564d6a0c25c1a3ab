import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Block } from "../../support/synth";
import { copyWithout, readStack } from "./reduced-stack";

/** Addresses of what Rancher makes, and of what is put into a cluster by way of it. */
const NEEDS_RANCHER = /^(\$\{)?(rancher2|helm)_/;

/** What a Rancher would say of its cluster, by its attribute. */
export const RANCHER_SAYS: Readonly<Record<string, string>> = {
  cluster_v1_id: "c-m-x7k2lq9d",
  "cluster_registration_token[0].node_command":
    "curl -fL https://rancher.nova.example/system-agent-install.sh | sudo sh -s - --server https://rancher.nova.example" +
    " --label 'cattle.io/os=linux' --token registration9token --ca-checksum 5f2b8a",
};

/**
 * Copies a stack into a folder beside it, on the same state, without what needs a Rancher, and with what a Rancher would say
 * in its place. Everything of OpenStack is there as it stands.
 */
export function withoutRancher(folder: string): string {
  const types = Object.keys(readStack(folder).resource ?? {});
  const copy = copyWithout(
    folder,
    types.filter((type) => NEEDS_RANCHER.test(type)),
  );
  const { output = {}, ...rest } = readStack(copy);
  for (const block of Object.values<Block>(output)) {
    if (Array.isArray(block.depends_on)) {
      block.depends_on = block.depends_on.filter((address) => !NEEDS_RANCHER.test(address));
    }
  }
  const text = JSON.stringify({ ...rest, output });
  const answered = text.replaceAll(/\$\{rancher2_cluster_v2\.[\w-]+\.([^{}]+)\}/g, (reference, attribute: string) => {
    const said = RANCHER_SAYS[attribute];
    if (said === undefined) throw new Error(`Nothing stands in for ${reference}.`);
    return said;
  });
  writeFileSync(join(copy, "cdk.tf.json"), answered);
  return copy;
}
