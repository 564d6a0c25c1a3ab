import type { Description } from "../../lib/config/checks/check";
import { EMPTY_LEDGER, type TestbedLedger } from "../../lib/config/ledger";
import { placeSchema } from "../../lib/config/place";
import type { SandboxDescription } from "../../lib/config/sandbox/sandbox";
import { testbedSchema } from "../../lib/config/testbed";

const AWS = { region: "eu-west-1", apiAccess: ["anywhere"], admins: ["arn:aws:iam::210987654321:role/admin"] };

/** A description with these sandboxes, a ledger that says this, and a place `demo` with these keys. */
export function descriptionOf(
  sandboxes: Readonly<Record<string, SandboxDescription>>,
  ledger: Partial<TestbedLedger> = {},
  place: object = {},
): Description {
  return {
    testbed: testbedSchema.parse({ place: "aws" }),
    place: placeSchema.parse({ name: "demo", aws: AWS, ...place }),
    sandboxes,
    ledger: { ...EMPTY_LEDGER, ...ledger },
  };
}
