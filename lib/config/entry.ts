import { z } from "zod";
import { ipv4 } from "./fields";

/** The entry of a place whose machines are given: the addresses of what stands in front of the cluster. */
export const entrySchema = z.strictObject({
  publicAddress: ipv4()
    .meta({ examples: ["198.51.100.5"] })
    .describe("Address at which it answers those outside: what sandboxes advertise, and what records of hosts lead to"),
  privateAddress: ipv4()
    .meta({ examples: ["10.0.0.5"] })
    .describe("Address from which its connections reach the nodes: what their policies let in"),
});
