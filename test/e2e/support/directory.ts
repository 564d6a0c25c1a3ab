import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { connect } from "node:tls";
import { type Bootstrap, bootstrapFiles } from "../../../lib/devops/directory/bootstrap";
import { DIRECTORY_PATHS, DIRECTORY_USER } from "../../../lib/devops/directory/configuration";
import type { DirectoryNames, DirectoryTool } from "../../../lib/devops/directory/names";
import { temporaryFolder } from "../../support/synth";
import { Guarded } from "./control-plane/guarded";
import { freePorts } from "./control-plane/ports";
import { LdapClient, type LdapServer } from "./ldap";
import { LdapAuthority } from "./ldap-certificates";
import { runs } from "./run";
import { Missing } from "./suite";

/** The scripts of the pod. */
const SCRIPTS = join(__dirname, "../../../devops/directory");

/** Ends the whole group of processes when the input is closed: none outlives this process. Passes an end on to the program. */
const GUARD = `
exec 3<&0
"$@" 3<&- < /dev/null &
program=$!
trap 'kill -TERM $program' TERM
{ cat <&3 > /dev/null; kill -KILL 0; } 2> /dev/null &
exec 3<&-
status=0
while kill -0 $program 2> /dev/null; do wait $program; status=$?; done
echo "ended with $status"
kill -KILL 0
`;

/** Where things are in the folder of a directory. */
const FOLDERS = ["bootstrap", "passwords/services", "passwords/people", "tls", "run", "data", "backup"] as const;

/** Arguments of `setpriv`: the user of the pod. */
const AS = ["--reuid", String(DIRECTORY_USER), "--regid", String(DIRECTORY_USER), "--clear-groups"];

/** @throws Missing where this machine cannot run slapd as the pod's user */
export async function findSlapd(): Promise<void> {
  if (process.getuid?.() !== 0) throw new Missing("root, to run slapd as the user that it has in its pod");
  const programs = [
    ["setpriv", "--version"],
    ["slapd", "-VV"],
    ["slapcat", "-VV"],
    ["ldapsearch", "-VV"],
    ["openssl", "version"],
  ] as const;
  for (const [program, ...args] of programs) {
    // The programs of slapd know no option that ends with 0; that they are there is enough.
    const there = (await runs(program, args)) || (await runs("sh", ["-c", `command -v ${program}`]));
    if (!there) throw new Missing(`${program} (Debian: slapd, ldap-utils, openssl, util-linux)`);
  }
  if (!(await runs("setpriv", [...AS, "test", "-x", tmpdir()]))) {
    throw new Missing(`a folder for temporary files that other users may enter, and not ${tmpdir()}`);
  }
}

/** A directory of the testbed on this machine: the pod's scripts, their user, real TLS, a folder in place of the volumes. */
export class Directory {
  private guard: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly plainPort: number,
    readonly names: DirectoryNames,
    private readonly authority: LdapAuthority,
  ) {}

  /** Makes the folders, a certificate, and the files of a description. Nothing runs yet. */
  static async prepare(bootstrap: Bootstrap): Promise<Directory> {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    for (const name of FOLDERS) mkdirSync(join(folder, name), { recursive: true });
    for (const name of ["run", "data", "backup"]) chownSync(join(folder, name), DIRECTORY_USER, DIRECTORY_USER);
    for (const script of ["start.sh", "backup.sh"]) copyFileSync(join(SCRIPTS, script), join(folder, script));
    const [port = 0, plainPort = 0] = await freePorts(2);
    const authority = await LdapAuthority.make(folder, "authority");
    const directory = new Directory(folder, port, plainPort, bootstrap.names, authority);
    await directory.renewCertificate();
    directory.describe(bootstrap);
    return directory;
  }

  /** Writes the files of a description anew. Each person and each tool has a first password: see `passwordOf`. */
  describe(bootstrap: Bootstrap): void {
    const { "config.ldif": configuration = "", ...files } = bootstrapFiles(bootstrap);
    this.configure(configuration);
    for (const [name, text] of Object.entries(files)) writeFileSync(this.path("bootstrap", name), text);
    for (const { uid } of bootstrap.people) this.writePassword(`people/${uid}`, passwordOf(uid));
    for (const tool of bootstrap.tools) this.setToolPassword(tool, passwordOf(tool));
  }

  /** Writes slapd's configuration, with the folders that it has here. */
  configure(configuration: string): void {
    const { data, run, tls } = DIRECTORY_PATHS;
    const text = configuration
      .replaceAll(`: ${data}\n`, `: ${this.path("data")}\n`)
      .replaceAll(`${run}/`, `${this.path("run")}/`)
      .replaceAll(`${tls}/`, `${this.path("tls")}/`);
    writeFileSync(this.path("bootstrap/config.ldif"), text);
  }

  /** Puts another password into the secret of a tool, as an administrator of the cluster does. */
  setToolPassword(tool: DirectoryTool, password: string): void {
    mkdirSync(this.path("passwords/services", tool), { recursive: true });
    this.writePassword(`services/${tool}/password`, password);
  }

  /** Takes the first password of somebody out of the secret. */
  forgetPassword(uid: string): void {
    rmSync(this.path("passwords/people", uid));
  }

  /** Puts the first password of somebody into the secret. */
  givePassword(uid: string): void {
    this.writePassword(`people/${uid}`, passwordOf(uid));
  }

  /** A new key and certificate of the same authority. */
  async renewCertificate(): Promise<void> {
    const [key, certificate] = [this.path("tls/tls.key"), this.path("tls/tls.crt")];
    await this.authority.sign("IP:127.0.0.1", `${key}.new`, `${certificate}.new`);
    for (const file of [key, certificate]) {
      copyFileSync(`${file}.new`, file);
      rmSync(`${file}.new`);
      chownSync(file, DIRECTORY_USER, DIRECTORY_USER);
    }
    copyFileSync(this.authority.certificate, this.path("tls/ca.crt"));
  }

  /** Runs the pod's script, and waits until it says that the directory is ready. @throws Error when it ends instead */
  async start(): Promise<void> {
    this.begin();
    await this.untilReady();
  }

  /** Runs the pod's script, which must end by itself; gives what it said. */
  async fail(): Promise<string> {
    this.begin();
    await this.untilEnded();
    return this.said();
  }

  /** Waits until the script says `ready` this many times since it was started. */
  async untilReady(times = 1): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (this.said().split("directory: ready").length <= times) {
      if (!this.running()) throw new Error(`The directory has ended:\n${this.said()}`);
      if (Date.now() > deadline) throw new Error(`The directory is not ready:\n${this.said()}`);
      await setTimeout(30);
    }
  }

  /** Waits until the script has ended by itself. */
  async untilEnded(): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (this.running()) {
      if (Date.now() > deadline) throw new Error(`The directory still runs:\n${this.said()}`);
      await setTimeout(30);
    }
  }

  /** Runs the script of the other container, which writes backups. */
  backup(environment: NodeJS.ProcessEnv): Guarded {
    const env = { ...this.environment(), WAIT_SECONDS: "0.1", ...environment };
    return new Guarded("backup", this.path("backup.log"), "setpriv", [...AS, "sh", this.path("backup.sh")], env);
  }

  /** Takes all data away, as a volume that is lost. */
  lose(): void {
    for (const file of readdirSync(this.path("data"))) rmSync(this.path("data", file));
  }

  /** Writes a file into a folder, owned by the pod's user. */
  place(name: string, text: string): void {
    writeFileSync(this.path(name), text);
    chownSync(this.path(name), DIRECTORY_USER, DIRECTORY_USER);
  }

  /** Ends the script as kubelet does. */
  async stop(): Promise<void> {
    if (!this.guard?.pid || !this.running()) return;
    process.kill(this.guard.pid, "SIGTERM");
    await this.untilEnded();
  }

  /** Ends all processes at once, as a node that fails does. */
  async kill(): Promise<void> {
    if (!this.guard?.pid || !this.running()) return;
    const ended = once(this.guard, "exit");
    process.kill(-this.guard.pid, "SIGKILL");
    await ended;
  }

  /** Ends slapd alone at once. */
  killSlapd(): void {
    process.kill(Number(readFileSync(this.path("run/slapd.pid"), "utf8")), "SIGKILL");
  }

  /** Whether the pod would be taken for ready. */
  ready(): boolean {
    return existsSync(this.path("run/ready"));
  }

  /** Fingerprint of the certificate that it shows. */
  async certificate(): Promise<string> {
    const { hostname, port } = new URL(this.server.url);
    const socket = connect({ host: hostname, port: Number(port), ca: readFileSync(this.server.authority) });
    await once(socket, "secureConnect");
    const { fingerprint256 } = socket.getPeerCertificate();
    socket.destroy();
    return fingerprint256;
  }

  /** What the script and slapd have said since the start. */
  said(): string {
    return readFileSync(this.path("log"), "utf8");
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** How its clients reach it. */
  get server(): LdapServer {
    return { url: `ldaps://127.0.0.1:${this.port}`, authority: this.authority.certificate };
  }

  /** A way to it without TLS, which the pod does not have. */
  get plain(): LdapServer {
    return { ...this.server, url: `ldap://127.0.0.1:${this.plainPort}` };
  }

  person(uid: string, password = passwordOf(uid)): LdapClient {
    return LdapClient.simple(this.server, this.names.person(uid), password);
  }

  tool(tool: DirectoryTool, password = passwordOf(tool)): LdapClient {
    return LdapClient.simple(this.server, this.names.service(tool), password);
  }

  /** Whoever is inside the pod: with the user of slapd, everything is allowed. */
  inside(user: number = DIRECTORY_USER): LdapClient {
    return LdapClient.external(`ldapi://${encodeURIComponent(this.path("run/ldapi"))}`, user);
  }

  /** Environment of the scripts. */
  private environment(): NodeJS.ProcessEnv {
    return {
      BOOTSTRAP: this.path("bootstrap"),
      PASSWORDS: this.path("passwords"),
      TLS: this.path("tls"),
      RUN: this.path("run"),
      DATA: this.path("data"),
      BACKUP: this.path("backup"),
      LISTEN: `${this.server.url}/ ${this.plain.url}/`,
      RECORD: this.names.record,
      CHECK_SECONDS: "0.2",
    };
  }

  /** Runs the pod's script, and waits for nothing. */
  begin(): void {
    const log = openSync(this.path("log"), "w");
    const as = ["setpriv", ...AS, "sh", this.path("start.sh")];
    const env = { ...process.env, ...this.environment() };
    this.guard = spawn("sh", ["-c", GUARD, "guard", ...as], { detached: true, stdio: ["pipe", log, log], env });
    closeSync(log);
  }

  private running(): boolean {
    return this.guard !== undefined && this.guard.exitCode === null && this.guard.signalCode === null;
  }

  private writePassword(name: string, password: string): void {
    const file = this.path("passwords", name);
    writeFileSync(file, password, { mode: 0o600 });
    chownSync(file, DIRECTORY_USER, DIRECTORY_USER);
  }
}

/** The first password of a person or a tool. */
export function passwordOf(name: string): string {
  return `first-password-of-${name}`;
}
