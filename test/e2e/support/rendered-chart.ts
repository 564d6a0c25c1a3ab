import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { DEFAULT_KUBERNETES_MINOR } from "../../../lib/versions";
import { temporaryFolder } from "../../support/synth";
import type { HandedRelease } from "./handed-releases";
import { output } from "./run";

const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
});

/** An object that a chart renders. */
export type Manifest = z.infer<typeof manifestSchema>;

/** What `helm template` makes of a release: all objects of the chart, its definitions and hooks too. */
export async function renderChart(helm: string, release: HandedRelease, chart = release.chart): Promise<Manifest[]> {
  const folder = temporaryFolder();
  const values = release.values.flatMap((document, index) => {
    const file = join(folder, `${index}.json`);
    writeFileSync(file, document);
    return ["--values", file];
  });
  const cluster = ["--namespace", release.namespace, "--kube-version", `${DEFAULT_KUBERNETES_MINOR}.0`];
  const args = ["template", release.name, chart, "--include-crds", "--skip-tests", ...cluster, ...values];
  const documents = parseAllDocuments(await output(helm, args)).map((document) => document.toJS());
  return documents.filter((document) => document !== null).map((document) => manifestSchema.parse(document));
}

/** The one object of a kind and a name, in the form of a schema. */
export function manifest<S extends z.ZodType>(all: readonly Manifest[], kind: string, name: string, schema: S) {
  const [found, ...others] = all.filter((one) => one.kind === kind && one.metadata.name === name);
  if (found === undefined || others.length > 0) throw new Error(`There is no single ${kind} ${name}.`);
  return schema.parse(found);
}
