import { temporaryFolder } from "../../support/synth";
import type { ControlPlane } from "./control-plane/control-plane";
import { addSandboxDefinitions } from "./control-plane/definitions";
import { addNodes } from "./control-plane/nodes";
import { buildControlPlane, type Programs } from "./control-plane/programs";
import { startControlPlane } from "./control-plane/start";
import { addStorageClasses } from "./control-plane/storage-classes";
import { needProviders } from "./providers";

/** What a suite of sandboxes needs: the real providers, and a real control plane. @throws Missing for what is not here */
export async function prepareSandboxes(): Promise<Programs> {
  await needProviders("kubernetes", "helm");
  return buildControlPlane();
}

/** Starts a cluster as the administrators of a testbed leave it: nodes like t3a.xlarge, storage classes, definitions. */
export async function startSandboxCluster(programs: Programs, nodes: number): Promise<ControlPlane> {
  const controlPlane = await startControlPlane(programs, temporaryFolder());
  await addNodes(controlPlane, { count: nodes, cpu: "3920m", memory: "13590Mi", pods: 58 });
  await addStorageClasses(controlPlane);
  await addSandboxDefinitions(controlPlane);
  return controlPlane;
}

/** A token of a sandbox's robot, made on demand. */
export async function robotToken(controlPlane: ControlPlane, sandbox: string): Promise<string> {
  return (await controlPlane.output(["create", "token", "robot"], { namespace: sandbox })).trim();
}

/** Waits until all workloads of a sandbox have the pods that they describe, ready. @throws Error when they have not */
export async function settled(controlPlane: ControlPlane, sandbox: string): Promise<void> {
  const inSandbox = { namespace: sandbox };
  const names = await controlPlane.output(["get", "statefulsets,deployments", "--output=name"], inSandbox);
  for (const name of names.split("\n").filter(Boolean)) {
    await controlPlane.output(["rollout", "status", name, "--timeout=120s"], inSandbox);
  }
}
