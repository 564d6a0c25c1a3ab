import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of the Go module of the programs, and of the objects that a control plane is given. */
export const SOURCES = join(__dirname, "../../control-plane");

/** The text of a file in it. */
export function source(name: string): string {
  return readFileSync(join(SOURCES, name), "utf8");
}

/** The version of Kubernetes that the Go module asks for, such as `v1.36.3`. */
export function kubernetesVersion(): string {
  const version = /^\s*k8s\.io\/kubernetes (v\S+)/m.exec(source("go.mod"))?.[1];
  if (version === undefined) throw new Error("go.mod names no version of k8s.io/kubernetes.");
  return version;
}
