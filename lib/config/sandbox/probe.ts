import { z } from "zod";
import { freeText } from "./free-text";
import { portName } from "./names";

const seconds = (min: number) => z.int().min(min).max(3600);

/** How Kubernetes asks a container how it is: by exactly one of exec, httpGet and tcpSocket. */
export const probeSchema = z.strictObject({
  exec: z.array(freeText()).min(1).optional().describe("Command in the container that ends with 0"),
  httpGet: z
    .strictObject({
      path: freeText(1024).default("/").describe("Path that answers with a status below 400"),
      port: portName()
        .meta({ examples: ["http"] })
        .describe("Name of one of the component's ports"),
    })
    .optional()
    .describe("HTTP request to the container"),
  tcpSocket: portName().optional().describe("Name of one of the component's ports, to connect to"),
  timeoutSeconds: seconds(1).default(5).describe("Seconds after which an attempt has failed (INF-37)"),
  periodSeconds: seconds(1).default(10).describe("Seconds between attempts (INF-37)"),
  failureThreshold: z.int().min(1).max(1000).default(3).describe("Failures in a row that count as one"),
  initialDelaySeconds: seconds(0).default(0).describe("Seconds before the first attempt"),
});

/** The probe that holds back the others until a slow start is over: 30 failures are allowed. */
export const startupProbeSchema = probeSchema.extend({
  failureThreshold: z.int().min(1).max(1000).default(30).describe("Failures in a row that count as one (INF-37)"),
});

/** A probe, with all defaults filled in. */
export type ProbeDescription = z.output<typeof probeSchema>;
