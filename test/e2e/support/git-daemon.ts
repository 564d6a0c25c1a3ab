import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { libraryServer } from "../../../lib/devops/jenkins-library";
import { temporaryFolder } from "../../support/synth";
import { freePorts } from "./control-plane/ports";
import { runs } from "./run";
import { Missing } from "./suite";
import { until } from "./until";

/** @throws Missing where there is no Git with its daemon */
export async function needGitDaemon(): Promise<void> {
  if (!(await runs("git", ["--version"]))) throw new Missing("git");
  // It prints how it is called, and ends with 129.
  if (!(await runs("sh", ["-c", 'git daemon --help-me; test "$?" = 129']))) throw new Missing("git's daemon");
}

/** The server of the pipelines' library, as it runs beside Jenkins: a folder like a mounted config map, and one to write to. */
export class LibraryServer {
  private readonly folder = temporaryFolder();
  private readonly files = join(this.folder, "files");
  private readonly repository = join(this.folder, "repository");
  private readonly process: ChildProcess;
  private versions = 0;

  private constructor(
    files: Readonly<Record<string, string>>,
    private readonly port: number,
  ) {
    this.mount(files);
    mkdirSync(this.repository);
    const log = openSync(join(this.folder, "log"), "w");
    this.process = spawn("sh", [join(this.files, "serve-library.sh")], {
      env: { PATH: process.env.PATH, HOME: this.repository, PORT: String(port), EVERY: "1" },
      stdio: ["ignore", log, log],
    });
    closeSync(log);
  }

  /** Starts it, and waits until it serves. */
  static async start(files: Readonly<Record<string, string>>): Promise<LibraryServer> {
    const [port = 0] = await freePorts(1);
    const server = new LibraryServer(files, port);
    await until("library", () => runs("git", ["ls-remote", server.url]));
    return server;
  }

  /** What Jenkins clones. */
  get url(): string {
    return `git://127.0.0.1:${this.port}/testbed`;
  }

  /** What it said. */
  get log(): string {
    return readFileSync(join(this.folder, "log"), "utf8");
  }

  /** Mounts files in place of those that are there, as Kubernetes does with a config map: at once, by a link. */
  mount(files: Readonly<Record<string, string>>): void {
    const all = Object.entries({ ...files, "serve-library.sh": libraryServer() });
    const [version, link] = [`..${this.versions++}`, join(this.files, "..data")];
    mkdirSync(join(this.files, version), { recursive: true });
    for (const [name, text] of all) writeFileSync(join(this.files, version, name), text);
    symlinkSync(version, `${link}_new`);
    renameSync(`${link}_new`, link);
    for (const name of readdirSync(this.files).filter((name) => !name.startsWith(".."))) {
      rmSync(join(this.files, name));
    }
    for (const [name] of all) symlinkSync(join("..data", name), join(this.files, name));
  }

  /** Ends it as Kubernetes does, and gives its exit status. */
  async stop(): Promise<number | null> {
    if (this.process.exitCode !== null) throw new Error(`It has ended by itself:\n${this.log}`);
    const ended = once(this.process, "exit");
    this.process.kill("SIGTERM");
    await ended;
    return this.process.exitCode;
  }
}
