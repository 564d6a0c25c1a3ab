import { describe, expect, it } from "vitest";
import { CERTIFICATE_SOURCES } from "../../../../lib/certificate-source";
import { checkCertificates } from "../../../../lib/config/checks/certificates";
import { descriptionOf } from "../../../support/description";
import { findings, found } from "../support/places";

const check = (place: object) => checkCertificates(descriptionOf({}, {}, place));
const DOMAIN = "demo.example.org";
const registry = (address: string) => ({ domain: DOMAIN, registry: { address } });

describe("the check of certificates", () => {
  it.each([
    ["registry.demo.example.org"],
    ["registry.demo.example.org:5000"],
    ["registry.demo.example.org/pilots/all"],
    ["a.b.demo.example.org:5000/pilots"],
  ])("given the registry %s and a certificate that nodes do not trust, then it is refused", (address) => {
    for (const certificates of CERTIFICATE_SOURCES.filter((source) => source !== "letsencrypt")) {
      const [problem, ...others] = check({ ...registry(address), certificates });
      expect(others).toEqual([]);
      expect(problem).toMatchObject({ file: "place", severity: "error", path: ["registry", "address"] });
      expect(problem?.what).toContain(`do not trust certificates of the source ${certificates}`);
      // Both mends: another source, or another registry.
      expect(problem?.mend).toBe(
        "Choose certificates: letsencrypt, or name a registry elsewhere that the nodes trust.",
      );
      expect(problem?.restsOn).toEqual([["domain"], ["hosts"], ["certificates"]]);
    }
  });

  it("given a registry with one of the hosts beyond the domain, or the domain itself, then it is refused too", () => {
    const others = { certificates: "private", hosts: ["risk.bank.example"] };
    expect(check({ ...others, registry: { address: "risk.bank.example:5000" } })).toHaveLength(1);
    expect(check({ ...others, ...registry("risk.bank.example") })).toHaveLength(1);
    expect(check({ ...others, ...registry(DOMAIN) })).toHaveLength(1);
    expect(check({ ...others, ...registry("other.bank.example") })).toEqual([]);
  });

  it.each([["registry.example.org"], ["registry.otherdemo.example.org"], ["demo.example.org.bank.example"]])(
    "given the registry %s, then it is content: the testbed signs nothing of it",
    (address) => {
      expect(check({ ...registry(address), certificates: "private" })).toEqual([]);
    },
  );

  describe("of who can look at the hosts", () => {
    const entry = (publicAddress: string) => ({ publicAddress, privateAddress: "10.0.0.5" });
    const at = (publicAddress: string, place: object = { domain: DOMAIN }) =>
      found(checkCertificates, "rancher", { target: { entry: entry(publicAddress) }, place });

    it.each(["rancher", "existing"] as const)(
      "given %s and a private address, then Let's Encrypt cannot, and it warns",
      (target) => {
        expect(
          findings(checkCertificates, target, { target: { entry: entry("10.0.0.6") }, place: { domain: DOMAIN } }),
        ).toEqual([
          {
            severity: "warning",
            path: [target, "entry", "publicAddress"],
            what: '"10.0.0.6" is a private address, at which Let\'s Encrypt cannot look at the hosts',
            mend: "Write the address by which the internet comes in, or choose certificates: private or self-signed.",
            restsOn: [["certificates"]],
          },
        ]);
      },
    );

    it("given what the mend names, or no host at all, then it is content", () => {
      expect(at("91.10.20.5")).toEqual([]);
      for (const certificates of ["private", "self-signed"])
        expect(at("10.0.0.6", { domain: DOMAIN, certificates })).toEqual([]);
      expect(at("10.0.0.6", {})).toEqual([]);
    });

    it("given its staging service, or hosts without a domain, then the same holds", () => {
      expect(at("100.64.0.6", { domain: DOMAIN, certificates: "letsencrypt-staging" })).toHaveLength(1);
      expect(at("192.168.1.6", { hosts: ["risk.bank.example"] })).toHaveLength(1);
    });

    it("given nothing in front, then there is nothing to look at", () => {
      expect(found(checkCertificates, "existing", { target: { entry: undefined }, place: { domain: DOMAIN } })).toEqual(
        [],
      );
    });
  });

  it("given Let's Encrypt, a place without domain, or none with a registry, then it is content", () => {
    expect(check(registry("registry.demo.example.org"))).toEqual([]);
    expect(check({ certificates: "private", registry: { address: "registry.demo.example.org" } })).toEqual([]);
    expect(check({ certificates: "private", domain: DOMAIN })).toEqual([]);
  });
});
