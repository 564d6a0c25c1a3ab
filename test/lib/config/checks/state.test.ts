import { describe, expect, it } from "vitest";
import { checkState } from "../../../../lib/config/checks/state";
import { findings, found } from "../support/places";

const S3 = { bucket: "demo-state", region: "eu-west-1" };
const ENDPOINT = { endpoint: "https://s3.example.com" };
const PLAIN = expect.stringContaining("keeps secrets in its Terraform states");

describe("the check of states", () => {
  it.each(["openstack", "rancher"] as const)("given %s and plain files, then they hold secrets (rule 8)", (target) => {
    const [finding, ...others] = findings(checkState, target, { place: { state: undefined } });
    expect(others).toEqual([]);
    expect(finding).toEqual({
      path: [target],
      target: "key",
      what: PLAIN,
      mend: "Describe state: {s3: {bucket: <bucket>, region: <region>}}, or state: {local: {acceptSecrets: true}}.",
      restsOn: [["state"]],
    });
    expect(findings(checkState, target, { place: { state: {} } })).toMatchObject([{ what: PLAIN }]);
    const refused = { local: { acceptSecrets: false } };
    expect(findings(checkState, target, { place: { state: refused } })).toMatchObject([{ what: PLAIN }]);
  });

  it.each(["openstack", "rancher"] as const)(
    "given %s and plain files by name, or a store, then it is content",
    (target) => {
      expect(found(checkState, target, { place: { state: { local: { acceptSecrets: true } } } })).toEqual([]);
      expect(found(checkState, target, { place: { state: { s3: S3 } } })).toEqual([]);
    },
  );

  it.each(["aws", "existing"] as const)("given %s, then its states hold no more than a sandbox's tokens", (target) => {
    expect(found(checkState, target)).toEqual([]);
    expect(found(checkState, target, { place: { state: { local: { acceptSecrets: false } } } })).toEqual([]);
    expect(found(checkState, target, { place: { state: {} } })).toEqual(["state: says nothing"]);
  });

  it("given two stores and a key of AWS at somebody else's, then both are said at once", () => {
    const s3 = { ...S3, ...ENDPOINT, kmsKey: "alias/state" };
    expect(found(checkState, "openstack", { place: { state: { s3, local: { acceptSecrets: true } } } })).toEqual([
      "state.local: stands beside s3",
      "state.s3.kmsKey: stands beside endpoint",
    ]);
  });

  it("given a key of AWS at AWS, then it is content", () => {
    expect(found(checkState, "aws", { place: { state: { s3: { ...S3, kmsKey: "alias/state" } } } })).toEqual([]);
  });

  it.each(["RegionOne", "default", "us_east"])(
    "given the region %s, then it is one of a store at an endpoint",
    (region) => {
      expect(found(checkState, "openstack", { place: { state: { s3: { ...S3, ...ENDPOINT, region } } } })).toEqual([]);
      expect(found(checkState, "openstack", { place: { state: { s3: { ...S3, region } } } })).toEqual([
        `state.s3.region: "${region}" is not a region of AWS that we know`,
      ]);
    },
  );
});
