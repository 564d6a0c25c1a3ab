import { join } from "node:path";
import { GUEST_NAMES } from "../platform-namespaces";
import { quote } from "../quote";
import { repairedLabel } from "./fields";

/** A namespace has at most 63 characters; pods and claims in it are known by names that hold it. */
const LONGEST_NAME = 40;

/** Last parts of the names of a testbed's own stacks: a sandbox `x-app` would be deployed as the app of a sandbox `x`. */
const STACKS = ["network", "cluster", "nodes", "platform", "devops", "gitlab", "edge", "app"];

/** Namespaces that Kubernetes and the testbed use themselves. */
const RESERVED_NAMESPACES = [
  "default",
  "local",
  "devops",
  "devops-builds",
  "devops-deploys",
  "ingress-nginx",
  "cert-manager",
  "cilium-secrets",
  "monitoring",
  "platform",
  "storage",
  "testbed",
  ...Object.values(GUEST_NAMES),
];

/** How the namespaces begin that Kubernetes, Rancher and the makers of CNIs and drivers use themselves. */
const RESERVED_BEGINNING = /^(kube|cattle|fleet|calico|tigera|longhorn)-/;

/** The sandbox that a file describes. */
export function nameOf(entry: string): string {
  return entry.replace(/\.ya?ml$/i, "");
}

/** The sandbox that a file would describe if its name were mended; undefined where nobody can tell. */
export function meantNameOf(entry: string): string | undefined {
  return repairedLabel(nameOf(entry)) || undefined;
}

/** What is wrong with the name of a sandbox's file, which stands among others in a folder (INF-15). */
export function fileNameProblems(
  entry: string,
  folder: string,
  others: readonly string[],
): { what: string; mend: string }[] {
  const name = nameOf(entry);
  const meant = join(folder, `${meantNameOf(entry) ?? "pilot1"}.yaml`);
  if (others.includes(`${name}.yaml`) && entry !== `${name}.yaml`) {
    const mend = `Remove one of them: the files of sandboxes end in .yaml.`;
    return [{ what: `it describes the same sandbox as ${join(folder, name)}.yaml`, mend }];
  }
  if (!entry.endsWith(".yaml"))
    return [{ what: "the files of sandboxes end in .yaml", mend: `Rename it to ${meant}.` }];
  if (repairedLabel(name) !== name) {
    const mend = `Rename it to ${meant}: lower-case letters, digits and inner hyphens.`;
    return [{ what: `${quote(name)} is not an RFC 1123 name, and namespaces have one`, mend }];
  }
  if (name.length > LONGEST_NAME) {
    const what = `${quote(name)} has ${name.length} characters, more than ${LONGEST_NAME}`;
    return [{ what, mend: "Shorten the name of the file: stacks, claims and groups carry it." }];
  }
  if (RESERVED_NAMESPACES.includes(name) || RESERVED_BEGINNING.test(name)) {
    const what = `${quote(name)} is a name that Kubernetes or the testbed uses itself`;
    return [{ what, mend: "Rename the file; the namespace has its name." }];
  }
  const stack = STACKS.find((suffix) => name === suffix || name.endsWith(`-${suffix}`));
  if (stack === undefined) return [];
  const what = `${quote(name)} ends in ${stack}, as a stack of the testbed itself does`;
  return [{ what, mend: `Rename the file: no sandbox ends in ${STACKS.join(", ")}.` }];
}
