import { describe, expect, it } from "vitest";
import { readDeclaration } from "./declaration";
import { fifteenPilots } from "./fifteen-pilots";
import { addressesOf, portsOf } from "./questions";

const declaration = readDeclaration(fifteenPilots());

describe("the questions of the table", () => {
  it("given a network, when addresses are chosen, then they are at both of its ends and beyond", () => {
    const addresses = addressesOf(declaration);
    expect(addresses).toEqual(expect.arrayContaining(["203.0.112.255", "203.0.113.0", "203.0.113.63", "203.0.113.64"]));
  });

  it("given a node port, when ports are chosen, then they are it, its neighbours, and the port behind", () => {
    expect(portsOf(declaration)).toEqual(expect.arrayContaining([30513, 30514, 30515, 6514, 22, 8405, 30000, 32767]));
  });
});
