import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { temporaryFolder } from "../../../support/synth";
import type { ControlPlane } from "../control-plane/control-plane";
import { Guarded } from "../control-plane/guarded";
import { freePorts } from "../control-plane/ports";
import { until } from "../until";
import { privateAuthority } from "./authority";
import { type Phase, word } from "./holdings";
import type { Settings } from "./settings";

const ROOT = join(__dirname, "../../../..");

const object = z.record(z.string(), z.unknown());
const insideSchema = z.object({
  asked: z.array(z.object({ method: z.string(), path: z.string(), status: z.number(), body: object })),
  objects: z.record(z.string(), object),
  tokens: z.number(),
});

/** While Terraform runs, this process keeps no connection alive. */
const ONE_REQUEST = { connection: "close" };

/**
 * A stand-in for a Rancher, which no machine of ours can run: a program on this one that answers what Rancher's provider asks, with a
 * certificate of a private authority, and that hands on to a real Kubernetes API what is meant for the cluster.
 */
export class RancherStandIn {
  private constructor(
    private readonly settings: Settings,
    private readonly process: Guarded,
  ) {}

  /** Starts it in front of this control plane; stop it in the end. */
  static async start(controlPlane: ControlPlane): Promise<RancherStandIn> {
    const folder = mkdtempSync(join(temporaryFolder(), "rancher-"));
    const [port = 0, testPort = 0] = await freePorts(2);
    const { endpoint, certificateAuthority, adminToken: token } = controlPlane;
    const settings = {
      ...(await privateAuthority("127.0.0.1")),
      port,
      testPort,
      token: `token-${word(5)}:${word(54)}`,
      kubernetes: { endpoint, certificateAuthority, token },
    };
    const file = join(folder, "settings.json");
    writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });
    const program = [join(ROOT, "lib/cli/run.cjs"), join(__dirname, "program.ts"), file];
    const process_ = new Guarded("the stand-in for Rancher", join(folder, "log"), process.execPath, program);
    const standIn = new RancherStandIn(settings, process_);
    await until("stand-in for Rancher", () => {
      process_.check();
      return standIn.inside().then(
        () => true,
        () => false,
      );
    });
    return standIn;
  }

  get url(): string {
    return `https://127.0.0.1:${this.settings.port}`;
  }

  /** Certificate of the authority behind its own, in PEM. */
  get certificateAuthority(): string {
    return this.settings.certificateAuthority;
  }

  /** The token that it knows. */
  get token(): string {
    return this.settings.token;
  }

  /** Says whether the cluster has its machines. */
  async become(phase: Phase): Promise<void> {
    await fetch(this.testAddress, { method: "PUT", body: phase, headers: ONE_REQUEST });
  }

  /** Requests that changed something, as `<method> <path>` and what they said, oldest first. */
  async changes() {
    return (await this.inside()).asked.filter(({ method }) => method !== "GET");
  }

  /** Everything that came, and everything that it holds. */
  async inside() {
    return insideSchema.parse(await (await fetch(this.testAddress, { headers: ONE_REQUEST })).json());
  }

  stop(): Promise<void> {
    return this.process.stop();
  }

  private get testAddress(): string {
    return `http://127.0.0.1:${this.settings.testPort}`;
  }
}
