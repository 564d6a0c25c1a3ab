import { describe, expect, it } from "vitest";
import { checkDomain } from "../../../../lib/config/checks/domain";
import { descriptionOf } from "../../../support/description";

const ZONE = { region: "eu-west-1", apiAccess: ["anywhere"], admins: ["arn:aws:iam::210987654321:role/admin"] };
const check = (place: object) => checkDomain(descriptionOf({}, {}, place));

describe("the check of the domain is content with", () => {
  it("a place without domain and hosts", () => {
    expect(check({})).toEqual([]);
  });

  it("a hosted zone where there is a domain", () => {
    expect(check({ domain: "demo.example.org", aws: { ...ZONE, hostedZone: "Z0123456789" } })).toEqual([]);
  });

  it("hosts beyond the domain, also where their names end alike", () => {
    const hosts = ["risk.bank.example", "mydemo.example.org"];
    expect(check({ domain: "demo.example.org", hosts })).toEqual([]);
  });

  it("hosts without a domain", () => {
    expect(check({ hosts: ["risk.bank.example"] })).toEqual([]);
  });
});

describe("the check of the domain refuses", () => {
  it("hosts that are the domain itself, or below it", () => {
    const hosts = ["demo.example.org", "risk.bank.example", "ui.demo.example.org"];
    expect(check({ domain: "demo.example.org", hosts }).map(({ path, what }) => [...path, what])).toEqual([
      ["hosts", 0, '"demo.example.org" is the domain itself'],
      ["hosts", 2, '"ui.demo.example.org" is below the domain'],
    ]);
  });
});
