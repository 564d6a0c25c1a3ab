import { writeFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { z } from "zod";
import { temporaryFolder } from "../../support/synth";
import { readStack } from "./reduced-stack";
import { type OutputValue, writeState } from "./state-file";
import { TerraformStackRun } from "./terraform-stack";

const releaseSchema = z.object({
  name: z.string(),
  namespace: z.string(),
  chart: z.string(),
  repository: z.string().nullable(),
  version: z.string().nullable(),
  values: z.array(z.string()),
});

/** What Terraform hands to Helm: `chart` is a folder where it is one of our own. */
export type HandedRelease = z.infer<typeof releaseSchema>;

/** Outputs of other stacks, by the names that a stack reads them by. */
export type States = Readonly<Record<string, Readonly<Record<string, OutputValue>>>>;

/**
 * The Helm releases of a synthesized stack as Terraform hands them over, by name: it evaluates their arguments itself, with no
 * provider and nothing applied.
 *
 * @param references values of resources of the stack that the releases refer to; the names of its namespaces are known
 */
export function handedReleases(
  folder: string,
  states: States,
  references: Readonly<Record<string, string>> = {},
): Record<string, HandedRelease> {
  const { resource = {}, data = {}, locals = {} } = readStack(folder);
  const known = Object.entries({ ...namesOfNamespaces(resource.kubernetes_namespace_v1 ?? {}), ...references });
  const copy = temporaryFolder();
  for (const [name, outputs] of Object.entries(states)) writeState(join(copy, `${name}.tfstate`), outputs);
  const read = Object.keys(data.terraform_remote_state ?? {}).map((name) => [
    name,
    { backend: "local", config: { path: `${name}.tfstate` } },
  ]);
  const handed = Object.entries(resource.helm_release ?? {}).map(([id, release]) => {
    const { name, namespace, chart, repository = null, version = null, values } = release;
    return [id, { value: { name, namespace, chart, repository, version, values } }];
  });
  const values = Object.fromEntries(known.map(([, value], index) => [`reference_${index}`, value]));
  const json = {
    data: { terraform_remote_state: Object.fromEntries(read) },
    locals: { ...locals, ...values },
    output: Object.fromEntries(handed),
  };
  const text = known.reduce(
    (text, [reference], index) => text.replaceAll(reference, `local.reference_${index}`),
    JSON.stringify(json),
  );
  writeFileSync(join(copy, "cdk.tf.json"), text);
  const run = new TerraformStackRun(copy, {});
  run.apply();
  const releases = z.record(z.string(), releaseSchema).parse(run.outputs());
  return Object.fromEntries(Object.values(releases).map((release) => [release.name, locate(folder, release)]));
}

/** The release of a name. @throws Error when there is none */
export function releaseOf(releases: Readonly<Record<string, HandedRelease>>, name: string): HandedRelease {
  const release = releases[name];
  if (release === undefined) throw new Error(`There is no release ${name}.`);
  return release;
}

/** A chart of our own lies in the stack's folder. */
function locate(folder: string, release: HandedRelease): HandedRelease {
  const isOwn = release.repository === null && !isAbsolute(release.chart);
  return isOwn ? { ...release, chart: join(folder, release.chart) } : release;
}

const namespaceSchema = z.object({ metadata: z.object({ name: z.string() }) });

function namesOfNamespaces(namespaces: Readonly<Record<string, unknown>>): Record<string, string> {
  const named = Object.entries(namespaces).map(([id, namespace]) => [
    `kubernetes_namespace_v1.${id}.metadata[0].name`,
    namespaceSchema.parse(namespace).metadata.name,
  ]);
  return Object.fromEntries(named);
}
