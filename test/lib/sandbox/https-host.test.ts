import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exposureSchema } from "../../../lib/config/sandbox/exposure";
import { hostObjectName } from "../../../lib/sandbox/https-host";
import { frameOf, only, type Resources } from "../../support/sandbox";

const COMPONENTS = { ui: { kind: "stateless", image: "a:1", ports: { http: 8080, admin: 9000 } } };
const exposing = (...hosts: string[]) =>
  frameOf({ components: COMPONENTS, expose: hosts.map((host) => ({ component: "ui", port: "http", host })) });

interface Policy {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly pod_selector: object; readonly ingress: object[] };
}

const policyOf = (frame: Resources, name: string) => {
  const policies = Object.values(frame.kubernetes_network_policy_v1 ?? {}) as unknown as Policy[];
  return policies.filter(({ metadata }) => metadata.name === name).map(({ spec }) => spec);
};

describe("an HTTPS host of a sandbox (INF-16, INF-17)", () => {
  const frame = exposing("demo");

  it("is a service of the frame's own, which no node answers for", () => {
    expect(only(frame, "kubernetes_service_v1")).toMatchObject({
      depends_on: [expect.stringContaining("kubernetes_resource_quota_v1")],
      metadata: { name: "host-demo" },
      spec: {
        type: "ClusterIP",
        selector: { "app.kubernetes.io/name": "ui" },
        port: [{ port: 8080, target_port: "8080", protocol: "TCP" }],
      },
    });
  });

  it("is led to that service by the ingress controller, with a certificate of cert-manager", () => {
    expect(only(frame, "kubernetes_ingress_v1")).toMatchObject({
      depends_on: [expect.stringContaining("kubernetes_service_v1")],
      metadata: { name: "host-demo", annotations: { "cert-manager.io/cluster-issuer": "testbed" } },
      spec: {
        ingress_class_name: "testbed",
        tls: [{ hosts: ["demo.example.org"], secret_name: "host-demo" }],
        rule: [
          {
            host: "demo.example.org",
            http: {
              path: [
                {
                  path: "/",
                  path_type: "Prefix",
                  backend: { service: { name: "host-demo", port: { number: 8080 } } },
                },
              ],
            },
          },
        ],
      },
    });
  });

  it("does not wait for a load balancer, which may come later", () => {
    expect(only(frame, "kubernetes_ingress_v1").wait_for_load_balancer).toBe(false);
  });

  it("lets the ingress controller in on its port alone", () => {
    expect(policyOf(frame, "host-demo")).toMatchObject([
      {
        pod_selector: { match_labels: { "app.kubernetes.io/name": "ui" } },
        ingress: [
          {
            from: [{ namespace_selector: { match_labels: { "kubernetes.io/metadata.name": "ingress-nginx" } } }],
            ports: [{ port: "8080", protocol: "TCP" }],
          },
        ],
      },
    ]);
  });

  it("lets the ingress controller in to the pods by which cert-manager shows that it holds the host", () => {
    expect(policyOf(frame, "acme")).toMatchObject([
      {
        pod_selector: { match_labels: { "acme.cert-manager.io/http01-solver": "true" } },
        ingress: [
          {
            from: [{ namespace_selector: { match_labels: { "kubernetes.io/metadata.name": "ingress-nginx" } } }],
            ports: [{ port: "8089", protocol: "TCP" }],
          },
        ],
      },
    ]);
  });

  it("opens nothing for certificates where there is no host", () => {
    expect(policyOf(frameOf({ components: COMPONENTS }), "acme")).toEqual([]);
  });

  it("may be one of several: full names stand as they are, and certificates are opened for once", () => {
    const several = exposing("demo", "risk.bank.example");
    const hosts = Object.values(several.kubernetes_ingress_v1 ?? {}).map((ingress) => JSON.stringify(ingress));
    expect(hosts.map((text) => /"host":"([^"]+)"/.exec(text)?.[1])).toEqual(["demo.example.org", "risk.bank.example"]);
    expect(policyOf(several, "acme")).toHaveLength(1);
  });
});

describe("the name of what belongs to a host", () => {
  it("is its label, for a short one", () => {
    expect(hostObjectName("pilot2")).toBe("host-pilot2");
  });

  it("has a hash where it is cut, or a full name", () => {
    expect(hostObjectName("risk.bank.example")).toMatch(/^host-risk-bank-example-[0-9a-f]{8}$/);
    expect(hostObjectName("a".repeat(49))).toMatch(/^host-a{48}-[0-9a-f]{8}$/);
  });

  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
  const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join("."));

  it("is a DNS label that begins with a letter, for any host", () => {
    fc.assert(
      fc.property(host, (text) => {
        fc.pre(exposureSchema.safeParse({ component: "ui", host: text }).success);
        expect(hostObjectName(text)).toMatch(/^host-[a-z0-9-]{0,57}[a-z0-9]$/);
      }),
    );
  });

  it("is another one for another host, also where they differ in dots or in the end alone", () => {
    const similar = fc.constantFrom(
      "a-b.c",
      "a.b-c",
      "a.b.c",
      "a-b-c",
      ...["x", "y"].map((end) => "a".repeat(60) + end),
    );
    fc.assert(
      fc.property(fc.oneof(host, similar), fc.oneof(host, similar), (one, other) => {
        expect(hostObjectName(one) === hostObjectName(other)).toBe(one === other);
      }),
    );
  });
});
