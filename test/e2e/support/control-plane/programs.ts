import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../cache";
import { runs } from "../run";
import { Missing } from "../suite";
import { build, collectStages } from "./build";
import { source } from "./sources";

/** The Go packages of the programs, as the Go module knows them. */
const PACKAGES = {
  etcd: "go.etcd.io/etcd/server/v3",
  kwok: "sigs.k8s.io/kwok/cmd/kwok",
  kubectl: "k8s.io/kubernetes/cmd/kubectl",
  kubernetes: ".",
} as const;

/** The stages of kwok that make nodes ready, and pods ready, complete and deleted, all at once. */
const STAGES = [
  "node/fast/node-initialize.yaml",
  "node/heartbeat/node-heartbeat.yaml",
  "pod/fast/pod-ready.yaml",
  "pod/fast/pod-complete.yaml",
  "pod/fast/pod-delete.yaml",
];

/** The paths of what a control plane is started from. */
export interface Programs {
  readonly etcd: string;
  /** Plays the nodes and what runs on them. */
  readonly kwok: string;
  /** How kwok plays them, in a file of stages. */
  readonly stages: string;
  readonly kubectl: string;
  /** kube-apiserver, kube-controller-manager and kube-scheduler in one; its first argument names which. */
  readonly kubernetes: string;
}

/** The programs of a control plane: from the cache, or built into it by Go. @throws Missing when there is neither */
export async function buildControlPlane(): Promise<Programs> {
  const folder = cacheFolder("control-plane");
  const path = (name: string) => join(folder, name);
  const programs = {
    etcd: path("etcd"),
    kwok: path("kwok"),
    stages: path("stages.yaml"),
    kubectl: path("kubectl"),
    kubernetes: path("kubernetes"),
  };
  const done = path("built.txt");
  const wanted = fingerprint();
  if (existsSync(done) && readFileSync(done, "utf8") === wanted) return programs;
  if (!(await runs("go", ["version"]))) throw new Missing("Go, to build a Kubernetes control plane");
  rmSync(done, { force: true });
  console.log("building etcd, kwok, kubectl and a Kubernetes control plane (4 to 10 minutes the first time)");
  for (const [name, source] of Object.entries(PACKAGES)) await build(source, path(name));
  await collectStages(STAGES, programs.stages);
  writeFileSync(done, wanted);
  return programs;
}

/** Stands for all that the programs are built from. */
function fingerprint(): string {
  const hash = createHash("sha256").update(JSON.stringify({ PACKAGES, STAGES }));
  for (const name of ["go.mod", "go.sum", "main.go"]) hash.update(source(name));
  return hash.digest("hex");
}
