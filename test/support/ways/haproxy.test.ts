import { describe, expect, it } from "vitest";
import { readHaproxy } from "./haproxy";

const BACKEND = ["backend behind", "  server {worker} {worker}:30041 check"];
const WORKER = [{ role: "worker", port: 30041 }];

function proxyWith(...lines: string[]) {
  const frontend = ["frontend front", "  bind :30040", ...lines, "  default_backend behind"];
  return readHaproxy(["# a comment", "global", "  maxconn 10", ...frontend, ...BACKEND, ""].join("\n"));
}

describe("the reader of HAProxy's configuration", () => {
  it("given no rules, when anybody asks, then he is handed on to the port of the backend", () => {
    expect(proxyWith().handsOn(30040, "8.8.8.8")).toEqual(WORKER);
  });

  it("given a port without a frontend, when somebody asks, then nobody listens", () => {
    expect(proxyWith().handsOn(30041, "8.8.8.8")).toBeUndefined();
  });

  it("given a rejection, when anybody asks, then he goes nowhere", () => {
    expect(proxyWith("  tcp-request connection reject").handsOn(30040, "8.8.8.8")).toEqual([]);
  });

  it("given a list over two lines, when each of it and others ask, then the others alone are rejected", () => {
    const proxy = proxyWith(
      "  acl allowed src 192.0.2.0/24 198.51.100.7",
      "  acl allowed src 203.0.113.0/24",
      "  tcp-request connection reject unless allowed",
    );
    for (const source of ["192.0.2.9", "198.51.100.7", "203.0.113.1"])
      expect(proxy.handsOn(30040, source)).toEqual(WORKER);
    for (const source of ["198.51.100.8", "203.0.114.1"]) expect(proxy.handsOn(30040, source)).toEqual([]);
  });

  it("given two rules, when somebody asks, then the first that applies decides", () => {
    const list = "  acl listed src 192.0.2.0/24";
    const accept = "  tcp-request connection accept if listed";
    const reject = "  tcp-request connection reject";
    expect(proxyWith(list, accept, reject).handsOn(30040, "192.0.2.1")).toEqual(WORKER);
    expect(proxyWith(list, reject, accept).handsOn(30040, "192.0.2.1")).toEqual([]);
  });

  it("given a frontend for the machine itself, when others ask, then nobody listens", () => {
    const proxy = readHaproxy("frontend own\n  bind 127.0.0.1:8404\nfrontend all\n  bind :8405\n");
    expect(proxy.ports).toEqual([8405]);
    expect(proxy.handsOn(8405, "8.8.8.8")).toEqual(["itself"]);
  });

  it.each([
    ["a line", "  use_backend other if TRUE"],
    ["a rule", "  tcp-request connection reject unless { src 192.0.2.1 }"],
    ["a network", "  acl allowed src everybody"],
  ])("given %s that it does not know, when read, then it throws", (_, line) => {
    expect(() => proxyWith(line)).toThrow();
  });

  it("given two frontends on one port, when read, then it throws", () => {
    expect(() => readHaproxy("frontend a\n  bind :1\nfrontend b\n  bind :1\n")).toThrow("one port");
  });

  it("given a server on another role than it says, when read, then it throws", () => {
    expect(() => readHaproxy("backend a\n  server {worker} {control-plane}:1 check\n")).toThrow("not known");
  });
});
