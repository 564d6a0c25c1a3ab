import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { loadDescription } from "../../../lib/config/load";
import { changesOf, recordChanges } from "../../../lib/ledger/record";
import { Testbed } from "../../../stacks/testbed";
import { synthesize, temporaryFolder } from "../../support/synth";
import type { ControlPlane } from "./control-plane/control-plane";
import { type OutputValue, writeState } from "./state-file";
import { TerraformStackRun } from "./terraform-stack";
import { CONTRACTS } from "./testbed-releases";

const ROOT = join(__dirname, "../../..");

/** What the description of a testbed is copied from. */
const PARTS = ["testbed.yaml", "places", "sandboxes", "ledger.yaml"];

/**
 * The description of a testbed in a folder of its own, whose network and cluster are there already: the control plane of
 * the test. The frames log in as the administrator does, by running a program; the apps by what is in their environment.
 */
export class SandboxProject {
  readonly directory = temporaryFolder();
  private readonly outdir = join(this.directory, "cdktf.out");
  private readonly testbed: string;

  /**
   * @param source folder of the description, from the root of the repository
   * @param place place of the description; the one that testbed.yaml names where it is left out
   */
  constructor(
    private readonly controlPlane: ControlPlane,
    source = ".",
    private readonly place?: string,
  ) {
    for (const part of PARTS) cpSync(join(ROOT, source, part), join(this.directory, part), { recursive: true });
    this.keepStatesHere();
    this.testbed = this.synthesize();
    this.publish("network", CONTRACTS.network);
    this.publish("nodes", CONTRACTS.nodes);
    this.publish("cluster", {
      ...CONTRACTS.cluster,
      cluster_endpoint: controlPlane.endpoint,
      cluster_certificate_authority: Buffer.from(controlPlane.certificateAuthority).toString("base64"),
      login_command: "cat",
      login_arguments: [this.credential()],
    });
  }

  /** Writes what a stack that others build on has to say. */
  publish(stack: "network" | "cluster" | "nodes", outputs: Readonly<Record<string, OutputValue>>): void {
    writeState(join(this.directory, "terraform-state", `${this.testbed}-${stack}.tfstate`), outputs);
  }

  /** Synthesizes the description as it stands now, and gives the name of the testbed. */
  synthesize(): string {
    const { directory, place } = this;
    const description = loadDescription({ directory, ...(place && { place }) });
    synthesize((app) => new Testbed(app, { ...description, directory }), this.outdir);
    recordChanges(directory, description.place.name, changesOf(description));
    return description.place.name;
  }

  /** Changes the text of a sandbox's file, and synthesizes anew. */
  edit(sandbox: string, from: string, to: string): void {
    const file = this.file(sandbox);
    const text = readFileSync(file, "utf8");
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}.`);
    writeFileSync(file, text.replace(from, to));
    this.synthesize();
  }

  /** Changes parts of the file of the reference testbed's place, and synthesizes anew. */
  changePlace(parts: object): void {
    const file = join(this.directory, "places/aws.yaml");
    writeFileSync(file, stringify({ ...parse(readFileSync(file, "utf8")), ...parts }));
    this.synthesize();
  }

  /** The file of a sandbox. */
  file(sandbox: string): string {
    return join(this.directory, "sandboxes", `${sandbox}.yaml`);
  }

  /** The frame of a sandbox, as the administrators apply it. */
  frame(sandbox: string): TerraformStackRun {
    return this.stack(sandbox, {});
  }

  /** The app of a sandbox, as whoever holds this token applies it. */
  app(sandbox: string, token: string): TerraformStackRun {
    return this.stack(`${sandbox}-app`, {
      KUBE_HOST: this.controlPlane.endpoint,
      KUBE_CLUSTER_CA_CERT_DATA: this.controlPlane.certificateAuthority,
      KUBE_TOKEN: token,
    });
  }

  /** The folder that a stack is synthesized to. */
  folder(stack: string): string {
    return join(this.outdir, "stacks", `${this.testbed}-${stack}`);
  }

  private stack(name: string, environment: NodeJS.ProcessEnv): TerraformStackRun {
    return new TerraformStackRun(this.folder(name), environment);
  }

  /** Takes away where the places keep their states, so that they are files of this folder. */
  private keepStatesHere(): void {
    for (const entry of readdirSync(join(this.directory, "places"))) {
      const file = join(this.directory, "places", entry);
      const { state: _, ...place } = parse(readFileSync(file, "utf8"));
      writeFileSync(file, stringify(place));
    }
  }

  /** A file with the administrator's token, as a log-in program prints it. */
  private credential(): string {
    const file = join(this.directory, "credential.json");
    const status = { token: this.controlPlane.adminToken };
    const credential = { apiVersion: "client.authentication.k8s.io/v1beta1", kind: "ExecCredential", status };
    writeFileSync(file, JSON.stringify(credential), { mode: 0o600 });
    return file;
  }
}
