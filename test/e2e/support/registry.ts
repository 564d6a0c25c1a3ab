import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { temporaryFolder } from "../../support/synth";
import { cacheFolder } from "./cache";
import { freePorts } from "./control-plane/ports";
import { Processes } from "./control-plane/processes";
import { lastLine, output, run, runs } from "./run";
import { Missing } from "./suite";
import { findOpenssl } from "./traefik-certificate";

/** An account of a registry. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

/** A manifest of an image, in either format. */
const manifestSchema = z.object({
  config: z.object({ digest: z.string() }),
  layers: z.array(z.object({ digest: z.string() })),
});

/** What an image says of itself. */
const configSchema = z.object({ config: z.object({ Labels: z.record(z.string(), z.string()).optional() }) });

const TYPES = ["application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json"];

/** Docker's registry from the path, or Debian's, unpacked into the cache and never installed. @throws Missing where there is neither */
export async function registryProgram(): Promise<string> {
  await findOpenssl();
  if (!(await runs("perl", ["-v"]))) throw new Missing("perl, to make the accounts of a registry");
  if (await runs("docker-registry", ["--version"])) return "docker-registry";
  const cache = cacheFolder("docker-registry");
  const program = join(cache, "unpacked/usr/bin/docker-registry");
  if (existsSync(program)) return program;
  if (!(await runs("apt-get", ["--version"])) || !(await runs("dpkg", ["--version"]))) {
    throw new Missing("docker-registry, or apt-get to download it");
  }
  const fresh = mkdtempSync(join(cache, "fresh-"));
  try {
    const downloaded = await run("apt-get", ["download", "docker-registry"], { cwd: fresh });
    const [archive] = readdirSync(fresh);
    if (downloaded.status !== 0 || !archive)
      throw new Missing(`docker-registry: apt-get says "${lastLine(downloaded)}"`);
    await output("dpkg", ["-x", archive, "unpacked"], { cwd: fresh });
    rmSync(join(cache, "unpacked"), { recursive: true, force: true });
    renameSync(join(fresh, "unpacked"), join(cache, "unpacked"));
    return program;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** A real registry on this machine, by TLS with a certificate of its own, which asks everybody for an account. */
export class Registry {
  private constructor(
    /** Its address, as images are named with it. */
    readonly address: string,
    /** Folder with the certificate to trust, as `ca.crt`. */
    readonly certificates: string,
    private readonly account: Account,
    private readonly processes: Processes,
  ) {}

  static async start(program: string, accounts: readonly [Account, ...Account[]]): Promise<Registry> {
    const folder = temporaryFolder();
    const [port = 0] = await freePorts(1);
    const certificates = join(folder, "certificates");
    mkdirSync(certificates);
    const [key, certificate] = [join(folder, "key"), join(certificates, "ca.crt")];
    const made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
    const names = ["-subj", "/CN=registry", "-addext", "subjectAltName=IP:127.0.0.1"];
    await output("openssl", ["req", "-x509", ...made, ...names, "-keyout", key, "-out", certificate]);
    writeFileSync(join(folder, "accounts"), (await Promise.all(accounts.map(line))).join(""));
    const configuration = {
      version: "0.1",
      storage: { filesystem: { rootdirectory: join(folder, "images") } },
      http: { addr: `127.0.0.1:${port}`, secret: randomBytes(16).toString("hex"), tls: { certificate, key } },
      auth: { htpasswd: { realm: "registry", path: join(folder, "accounts") } },
    };
    writeFileSync(join(folder, "configuration.yml"), JSON.stringify(configuration));
    const processes = new Processes(folder);
    processes.start("registry", program, ["serve", join(folder, "configuration.yml")]);
    const registry = new Registry(`127.0.0.1:${port}`, certificates, accounts[0], processes);
    await processes.until("registry", async () => (await registry.get("")).status === 0);
    return registry;
  }

  /** The tags of a repository; none where it has no such repository. */
  async tags(repository: string): Promise<readonly string[]> {
    const { status, stdout } = await this.get(`${repository}/tags/list`);
    return status === 0 ? z.object({ tags: z.array(z.string()) }).parse(JSON.parse(stdout)).tags : [];
  }

  /** The digest of an image, as the registry tells it, its labels, and the list of its files with owners and rights. */
  async pull(repository: string, tag: string) {
    const head = await this.get(`${repository}/manifests/${tag}`, ["--dump-header", "-", "--output", "/dev/null"]);
    const [, digest] = /^docker-content-digest: (\S+)/im.exec(head.stdout) ?? [];
    const manifest = manifestSchema.parse(JSON.parse((await this.get(`${repository}/manifests/${tag}`)).stdout));
    const config = await this.get(`${repository}/blobs/${manifest.config.digest}`);
    const files: string[] = [];
    for (const layer of manifest.layers) {
      const archive = join(temporaryFolder(), "layer");
      await this.get(`${repository}/blobs/${layer.digest}`, ["--output", archive]);
      files.push(...(await output("tar", ["--numeric-owner", "-tvzf", archive])).trim().split("\n"));
    }
    return { digest, files, labels: configSchema.parse(JSON.parse(config.stdout)).config.Labels ?? {} };
  }

  stop(): Promise<void> {
    return this.processes.stop();
  }

  private get(path: string, more: readonly string[] = []) {
    const { username, password } = this.account;
    return run("curl", [
      ...["--silent", "--show-error", "--fail", "--location", "--cacert", join(this.certificates, "ca.crt")],
      ...["--user", `${username}:${password}`, ...TYPES.flatMap((type) => ["--header", `Accept: ${type}`])],
      ...[...more, `https://${this.address}/v2/${path}`],
    ]);
  }
}

/** A line of the file of accounts: registries take bcrypt and nothing else. */
async function line({ username, password }: Account): Promise<string> {
  const salt = `$2y$05$${randomBytes(11).toString("hex")}`;
  return `${username}:${await output("perl", ["-e", "print crypt($ARGV[0], $ARGV[1])", password, salt])}\n`;
}
