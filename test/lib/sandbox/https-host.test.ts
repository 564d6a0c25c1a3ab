import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exposureSchema } from "../../../lib/config/sandbox/exposure";
import { hostObjectName } from "../../../lib/sandbox/https-host";
import { helmValues } from "../../support/helm-values";
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
      depends_on: [
        expect.stringContaining("kubernetes_resource_quota_v1"),
        expect.stringContaining("helm_release.frame_guard"),
      ],
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
      metadata: {
        name: "host-demo",
        annotations: {
          "cert-manager.io/cluster-issuer": "letsencrypt",
          // Apple's systems trust no certificate of an authority without it.
          "cert-manager.io/usages": "digital signature,key encipherment,server auth",
        },
      },
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

describe("the certificate of a host (INF-17)", () => {
  const HOSTS = ["demo", "other", "risk.bank.example"];
  const expose = HOSTS.map((host) => ({ component: "ui", port: "http", host }));
  const frame = (place: { wildcard?: boolean }, exposures: readonly object[] = expose) =>
    frameOf(
      { components: COMPONENTS, expose: exposures },
      { place: { testbed: "test", publicAddress: "203.0.113.7", domain: "example.org", ...place } },
    );

  interface Ingress {
    readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
    readonly spec: { readonly tls: readonly { readonly hosts: readonly string[]; readonly secret_name?: string }[] };
  }

  const ownCertificates = (resources: Resources) =>
    (Object.values(resources.kubernetes_ingress_v1 ?? {}) as unknown as Ingress[]).flatMap(({ metadata, spec }) => {
      const [tls, ...others] = spec.tls;
      const issuer = metadata.annotations["cert-manager.io/cluster-issuer"];
      const ofCertManager = Object.keys(metadata.annotations).filter((key) => key.startsWith("cert-manager.io/"));
      // Any of its annotations would make it look at an ingress.
      expect(ofCertManager.length > 0).toBe(issuer !== undefined);
      expect(others).toEqual([]);
      // cert-manager makes a certificate where both are there; one alone would be a mistake.
      expect(tls?.secret_name === undefined).toBe(issuer === undefined);
      return tls?.secret_name === undefined ? [] : [[tls.hosts, tls.secret_name, issuer]];
    });

  it("given no wildcard, then it is its own, in a secret of its own", () => {
    expect(ownCertificates(frame({}))).toEqual([
      [["demo.example.org"], "host-demo", "letsencrypt"],
      [["other.example.org"], "host-other", "letsencrypt"],
      [["risk.bank.example"], expect.stringMatching(/^host-risk-bank-example-/), "letsencrypt"],
    ]);
    expect(ownCertificates(frame({ wildcard: false }))).toHaveLength(3);
  });

  it("given a wildcard, then full names beyond the domain alone have their own", () => {
    expect(ownCertificates(frame({ wildcard: true }))).toEqual([
      [["risk.bank.example"], expect.stringMatching(/^host-risk-bank-example-/), "letsencrypt"],
    ]);
  });

  it("given another issuer of the place, then it is named", () => {
    const place = { testbed: "test", publicAddress: "203.0.113.7", domain: "example.org", issuer: "some-authority" };
    const resources = frameOf({ components: COMPONENTS, expose: expose.slice(0, 1) }, { place });
    expect(ownCertificates(resources)).toEqual([[["demo.example.org"], "host-demo", "some-authority"]]);
  });

  it("given a wildcard, then a host is still served by TLS", () => {
    const resources = frame({ wildcard: true }, expose.slice(0, 1));
    expect(only(resources, "kubernetes_ingress_v1")).toHaveProperty("spec.tls", [{ hosts: ["demo.example.org"] }]);
  });

  it("given a wildcard later, then the ingress is another one, there before the old one goes with its certificate", () => {
    const one = expose.slice(0, 1);
    const [own, shared] = [frame({}, one), frame({ wildcard: true }, one)].map((resources) =>
      only<Ingress & { lifecycle: object }>(resources, "kubernetes_ingress_v1"),
    );
    expect([own?.metadata.name, shared?.metadata.name]).toEqual(["host-demo", "shared-host-demo"]);
    expect(shared?.lifecycle).toEqual({ create_before_destroy: true });
    expect(own?.lifecycle).toEqual({ create_before_destroy: true });
  });

  it("given a wildcard and no full name, then nothing is opened for certificates", () => {
    expect(policyOf(frame({ wildcard: true }, expose.slice(0, 2)), "acme")).toEqual([]);
    expect(policyOf(frame({ wildcard: true }), "acme")).toHaveLength(1);
  });

  const hardOf = (resources: Resources) => {
    const quotas = Object.values(resources.kubernetes_resource_quota_v1 ?? {});
    const [quota] = quotas.filter(({ metadata }) => (metadata as { name: string }).name === "sandbox");
    return (quota as unknown as { spec: { hard: Record<string, string> } }).spec.hard;
  };

  it("given certificates of their own, then the quota grows by what all their proofs take at a time, and by no more", () => {
    const none = hardOf(frame({}, []));
    expect(none).toMatchObject({ pods: "50", services: "20", "requests.cpu": "800m", "limits.memory": "3Gi" });
    expect(hardOf(frame({ wildcard: true }, expose.slice(0, 2)))).toEqual(none);
    expect(hardOf(frame({ wildcard: true }))).toMatchObject({ pods: "51", services: "21" });
    expect(hardOf(frame({}))).toEqual({
      ...none,
      pods: "53",
      services: "23",
      secrets: "53",
      "requests.cpu": "830m",
      "requests.memory": "2240Mi",
      "limits.cpu": "1300m",
      "limits.memory": "3264Mi",
      "limits.ephemeral-storage": "11776Mi",
    });
  });
});

describe("the limits of hosts (INF-20)", () => {
  const expose = [
    { component: "ui", port: "http", host: "demo" },
    { component: "ui", port: "admin", host: "other", limits: { rate: 5, body: "1Mi" } },
  ];
  const resources = frameOf({ components: COMPONENTS, expose });
  const guard = helmValues(only<{ values: string[] }>(resources, "helm_release").values) as {
    resources: Record<string, { kind: string; metadata: { name: string; namespace: string; labels: object } }>;
  };
  const middlewares = Object.values(guard.resources).filter(({ kind }) => kind === "Middleware");

  it("are middlewares in the namespace of the frame, each of its own name, and the frame's own", () => {
    expect(middlewares.map(({ metadata }) => metadata.name)).toEqual([
      "host-demo-rate",
      "host-other-rate",
      "host-other-body",
    ]);
    for (const { metadata } of middlewares) {
      expect(metadata).toMatchObject({ namespace: "demo", labels: { "testbed-blueprint/frame": "demo" } });
    }
  });

  it("are named by the hosts that they hold for, and there before them", () => {
    const ingresses = Object.values(resources.kubernetes_ingress_v1 ?? {});
    const named = ingresses.map(({ metadata }) => {
      const { annotations } = metadata as { annotations: Record<string, string> };
      return annotations["traefik.ingress.kubernetes.io/router.middlewares"];
    });
    expect(named).toEqual([
      "demo_host-demo-rate@kubernetescrd",
      "demo_host-other-rate@kubernetescrd,demo_host-other-body@kubernetescrd",
    ]);
    for (const service of Object.values(resources.kubernetes_service_v1 ?? {})) {
      expect(service.depends_on).toContainEqual(expect.stringContaining("helm_release.frame_guard"));
    }
  });

  it("are none where there is no host", () => {
    const none = frameOf({ components: COMPONENTS });
    expect(only<{ values: string[] }>(none, "helm_release").values.join()).not.toContain("Middleware");
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
