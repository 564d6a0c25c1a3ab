import type { Check, CheckFinding, Description } from "../../../../lib/config/checks/check";
import { EMPTY_LEDGER } from "../../../../lib/config/ledger";
import { placeSchema, type Target } from "../../../../lib/config/place";
import type { SandboxDescription } from "../../../../lib/config/sandbox/sandbox";
import { testbedSchema } from "../../../../lib/config/testbed";
import { AWS_PLACE, EXISTING_PLACE } from "../../../support/description";

const STATE = { s3: { bucket: "demo-state", region: "us-east-1", endpoint: "https://s3.example.com" } };

/** A node that does everything. */
export const ALL_ROLES = ["etcd", "controlplane", "worker"];

/** The smallest place on each target without errors, and what it says of the target itself. */
const PLACES = {
  aws: { place: {}, target: AWS_PLACE },
  openstack: {
    place: { state: STATE, sources: { vpn: ["10.8.0.0/24"], office: ["91.10.20.0/24", "91.10.21.0/24"] } },
    target: {
      authUrl: "https://keystone.example.com:5000/v3",
      externalNetwork: "public",
      rancher: { url: "https://rancher.example.com" },
      bastion: { flavor: "m1.small" },
      nodes: { default: { flavor: "m1.xlarge", cpu: "8", memory: "32Gi", count: 3, roles: ALL_ROLES } },
    },
  },
  rancher: {
    place: { state: STATE, storage: { nfs: { server: "nfs.example.com", share: "/exports" } } },
    target: {
      server: { url: "https://rancher.example.com" },
      networks: ["10.0.0.0/24"],
      entry: { publicAddress: "91.10.20.5", privateAddress: "10.0.0.5" },
      hosts: { "host-1": { address: "10.0.0.11", cpu: "8", memory: "32Gi", roles: ALL_ROLES } },
    },
  },
  existing: {
    place: {},
    target: { ...EXISTING_PLACE, entry: { publicAddress: "91.10.20.6", privateAddress: "10.0.0.5" } },
  },
} as const;

/** What differs from the smallest description. */
export interface Changes {
  /** Keys of the target. */
  readonly target?: object;
  /** Keys beside it. */
  readonly place?: object;
  /** What testbed.yaml says of Kubernetes. */
  readonly kubernetes?: object;
  readonly sandboxes?: Readonly<Record<string, SandboxDescription>>;
}

/** The smallest description on a target, with changes. */
export function descriptionAt(target: Target, changes: Changes = {}): Description {
  const smallest = PLACES[target];
  return {
    testbed: testbedSchema.parse({ place: "demo", kubernetes: changes.kubernetes ?? {} }),
    place: placeSchema.parse({
      name: "demo",
      ...smallest.place,
      ...changes.place,
      [target]: { ...smallest.target, ...changes.target },
    }),
    sandboxes: changes.sandboxes ?? {},
    ledger: EMPTY_LEDGER,
  };
}

/** What a check finds in a description, without what is the same in most findings. */
export function findings(check: Check, target: Target, changes: Changes = {}): Partial<CheckFinding>[] {
  return check(descriptionAt(target, changes)).map(({ file, severity, target: at, ...finding }) => ({
    ...(file === "place" ? {} : { file }),
    ...(severity === "error" ? {} : { severity }),
    ...(at === "value" ? {} : { target: at }),
    ...finding,
  }));
}

/** Paths and what is wrong there, a line each. */
export function found(check: Check, target: Target, changes: Changes = {}): string[] {
  return check(descriptionAt(target, changes)).map(
    ({ path, what, severity }) => `${severity === "error" ? "" : `${severity}: `}${path.join(".")}: ${what}`,
  );
}
