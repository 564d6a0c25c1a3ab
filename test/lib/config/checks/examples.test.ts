import { describe, expect, it } from "vitest";
import { checkExamples } from "../../../../lib/config/checks/examples";
import { findings, found } from "../support/places";

const SOURCES = { office: ["91.10.20.0/24", "203.0.113.7/32"], vpn: ["198.51.100.0/24"] };

describe("the check of what was copied from an example", () => {
  it.each(["aws", "openstack", "rancher", "existing"] as const)(
    "given sources of RFC 5737 on %s, then it warns of each",
    (target) => {
      expect(found(checkExamples, target, { place: { sources: SOURCES } })).toEqual([
        'warning: sources.office.1: "203.0.113.7/32" is an example address',
        'warning: sources.vpn.0: "198.51.100.0/24" is an example address',
      ]);
    },
  );

  it.each(["rancher", "existing"] as const)(
    "given such addresses of what stands in front on %s, then of them too",
    (target) => {
      const entry = { publicAddress: "198.51.100.20", privateAddress: "192.0.2.5" };
      expect(findings(checkExamples, target, { target: { entry } })).toEqual([
        {
          severity: "warning",
          path: [target, "entry", "publicAddress"],
          what: '"198.51.100.20" is an example address',
          mend: "Write the address of what stands in front.",
        },
        expect.objectContaining({ path: [target, "entry", "privateAddress"] }),
      ]);
    },
  );

  it.each(["openstack", "rancher", "existing"] as const)(
    "given addresses of one's own on %s, then it is content",
    (target) => {
      expect(found(checkExamples, target)).toEqual([]);
    },
  );

  it("given nothing in front, then nothing is copied", () => {
    expect(found(checkExamples, "existing", { target: { entry: undefined } })).toEqual([]);
  });
});
