import { describe, expect, it } from "vitest";
import { haproxyConfiguration } from "../../../lib/bastion/haproxy-configuration";
import { apiWay, hostWays } from "../../../lib/bastion/shared-ways";
import { withNodes } from "../../../lib/bastion/with-nodes";
import type { Way } from "../../../lib/way";

const NODES = { worker: ["10.0.1.1", "10.0.1.2"], "control-plane": ["10.0.0.1"] };

/** The servers behind each port. */
function servers(ways: readonly Way[]): string[] {
  return withNodes(haproxyConfiguration(ways), NODES)
    .split("\n")
    .flatMap((line) => line.match(/^ {2}server \S+ (\S+)/)?.[1] ?? []);
}

describe("the ways that all sandboxes share", () => {
  it("lead 80 and 443 to the ingress controller on all workers (SB-2)", () => {
    expect(hostWays().map(({ port }) => port)).toEqual([80, 443]);
    expect(servers(hostWays())).toEqual(["10.0.1.1:32080", "10.0.1.2:32080", "10.0.1.1:32443", "10.0.1.2:32443"]);
  });

  it("lead them to other nodes where the ingress controller runs there (SB-2)", () => {
    expect(servers(hostWays("control-plane"))).toEqual(["10.0.0.1:32080", "10.0.0.1:32443"]);
  });

  it("tell the ingress controller who the client is, and check it so too: it closes what does not (INF-20)", () => {
    const lines = withNodes(haproxyConfiguration(hostWays()), NODES).split("\n");
    const behind = lines.filter((line) => /^ {2}server .*:32(080|443) /.test(line));
    expect(behind).toHaveLength(4);
    for (const line of behind) expect(line).toMatch(/ check send-proxy-v2 check-send-proxy$/);
  });

  it("tell nobody else: a program that does not expect it would take it for a request", () => {
    const way: Way = { port: 30040, owner: "pilot2", target: "lx-kafka", from: "anywhere" };
    const lines = withNodes(haproxyConfiguration([apiWay("anywhere"), way]), NODES).split("\n");
    const behind = lines.filter((line) => line.startsWith("  server "));
    expect(behind).toHaveLength(3);
    for (const line of behind) expect(line).toMatch(/ check$/);
  });

  it("lead to the Kubernetes API by the nodes that run it, for those who are named (SB-2)", () => {
    const way = apiWay(["192.0.2.0/24"]);
    expect(servers([way])).toEqual(["10.0.0.1:6443"]);
    expect(haproxyConfiguration([way])).toContain("acl allowed src 192.0.2.0/24");
  });
});
