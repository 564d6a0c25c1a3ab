import { z } from "zod";
import { dnsLabel, text } from "./fields";
import { NODE_PORTS } from "./sandbox/exposure";
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

const wayPath = () =>
  text(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?\/[a-z0-9]([a-z0-9-]*[a-z0-9])?(\/\d{1,2})?\/\d{1,5}$/,
    "is not the path of a way in",
    'Write sandbox, component and port, as in "pilot2/lx-kafka/9092".',
  );

const portRange = () =>
  text(/^\d{5}-\d{5}$/, "is not a range of node ports", 'Write it as in "31000-31099".').meta({
    examples: ["31000-31099"],
  });

const testbedLedgerSchema = z.strictObject({
  datasets: z.record(claimPath(), claimSchema).default({}).describe("Claims that hold data, by sandbox and claim"),
  removed: z
    .array(claimPath())
    .default([])
    .describe("Claims that may go. Their volumes stay until somebody deletes them"),
  ports: z
    .record(wayPath(), z.int().min(NODE_PORTS.first).max(NODE_PORTS.last))
    .default({})
    .describe("Node ports that were assigned because nobody asked for one, by sandbox, component and port"),
  reserved: z
    .record(dnsLabel(40, "it is the name of a sandbox"), portRange())
    .default({})
    .describe(
      "Ranges of node ports for one sandbox alone, such as that of a partner's own repository; people write them",
    ),
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

/** What a ledger says that there is none of. */
export const EMPTY_LEDGER: TestbedLedger = testbedLedgerSchema.parse({});

/** A claim in the ledger. */
export type LedgerClaim = z.output<typeof claimSchema>;
