import { z } from "zod";
import { parseCidr } from "../cidr";
import { cidr, text } from "../fields";
import { portNumber, protocol } from "./port";

/** A way out of a sandbox: to a host name, a network or the whole internet (INF-32). */
export const egressSchema = z
  .strictObject({
    host: text(
      /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/,
      "is not a host name",
      (value) =>
        parseCidr(`${value}/32`)
          ? `Write network: ${value}/32 instead.`
          : 'Write it as in "api.example.com" or "*.example.com".',
    )
      .optional()
      .describe("Host name, or all names below one, as in *.example.com; needs Cilium"),
    network: cidr().optional().describe("IPv4 network outside the testbed"),
    internet: z
      .literal(true)
      .optional()
      .describe("All addresses of the internet; never those of pods, services, nodes or metadata"),
    port: portNumber().optional().describe("Port there. Default: all ports, for the internet alone"),
    protocol: protocol().describe("Protocol"),
  })
  .meta({ examples: [{ host: "api.example.com", port: 443 }] });

/** A way out, with all defaults filled in. */
export type EgressDescription = z.output<typeof egressSchema>;
