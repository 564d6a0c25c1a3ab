import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { loadDescription } from "../../../lib/config/load";
import { Testbed } from "../../../stacks/testbed";
import { synthesize, temporaryFolder } from "../../support/synth";
import type { ControlPlane } from "./control-plane/control-plane";
import { copyWithout, readStack } from "./reduced-stack";
import { output } from "./run";
import { TerraformStackRun } from "./terraform-stack";

const ROOT = join(__dirname, "../../..");
const EXAMPLE = join(ROOT, "examples/existing");

/** The context that the place of the example names. */
const CONTEXT = "lab";

const releasesSchema = z.record(z.string(), z.looseObject({ name: z.string(), repository: z.string().optional() }));

/**
 * The example of a cluster that is there already, in a folder of its own, with a kubeconfig in another: the cluster is the control
 * plane of the test. The kubeconfig leads there by the context that the place names, and by its own choice nowhere.
 */
export class ExistingProject {
  /** The folder in which all others are, and which Terraform takes for somebody's home. */
  readonly home = temporaryFolder();
  /** The folder of the description. */
  readonly directory = join(this.home, "testbed");
  /** The kubeconfig, from the description on. */
  readonly kubeconfig = "../access/lab.kubeconfig";
  private readonly outdir = join(this.directory, "cdktf.out");
  private readonly place = join(this.directory, "places/lab.yaml");

  /** @param archives archives of charts, by the names of their releases; what has none is left out */
  constructor(
    private readonly controlPlane: ControlPlane,
    private readonly archives: Readonly<Partial<Record<string, string>>>,
  ) {
    for (const part of ["testbed.yaml", "places", "sandboxes", "ledger.yaml"]) {
      cpSync(join(EXAMPLE, part), join(this.directory, part), { recursive: true });
    }
    mkdirSync(join(this.home, "access"));
    const file = join(this.directory, this.kubeconfig);
    writeFileSync(file, JSON.stringify(kubeconfig(controlPlane)), { mode: 0o600 });
    this.changeCluster({ kubeconfig: this.kubeconfig });
  }

  /** Changes what the place says of the cluster, and of itself, and synthesizes anew. */
  changeCluster(existing: object, place: object = {}): void {
    const before = parse(readFileSync(this.place, "utf8"));
    const after = { ...before, ...place, existing: { ...before.existing, ...existing } };
    writeFileSync(this.place, stringify(after));
    this.synthesize();
  }

  /** Changes the description of a sandbox, and synthesizes anew. */
  changeSandbox(name: string, parts: object): void {
    const file = join(this.directory, "sandboxes", `${name}.yaml`);
    writeFileSync(file, stringify({ ...parse(readFileSync(file, "utf8")), ...parts }));
    this.synthesize();
  }

  /** Synthesizes the description as an administrator does who stands in another folder; the output is there. */
  async synthesizeIn(folder: string): Promise<ExistingOutput> {
    const program = ["lib/cli/run.cjs", "main.ts"].map((file) => join(ROOT, file));
    const env = { CI: "", CDKTF_OUTDIR: undefined, TESTBED_PLACE: undefined, TESTBED_DIRECTORY: undefined };
    await output(process.execPath, [...program, this.directory], { cwd: folder, env });
    return this.in(join(folder, "cdktf.out"));
  }

  /** The stacks as they were synthesized last. */
  get stacks(): ExistingOutput {
    return this.in(this.outdir);
  }

  private synthesize(): void {
    const { directory } = this;
    synthesize((app) => new Testbed(app, { ...loadDescription({ directory }), directory }), this.outdir);
  }

  private in(outdir: string): ExistingOutput {
    return new ExistingOutput(outdir, { HOME: this.home }, this.controlPlane, this.archives);
  }
}

/** The stacks of such a testbed in an output folder, ready to be planned and applied. */
export class ExistingOutput {
  constructor(
    private readonly outdir: string,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly controlPlane: ControlPlane,
    private readonly archives: Readonly<Partial<Record<string, string>>>,
  ) {}

  /** The platform as the administrators apply it, with charts from their archives. */
  platform(): TerraformStackRun {
    const folder = this.folder("platform");
    const { helm_release = {} } = readStack(folder).resource ?? {};
    const published = Object.entries(releasesSchema.parse(helm_release)).filter(([, { repository }]) => repository);
    const charts = new Map(published.map(([id, { name }]) => [`helm_release.${id}`, this.archives[name]]));
    const left = [...charts].filter(([, archive]) => archive === undefined).map(([address]) => address);
    const copy = copyWithout(folder, left, (address, { repository, ...release }) =>
      charts.has(address)
        ? { ...release, chart: charts.get(address) }
        : { ...release, ...(repository !== undefined && { repository }) },
    );
    withoutData(copy);
    return new TerraformStackRun(copy, this.environment);
  }

  /** The frame of a sandbox, as the administrators apply it. */
  frame(sandbox: string): TerraformStackRun {
    return new TerraformStackRun(this.folder(sandbox), this.environment);
  }

  /** The app of a sandbox, as whoever holds this token applies it. */
  app(sandbox: string, token: string): TerraformStackRun {
    const { endpoint, certificateAuthority } = this.controlPlane;
    const access = { KUBE_HOST: endpoint, KUBE_CLUSTER_CA_CERT_DATA: certificateAuthority, KUBE_TOKEN: token };
    return new TerraformStackRun(this.folder(`${sandbox}-app`), { ...this.environment, ...access });
  }

  private folder(stack: string): string {
    return join(this.outdir, "stacks", `lab-${stack}`);
  }
}

/** Takes the list of data sources away, which is empty here: Terraform takes no such list. */
function withoutData(folder: string): void {
  const { data = {}, ...stack } = readStack(folder);
  if (Object.keys(data).length > 0) throw new Error(`${folder} reads ${Object.keys(data).join(", ")}.`);
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(stack));
}

/** A kubeconfig of two clusters, of which the chosen one is not there. */
function kubeconfig({ endpoint, certificateAuthority, adminToken }: ControlPlane): object {
  const authority = Buffer.from(certificateAuthority).toString("base64");
  const context = (name: string) => ({ name, context: { cluster: name, user: name } });
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: "nowhere", cluster: { server: "https://127.0.0.1:1" } },
      { name: CONTEXT, cluster: { server: endpoint, "certificate-authority-data": authority } },
    ],
    users: [
      { name: "nowhere", user: { token: "nobody" } },
      { name: CONTEXT, user: { token: adminToken } },
    ],
    contexts: [context("nowhere"), context(CONTEXT)],
    "current-context": "nowhere",
  };
}
