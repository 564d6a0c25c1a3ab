import { chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../../support/synth";
import { output, type Run, run, runs } from "./run";
import { Missing } from "./suite";

const LIBRARY = join(__dirname, "../../../devops/jenkins/library");

/** The user of the pod that builds. */
const USER = 1000;

/** Programs of Debian that a pod of builds is played with, and where they come from. */
const PROGRAMS = {
  buildah: "buildah",
  newuidmap: "uidmap",
  setcap: "libcap2-bin",
  setpriv: "util-linux",
  unshare: "util-linux",
} as const;

/**
 * What the container of the builds finds: folders of its own, the accounts of buildah's image (quay.io/buildah/stable), and
 * the two programs that set up its user namespaces with their rights as files have them there. Debian gives them the
 * rights of root instead, which a container without capabilities cannot have.
 */
const CONTAINER = `
set -eu
mount -t tmpfs -o mode=755 tmpfs /home
mkdir -p /home/build/.local/share/containers /home/jenkins/agent /home/bin /home/authority /home/etc
printf '%s\\n' root:x:0:0::/root:/bin/sh "build:x:$USER_ID:$USER_ID::/home/build:/bin/sh" >/home/etc/passwd
printf 'build:1:999\\nbuild:1001:64535\\n' >/home/etc/ids
mount --bind /home/etc/passwd /etc/passwd
mount --bind /home/etc/ids /etc/subuid
mount --bind /home/etc/ids /etc/subgid
cp "$(command -v newuidmap)" "$(command -v newgidmap)" /home/bin
if [ "$OVERLAYS" = no ]; then
  printf '#!/bin/sh\\nif grep -q overlay "$CONTAINERS_STORAGE_CONF"; then exit 125; fi\\nexec %s "$@"\\n' "$(command -v buildah)" \\
    >/home/bin/buildah
fi
chmod 755 /home/bin/*
setcap cap_setuid=ep /home/bin/newuidmap
setcap cap_setgid=ep /home/bin/newgidmap
chown "$USER_ID:$USER_ID" /home/build
mount --bind "$LAYERS" /home/build/.local/share/containers
mount --bind "$CHECKOUT" /home/jenkins/agent
mount --bind "$AUTHORITY" /home/authority
mount -t tmpfs -o mode=1777 tmpfs /tmp
cd /home/jenkins/agent
exec setpriv --reuid "$USER_ID" --regid "$USER_ID" --clear-groups --inh-caps=-all --bounding-set="-all,$CAPABILITIES" \\
  env -i PATH="/home/bin:$PATH" sh -c '. ./.variables; exec "$@"' container "$@"
`;

/** @throws Missing where images cannot be built as in a pod */
export async function needBuildah(): Promise<void> {
  for (const [program, origin] of Object.entries(PROGRAMS)) {
    if (!(await runs("sh", ["-c", `command -v ${program}`])))
      throw new Missing(`${program} (Debian's package ${origin})`);
  }
  if (process.getuid?.() !== 0) throw new Missing("root, to be the user of the pod that builds");
  if (!(await runs("unshare", ["--mount", "true"])))
    throw new Missing("the right to mount, for the container of the builds");
  const user = ["--reuid", "65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"];
  if (!(await runs("setpriv", [...user, "unshare", "--user", "--map-root-user", "--mount", "true"]))) {
    throw new Missing("a kernel that lets users have namespaces of their own");
  }
}

/** A container of the pod that builds images: its user, its rights and its variables are read from the library's `Pods`. */
export class BuildContainer {
  readonly checkout = userFolder();
  private readonly layers = userFolder();
  private readonly definition = readFileSync(join(LIBRARY, "src/testbed/Pods.groovy"), "utf8");

  /**
   * @param authority folder that is mounted with certificates
   * @param overlays whether the kernel lets users mount them
   */
  constructor(
    private readonly authority: string,
    private readonly overlays = true,
  ) {}

  /** Writes files of the project that is built. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.checkout, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  /** Puts programs of this machine into the project, with all that they need, as the files of a base image. */
  async writePrograms(folder: string, programs: readonly string[]): Promise<void> {
    const script = [
      'for program; do path=$(command -v "$program"); echo "$path";',
      'ldd "$path" | grep -o "/[^ ]*"; done | sort -u |',
      'while read -r file; do mkdir -p "$0$(dirname "$file")"; cp -L "$file" "$0$file"; done',
    ].join("\n");
    await output("sh", ["-c", script, join(this.checkout, folder), ...programs]);
  }

  /** Runs a script of the library as its step does. */
  run(script: string, variables: Readonly<Record<string, string>> = {}): Promise<Run> {
    // Where Jenkins puts the scripts of steps, too: beside the checkout.
    const name = `.${script}`;
    writeFileSync(join(this.checkout, name), readFileSync(join(LIBRARY, `resources/testbed/${script}.sh`)));
    return this.command(["sh", name], variables);
  }

  /** Runs something else in this container. */
  command(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Run> {
    // By a file: on a command line of ours, passwords would be seen, which the tests look for.
    const set = Object.entries({ ...this.variables(), ...variables }).map(
      ([name, value]) => `export ${name}=${quoted(value)}\n`,
    );
    writeFileSync(join(this.checkout, ".variables"), set.join(""));
    const env = {
      USER_ID: String(USER),
      CAPABILITIES: this.capabilities().join(","),
      LAYERS: this.layers,
      CHECKOUT: this.checkout,
      AUTHORITY: this.authority,
      OVERLAYS: this.overlays ? "yes" : "no",
    };
    return run("unshare", ["--mount", "--propagation", "private", "sh", "-c", CONTAINER, "container", ...args], {
      env,
    });
  }

  /** The variables of the container. */
  private variables(): Record<string, string> {
    const [, list = ""] = /name: 'buildah',.*?env: variables\((.*?)\),\n/s.exec(this.definition) ?? [];
    return Object.fromEntries([...list.matchAll(/(\w+): '([^']*)'/g)].map(([, key = "", value = ""]) => [key, value]));
  }

  /** The capabilities that its processes can ever have. */
  private capabilities(): string[] {
    const [, list = ""] = /add: \[([^\]]*)\]/.exec(this.definition) ?? [];
    return [...list.matchAll(/'(\w+)'/g)].map(([, name = ""]) => `+${name.toLowerCase()}`);
  }
}

/** Looks that are enough to have seen what a program runs. */
const LOOKS = 20;

/**
 * Looks at the command lines of all processes of this machine while something is done, again where it ends too soon to be
 * looked at: what it gave the last time, and the command lines that hold a text.
 */
export async function commandLinesWith<T>(
  text: string,
  work: () => Promise<T>,
): Promise<{ result: T; seen: string[] }> {
  const seen = new Set<string>();
  let looks = 0;
  const timer = setInterval(() => {
    looks++;
    for (const line of commandLines()) if (line.includes(text)) seen.add(line);
  }, 5);
  try {
    for (;;) {
      const result = await work();
      if (looks >= LOOKS) return { result, seen: [...seen] };
    }
  } finally {
    clearInterval(timer);
  }
}

function commandLines(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((process) => {
      try {
        return [readFileSync(`/proc/${process}/cmdline`, "utf8").replaceAll("\0", " ")];
      } catch {
        return [];
      }
    });
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

function userFolder(): string {
  const folder = temporaryFolder();
  chownSync(folder, USER, USER);
  return folder;
}
