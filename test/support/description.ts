import type { Description } from "../../lib/config/checks/check";
import { EMPTY_LEDGER, type TestbedLedger } from "../../lib/config/ledger";
import { placeSchema } from "../../lib/config/place";
import type { SandboxDescription } from "../../lib/config/sandbox/sandbox";
import { testbedSchema } from "../../lib/config/testbed";

/** The smallest place on AWS. */
export const AWS_PLACE = {
  region: "eu-west-1",
  apiAccess: ["anywhere"],
  admins: ["arn:aws:iam::210987654321:role/admin"],
};

/** The smallest place in a cluster that exists already, with volumes of both kinds. */
export const EXISTING_PLACE = {
  kubeconfig: "kubeconfig.yaml",
  context: "lab",
  cni: "cilium",
  networks: ["10.0.0.0/24"],
  entry: { publicAddress: "198.51.100.30", privateAddress: "10.0.0.5" },
  classes: {
    standard: { driver: "driver.longhorn.io", modes: ["ReadWriteOnce"] },
    shared: { driver: "driver.longhorn.io", modes: ["ReadWriteMany"] },
  },
  nodes: { worker: { count: 3, cpu: "8", memory: "32Gi" } },
};

/** A description with these sandboxes, a ledger that says this, and a place `demo` with these keys. */
export function descriptionOf(
  sandboxes: Readonly<Record<string, SandboxDescription>>,
  ledger: Partial<TestbedLedger> = {},
  place: object = {},
): Description {
  return {
    testbed: testbedSchema.parse({ place: "aws" }),
    place: placeSchema.parse({ name: "demo", aws: AWS_PLACE, ...place }),
    sandboxes,
    ledger: { ...EMPTY_LEDGER, ...ledger },
  };
}
