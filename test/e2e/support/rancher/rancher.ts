import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { temporaryFolder } from "../../../support/synth";
import type { ControlPlane } from "../control-plane/control-plane";
import { Guarded } from "../control-plane/guarded";
import { until } from "../until";
import { privateAuthority } from "./authority";
import { type Phase, word } from "./holdings";
import { portsSchema, type Settings } from "./settings";

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
    /** Its address. */
    readonly url: string,
    private readonly testAddress: string,
    private readonly settings: Settings,
    private readonly program: Guarded,
  ) {}

  /** Starts it in front of this control plane; stop it in the end. */
  static async start(controlPlane: ControlPlane): Promise<RancherStandIn> {
    const folder = mkdtempSync(join(temporaryFolder(), "rancher-"));
    const path = (name: string) => join(folder, name);
    const { endpoint, certificateAuthority, adminToken: token } = controlPlane;
    const settings: Settings = {
      ...(await privateAuthority("127.0.0.1")),
      ports: path("ports.json"),
      token: `token-${word(5)}:${word(54)}`,
      kubernetes: { endpoint, certificateAuthority, token },
    };
    writeFileSync(path("settings.json"), JSON.stringify(settings), { mode: 0o600 });
    const args = [join(ROOT, "lib/cli/run.cjs"), join(__dirname, "program.ts"), path("settings.json")];
    const program = new Guarded("the stand-in for Rancher", path("log"), process.execPath, args);
    try {
      await until("stand-in for Rancher", () => {
        program.check();
        return existsSync(settings.ports);
      });
    } catch (error) {
      await program.stop();
      throw error;
    }
    const { port, testPort } = portsSchema.parse(JSON.parse(readFileSync(settings.ports, "utf8")));
    return new RancherStandIn(`https://127.0.0.1:${port}`, `http://127.0.0.1:${testPort}`, settings, program);
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
    return this.program.stop();
  }
}
