import { z } from "zod";
import { DEFAULTS } from "../../defaults";
import { bytes, cpu } from "./quantity";

const { requests, limits } = DEFAULTS.container;

/** What a container asks for and may use. Whatever is left out comes from the limit range of the sandbox. */
export const resourcesSchema = z.strictObject({
  requests: z
    .strictObject({
      cpu: cpu().default(requests.cpu).describe("Processor time that is kept free for it"),
      memory: bytes().default(requests.memory).describe("Memory that is kept free for it"),
    })
    .prefault({})
    .describe("What is kept free for the container"),
  limits: z
    .strictObject({
      cpu: cpu().default(limits.cpu).describe("Processor time that it may use"),
      memory: bytes().default(limits.memory).describe("Memory that it may use; more ends the process"),
    })
    .prefault({})
    .describe("What the container may use"),
});

/** Requests and limits of a container, with all defaults filled in. */
export type ResourcesDescription = z.output<typeof resourcesSchema>;
