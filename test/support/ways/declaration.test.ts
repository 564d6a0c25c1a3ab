import { describe, expect, it } from "vitest";
import { podsBehind, readDeclaration } from "./declaration";
import { fifteenPilots } from "./fifteen-pilots";

const declaration = readDeclaration(fifteenPilots());
const way = (sandbox: string, component: string) =>
  declaration.ways.filter((one) => one.sandbox === sandbox && one.component === component);

describe("what the files say", () => {
  it("given a name of a port, when read, then it is its number", () => {
    expect(way("pilot2", "lx-kafka").map(({ port, nodePort }) => [port, nodePort])).toEqual([
      [9092, 30040],
      [8081, 30041],
    ]);
  });

  it("given names of lists, when read, then they are all their networks", () => {
    expect(way("pilot10", "collector")[0]?.networks).toEqual(["203.0.113.128/27", "192.0.2.0/28", "203.0.113.0/26"]);
  });

  it("given two lists with one network, when read, then it stands there once", () => {
    expect(way("pilot11", "infinistore")[0]?.networks).toEqual(["203.0.113.0/26", "203.0.113.192/26"]);
  });

  it("given no node port, when read, then it is the one that the ledger keeps", () => {
    expect(way("pilot4", "optimiser")[0]?.nodePort).toBe(30500);
    expect(way("pilot13", "crawler")[0]?.nodePort).toBe(31100);
  });

  it("given a replica, when asked for the pods behind, then it is that one alone", () => {
    expect(way("pilot7", "graph").map((one) => podsBehind(declaration, one))).toEqual([
      ["pilot7/graph-0:7687"],
      ["pilot7/graph-1:7687"],
      ["pilot7/graph-0:7687", "pilot7/graph-1:7687"],
    ]);
  });

  it("given a label and a full name, when read, then both are full names", () => {
    const hosts = declaration.hosts.map(({ sandbox, host }) => `${sandbox} ${host}`);
    expect(hosts).toContain("pilot1 pilot1.blueprint.example.org");
    expect(hosts).toContain("pilot15 documents.bank.example");
  });

  it("given a zone of the domain, when hosts are read, then full names alone have certificates of their own", () => {
    const own = declaration.hosts.filter(({ ownCertificate }) => ownCertificate).map(({ host }) => host);
    expect(own).toEqual(["documents.bank.example"]);
  });
});
