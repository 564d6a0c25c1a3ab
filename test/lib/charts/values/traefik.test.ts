import { describe, expect, it } from "vitest";
import { mergeValues } from "../../../../lib/charts/merge-values";
import { type TraefikOptions, traefikValues } from "../../../../lib/charts/values/traefik";
import { bytesOf } from "../../../../lib/config/sandbox/quantity";

const ENTRY = ["192.168.0.0/18", "192.168.64.0/18"];

interface EntryPoint {
  readonly nodePort: number;
  readonly proxyProtocol: object;
  readonly [key: string]: unknown;
}

interface Values {
  readonly ports: { readonly web: EntryPoint; readonly websecure: EntryPoint };
  readonly extraObjects: readonly { kind: string; metadata: object; spec: { headers: Record<string, unknown> } }[];
  readonly [key: string]: unknown;
}

const options = (more: Partial<TraefikOptions> = {}) => ({ entryNetworks: ENTRY, mirror: {}, ...more });
const fixed = (more?: Partial<TraefikOptions>) => traefikValues(options(more)).fixed as Values;
const all = () => {
  const { defaults, fixed: set } = traefikValues(options());
  return mergeValues(defaults, set) as Values;
};

describe("the values of Traefik", () => {
  it("take HTTP and HTTPS on the node ports of every target (INF-16, SB-2)", () => {
    const { ports, service } = fixed();
    expect([ports.web.nodePort, ports.websecure.nodePort, ports.websecure.exposedPort]).toEqual([32080, 32443, 443]);
    expect(service).toEqual({ spec: { type: "NodePort", externalTrafficPolicy: "Local" } });
  });

  it("run it on each node, and bring the new pod of a node before the old one goes", () => {
    expect(fixed()).toMatchObject({
      deployment: { kind: "DaemonSet" },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    });
  });

  it("let a pod that goes take requests while others learn of it, and finish those that it has", () => {
    const { ports } = fixed();
    for (const { transport } of [ports.web, ports.websecure]) {
      const { lifeCycle } = transport as { lifeCycle: Record<string, number> };
      expect(lifeCycle.requestAcceptGraceTimeout).toBeGreaterThan(0);
      // The default of Kubernetes for a pod that ends is 30 s; the chart of Traefik gives 60 s.
      expect((lifeCycle.requestAcceptGraceTimeout ?? 0) + (lifeCycle.graceTimeOut ?? 0)).toBeLessThanOrEqual(60);
    }
  });

  it("believe the load balancer and the bastion alone when they say who the client is, at both entry points", () => {
    const { ports } = fixed();
    for (const entry of [ports.web, ports.websecure]) {
      expect(entry.proxyProtocol).toMatchObject({ trustedIPs: ENTRY });
    }
    expect(JSON.stringify(all())).not.toContain('"insecure":true');
  });

  it("believe nobody who says more of a client in a header: nobody stands before the load balancer", () => {
    const { ports } = fixed();
    for (const entry of [ports.web, ports.websecure]) {
      expect(entry.forwardedHeaders).toEqual({ insecure: false, trustedIPs: [] });
    }
  });

  it("lead browsers from HTTP to HTTPS, for good (INF-17)", () => {
    expect(fixed().ports.web.http).toEqual({
      redirections: { entryPoint: { to: "websecure", scheme: "https", permanent: true } },
    });
  });

  it("serve hosts by HTTPS alone, where they say nothing of it", () => {
    const { ports } = fixed();
    expect(ports.websecure.asDefault).toBe(true);
    expect(ports.web).not.toHaveProperty("asDefault");
  });

  it("send security headers with every answer (INF-20)", () => {
    const { ports, extraObjects } = fixed();
    const [middleware, ...others] = extraObjects;
    expect(others).toEqual([]);
    expect(ports.websecure.http).toEqual({ middlewares: ["ingress-nginx_security-headers@kubernetescrd"] });
    expect(middleware).toMatchObject({
      apiVersion: "traefik.io/v1alpha1",
      kind: "Middleware",
      metadata: { name: "security-headers", namespace: "ingress-nginx" },
      spec: { headers: { contentTypeNosniff: true, customFrameOptionsValue: "SAMEORIGIN" } },
    });
    expect(middleware?.spec.headers.stsSeconds).toBeGreaterThanOrEqual(365 * 24 * 3600);
    // No host may speak for others below the same domain.
    expect(middleware?.spec.headers).not.toHaveProperty("stsIncludeSubdomains");
    expect(middleware?.spec.headers.customResponseHeaders).toEqual({ Server: "", "X-Powered-By": "" });
  });

  it("are those of the class that hosts ask for by name, and of no other", () => {
    expect(fixed()).toMatchObject({
      ingressClass: { enabled: true, isDefaultClass: false, name: "testbed" },
      providers: { kubernetesIngress: { ingressClass: "testbed", publishedService: { enabled: false } } },
    });
  });

  it("let no sandbox use what belongs to another, or lead out of the cluster by a name", () => {
    expect(fixed().providers).toMatchObject({
      kubernetesIngress: { allowExternalNameServices: false },
      kubernetesCRD: { allowCrossNamespace: false, allowExternalNameServices: false, safeNaming: true },
    });
  });

  it("have the certificate of hosts without one of their own, by TLS 1.2 and newer", () => {
    expect(fixed()).toMatchObject({
      tlsStore: { default: { defaultCertificate: { secretName: "default-certificate" } } },
      tlsOptions: { default: { minVersion: "VersionTLS12" } },
    });
  });

  it("let nobody's options of TLS weaken those of all hosts", () => {
    expect(fixed()).toMatchObject({
      core: { strictTLSOptions: true },
      providers: { kubernetesCRD: { defaultTLSResourcesNamespace: "ingress-nginx" } },
    });
  });

  it("keep it running before all that is no part of the cluster, and let it read all hosts before it takes requests", () => {
    const { priorityClassName, readinessProbe } = fixed();
    expect(priorityClassName).toBe("system-cluster-critical");
    expect((readinessProbe as { initialDelaySeconds: number }).initialDelaySeconds).toBeGreaterThanOrEqual(10);
  });

  it("take a long upload, and hold back bodies in memory, within what the pod may take", () => {
    const { ports, deployment, resources } = all() as Values & {
      deployment: { tmpVolume: { emptyDir: { medium: string; sizeLimit: string } }; goMemLimitPercentage: number };
      resources: { limits: { memory: string } };
    };
    expect(ports.websecure.transport).toMatchObject({ respondingTimeouts: { readTimeout: "600s" } });
    const { medium, sizeLimit } = deployment.tmpVolume.emptyDir;
    expect(medium).toBe("Memory");
    // What is held back counts as memory of the pod: the rest is for the process, and nothing is left over for both at once.
    const limit = bytesOf(resources.limits.memory);
    expect(bytesOf(sizeLimit) + limit * deployment.goMemLimitPercentage).toBeLessThan(limit);
    // One body that a host may be bounded to finds room beside another.
    expect(bytesOf(sizeLimit)).toBeGreaterThanOrEqual(2 * bytesOf("128Mi"));
  });

  it("show nobody a dashboard, and tell its makers nothing", () => {
    expect(fixed()).toMatchObject({
      api: { dashboard: false, insecure: false },
      ingressRoute: { dashboard: { enabled: false } },
      global: { checkNewVersion: false, sendAnonymousUsage: false },
    });
  });

  it("log each request, without what may be secret in it", () => {
    expect(all().accessLog).toEqual({
      enabled: true,
      format: "json",
      fields: { queryParameters: { defaultMode: "drop" }, headers: { defaultMode: "drop" } },
    });
  });

  it("ask for what the capacity of a testbed counts, and bound its memory", () => {
    expect(all().resources).toMatchObject({ requests: { cpu: "100m", memory: "128Mi" } });
    expect(all().resources).toHaveProperty("limits.memory");
    expect(all().resources).not.toHaveProperty("limits.cpu");
  });

  it("name the image as a mirror has it", () => {
    expect(fixed({ mirror: { images: "mirror.example.org/proxy" } }).image).toEqual({
      registry: "mirror.example.org/proxy/docker.io",
      repository: "library/traefik",
    });
    expect(fixed()).not.toHaveProperty("image");
  });
});
