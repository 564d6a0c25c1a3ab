import { describe, expect, it } from "vitest";
import { egressSchema } from "../../../../lib/config/sandbox/egress";
import { hostOf, reaches } from "../../../../lib/config/sandbox/load-source";

describe("the source of a load", () => {
  it.each([
    { url: "https://data.example.org/risk.parquet", host: "data.example.org", port: 443 },
    { url: "http://data.example.org/risk.parquet", host: "data.example.org", port: 80 },
    { url: "http://data.example.org:9000/bucket/risk.parquet?version=2", host: "data.example.org", port: 9000 },
    { url: "https://91.10.20.7:8443/risk.parquet", host: "91.10.20.7", port: 8443 },
  ])("of $url is $host:$port", ({ url, host, port }) => {
    expect(hostOf(url)).toEqual({ host, port });
  });
});

describe("a way out", () => {
  const leads = (way: object, host: string, port = 443) => reaches(egressSchema.parse(way), { host, port });

  it("leads to its host, on its port", () => {
    const way = { host: "data.example.org", port: 443 };
    expect(leads(way, "data.example.org")).toBe(true);
    expect(leads(way, "data.example.org", 80)).toBe(false);
    expect(leads(way, "other.example.org")).toBe(false);
    expect(leads(way, "old.data.example.org")).toBe(false);
  });

  it("leads to all names below one, and not to that one itself", () => {
    const way = { host: "*.example.org", port: 443 };
    expect(leads(way, "data.example.org")).toBe(true);
    expect(leads(way, "old.data.example.org")).toBe(true);
    expect(leads(way, "example.org")).toBe(false);
    expect(leads(way, "bad-example.org")).toBe(false);
  });

  it("leads to the addresses of its network, and to no names", () => {
    const way = { network: "91.10.20.0/24", port: 443 };
    expect(leads(way, "91.10.20.7")).toBe(true);
    expect(leads(way, "91.10.21.7")).toBe(false);
    expect(leads(way, "data.example.org")).toBe(false);
  });

  it("leads everywhere on the internet, by all ports or by one", () => {
    expect(leads({ internet: true }, "data.example.org", 9000)).toBe(true);
    expect(leads({ internet: true, port: 443 }, "91.10.20.7")).toBe(true);
    expect(leads({ internet: true, port: 443 }, "91.10.20.7", 80)).toBe(false);
  });

  it("leads nowhere that is loaded from, by UDP", () => {
    expect(leads({ internet: true, protocol: "UDP" }, "data.example.org")).toBe(false);
  });
});
