import { z } from "zod";
import { DEFAULTS } from "../../defaults";
import { bytes, cpu } from "./quantity";

const { quota } = DEFAULTS;

const count = () => z.int().min(0).max(100_000);

/** What a sandbox may use in all. */
export const quotaSchema = z.strictObject({
  requests: z
    .strictObject({
      cpu: cpu().default(quota.requests.cpu).describe("Processor time kept free (INF-30)"),
      memory: bytes().default(quota.requests.memory).describe("Memory kept free (INF-30)"),
    })
    .prefault({})
    .describe("What is kept free for all its pods together"),
  limits: z
    .strictObject({
      cpu: cpu().default(quota.limits.cpu).describe("Processor time in use (INF-30)"),
      memory: bytes().default(quota.limits.memory).describe("Memory in use (INF-30)"),
    })
    .prefault({})
    .describe("What all its pods together may use"),
  ephemeralStorage: bytes()
    .default(quota.ephemeralStorage)
    .describe("Disk of the nodes, for logs, scratch folders and changed files of all its pods"),
  pods: count().default(quota.pods).describe("Pods"),
  workloads: count()
    .default(quota.workloads)
    .describe("Deployments, stateful sets and schedules, of each kind; ten times as many jobs"),
  services: count().default(quota.services).describe("Services, those of exposures among them"),
  claims: count().default(quota.claims).describe("Volume claims; their sizes together are those of the datasets"),
  secrets: count().default(quota.secrets).describe("Secrets"),
  configMaps: count().default(quota.configMaps).describe("Config maps, our own and that of Kubernetes among them"),
  loadBalancers: count()
    .default(quota.loadBalancers)
    .describe("Load balancers of up to 4 ports each; administrators alone make them"),
});

/** A quota, with all defaults filled in. */
export type QuotaDescription = z.output<typeof quotaSchema>;
