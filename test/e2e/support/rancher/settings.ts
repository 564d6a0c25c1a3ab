import { z } from "zod";

/** What the stand-in for Rancher is told at its start, in a file. */
export const settingsSchema = z.object({
  /** File into which it writes its ports, once it listens there. */
  ports: z.string(),
  /** Key and certificate of the server, and certificate of the private authority behind it, in PEM. */
  key: z.string(),
  certificate: z.string(),
  certificateAuthority: z.string(),
  /** Token that it knows, as `token-<id>:<secret>`. */
  token: z.string(),
  /** The API server that all requests for Kubernetes go to. */
  kubernetes: z.object({ endpoint: z.string(), certificateAuthority: z.string(), token: z.string() }),
});

/** Where it listens, on loopback ports that the system gave it. */
export const portsSchema = z.object({
  /** As Rancher. */
  port: z.number(),
  /** For tests, which ask what came, and say what is to be; the real Rancher has none. */
  testPort: z.number(),
});

/** What the stand-in for Rancher is told at its start. */
export type Settings = z.output<typeof settingsSchema>;
