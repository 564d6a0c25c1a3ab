import { z } from "zod";
import { dnsLabel, text } from "./fields";
import { bytes } from "./sandbox/quantity";

const claimPath = () =>
  text(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?\/[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    "is not the path of a claim",
    'Write sandbox and claim, as in "pilot2/risk".',
  );

const claimSchema = z.strictObject({
  size: bytes()
    .meta({ examples: ["10Gi"] })
    .describe("Largest size that it has had: volumes do not shrink"),
  shared: z.boolean().default(false).describe("Whether it takes many writers"),
});

const testbedLedgerSchema = z.strictObject({
  datasets: z.record(claimPath(), claimSchema).default({}).describe("Claims that hold data, by sandbox and claim"),
  removed: z
    .array(claimPath())
    .default([])
    .describe("Claims that may go. Their volumes stay until somebody deletes them"),
});

/**
 * The file `ledger.yaml`: what must never move by accident, for each testbed by its name. A synth adds to it, and people
 * commit it beside the description.
 */
export const ledgerSchema = z
  .record(dnsLabel(32, "it is the name of a testbed"), testbedLedgerSchema)
  .describe("What must not move by accident, for each testbed by name");

/** What `ledger.yaml` says, with all defaults filled in. */
export type LedgerDescription = z.output<typeof ledgerSchema>;

/** What `ledger.yaml` says of one testbed. */
export type TestbedLedger = z.output<typeof testbedLedgerSchema>;

/** A claim in the ledger. */
export type LedgerClaim = z.output<typeof claimSchema>;
