import { createHash } from "node:crypto";
import type { ComponentDescription } from "../config/sandbox/component";
import type { SandboxDescription } from "../config/sandbox/sandbox";

/** A volume of a pod, and where its containers see it. */
export interface Mounted {
  readonly volume?: {
    readonly name: string;
    readonly persistentVolumeClaim?: { readonly claimName: string };
    readonly emptyDir?: { readonly sizeLimit: string };
  };
  readonly volumeMount: { readonly name: string; readonly mountPath: string };
}

/** The volumes of a component's pods: datasets and scratch folders. Those of each replica its StatefulSet brings itself. */
export function mountedIn({ mounts, scratch }: ComponentDescription, { datasets }: SandboxDescription): Mounted[] {
  return [
    ...Object.entries(mounts).map(([dataset, mountPath]) => ({
      ...(datasets[dataset]?.perReplica
        ? {}
        : { volume: { name: dataset, persistentVolumeClaim: { claimName: dataset } } }),
      volumeMount: { name: dataset, mountPath },
    })),
    ...Object.entries(scratch).map(([mountPath, sizeLimit]) => {
      const name = `scratch-${createHash("sha256").update(mountPath).digest("hex").slice(0, 8)}`;
      return { volume: { name, emptyDir: { sizeLimit } }, volumeMount: { name, mountPath } };
    }),
  ];
}
