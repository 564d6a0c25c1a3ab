import { describe, expect, it } from "vitest";
import { PLATFORM } from "../../../lib/platform-namespaces";
import { guardResources } from "../../../lib/sandbox/guard";
import { hostObjectName } from "../../../lib/sandbox/https-host";

interface Policy {
  readonly spec: { readonly validations: readonly { readonly expression: string; readonly message: string }[] };
}

// What the expressions say is tried on a real API server (test/e2e/sandbox-rights.e2e.ts); here, what they have to name.
const { validations } = (guardResources("demo", {}).guard as Policy).spec;
const about = (text: string) => validations.filter(({ expression }) => expression.includes(text));

describe("the guard of a sandbox, beside the platform", () => {
  it("leaves the certificates of hosts to cert-manager, by its own account and the names that they have", () => {
    const { namespace, serviceAccount } = PLATFORM.certificates;
    const [rule, ...others] = about(`'system:serviceaccount:${namespace}:${serviceAccount}'`);
    expect(others).toEqual([]);
    const prefix = /startsWith\('([^']+)'\)/.exec(rule?.expression ?? "")?.[1] ?? "none";
    for (const host of ["demo", "risk.bank.example", "a".repeat(60)]) expect(hostObjectName(host)).toMatch(prefix);
    expect(rule?.expression).toContain("request.resource.resource != 'secrets'");
  });

  it("lets pods have volumes of claims, and of what ends with them, and of no server of their own choice", () => {
    const [rule] = about("has(v.persistentVolumeClaim)");
    const kinds = [...(rule?.expression ?? "").matchAll(/has\(v\.(\w+)\)/g)].map(([, kind]) => kind).sort();
    expect(kinds).toEqual(["configMap", "downwardAPI", "emptyDir", "persistentVolumeClaim", "projected", "secret"]);
  });

  it("keeps nodes from being held by pods, and lets those of cert-manager be, which say that they may go", () => {
    // cert-manager 1.21 makes its solvers with safe-to-evict: "true" (pkg/issuer/acme/http/pod.go).
    const [rule, ...others] = about("safe-to-evict");
    expect(others).toEqual([]);
    expect(rule?.expression).toMatch(/annotations\['cluster-autoscaler\.kubernetes\.io\/safe-to-evict'\] == 'true'/);
  });
});
