import { z } from "zod";

/** What the stand-in for Rancher is told at its start, in a file. */
export const settingsSchema = z.object({
  port: z.number(),
  /** Port on which tests ask what came, and say what is to be; the real Rancher has none. */
  testPort: z.number(),
  /** Key and certificate of the server, and certificate of the private authority behind it, in PEM. */
  key: z.string(),
  certificate: z.string(),
  certificateAuthority: z.string(),
  /** Token that it knows, as `token-<id>:<secret>`. */
  token: z.string(),
  /** The API server that all requests for Kubernetes go to. */
  kubernetes: z.object({ endpoint: z.string(), certificateAuthority: z.string(), token: z.string() }),
});

/** What the stand-in for Rancher is told at its start. */
export type Settings = z.output<typeof settingsSchema>;
