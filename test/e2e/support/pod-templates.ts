import { z } from "zod";
import { type Amounts, most, sum } from "../../../lib/config/capacity/amounts";
import { bytesOf, millicores } from "../../../lib/config/sandbox/quantity";
import type { Manifest } from "./rendered-chart";

const containerSchema = z.looseObject({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).default([]),
  resources: z.object({ requests: z.object({ cpu: z.string(), memory: z.string() }).optional() }).optional(),
});

const templateSchema = z.object({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()).optional() }).optional(),
  spec: z.looseObject({
    serviceAccountName: z.string().optional(),
    containers: z.array(containerSchema),
    initContainers: z.array(containerSchema).default([]),
  }),
});

const workloadSchema = z.object({ spec: z.object({ replicas: z.number().optional(), template: templateSchema }) });

/** A container of a pod. */
export type Container = z.infer<typeof containerSchema>;

/** The pods of one workload. */
export interface PodTemplate {
  /** Kind and name of the workload, such as `Deployment/web`. */
  readonly workload: string;
  /** How many there are; none for those that end. */
  readonly pods: number | "each node";
  /** The template as it was rendered. */
  readonly template: z.infer<typeof templateSchema>;
  readonly containers: readonly Container[];
}

const WORKLOADS = ["DaemonSet", "Deployment", "Job", "StatefulSet"];

/** The templates of all workloads among these objects. */
export function podTemplates(manifests: readonly Manifest[]): PodTemplate[] {
  return manifests
    .filter(({ kind }) => WORKLOADS.includes(kind))
    .map((workload) => {
      const { replicas = 1, template } = workloadSchema.parse(workload).spec;
      const { containers, initContainers } = template.spec;
      return {
        workload: `${workload.kind}/${workload.metadata.name}`,
        pods: workload.kind === "DaemonSet" ? "each node" : workload.kind === "Job" ? 0 : replicas,
        template,
        containers: [...initContainers, ...containers],
      };
    });
}

/** What one pod asks for: its containers together, or the largest of those that run before them. */
export function requestsOf({ template }: PodTemplate): Amounts {
  const { containers, initContainers } = template.spec;
  return most([sum(containers.map(requests)), ...initContainers.map(requests)]);
}

function requests({ resources }: Container): Amounts {
  const { cpu = "0", memory = "0" } = resources?.requests ?? {};
  return { cpu: millicores(cpu), memory: bytesOf(memory) };
}
