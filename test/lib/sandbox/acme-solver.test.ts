import { describe, expect, it } from "vitest";
import { ACME_SOLVER } from "../../../lib/acme-solver";
import { solverUsage } from "../../../lib/sandbox/acme-solver";

describe("the pods that show that hosts are held (INF-17)", () => {
  it("given no host, then they take nothing", () => {
    expect(solverUsage(0)).toEqual({
      requests: { cpu: 0, memory: 0 },
      limits: { cpu: 0, memory: 0 },
      disk: 0,
      pods: 0,
    });
  });

  it.each([1, 3])(
    "given %i hosts, then they take so many times what cert-manager gives one, all at a time",
    (hosts) => {
      expect(solverUsage(hosts)).toEqual({
        requests: { cpu: 10 * hosts, memory: 64 * 2 ** 20 * hosts },
        limits: { cpu: 100 * hosts, memory: 64 * 2 ** 20 * hosts },
        disk: 512 * 2 ** 20 * hosts,
        pods: hosts,
      });
    },
  );

  it("are known by cert-manager's own label and port", () => {
    expect(ACME_SOLVER).toEqual({
      labels: { "acme.cert-manager.io/http01-solver": "true" },
      port: { port: 8089, protocol: "TCP" },
    });
  });
});
