import { z } from "zod";

/** Protocols that Kubernetes forwards. */
export const PROTOCOLS = ["TCP", "UDP"] as const;

/** A port number. */
export function portNumber() {
  return z
    .int()
    .min(1)
    .max(65535)
    .meta({ examples: [8080] });
}

/** TCP or UDP. */
export function protocol() {
  return z.enum(PROTOCOLS).default("TCP");
}

/** A port that a component listens on; the number alone is enough. */
export const portSchema = z.strictObject({
  port: portNumber().describe("Number of the port, in the container and in the service"),
  protocol: protocol().describe("Protocol of the port"),
});
