import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { ControlPlane } from "./support/control-plane/control-plane";
import { prepareSandboxes, robotToken, startSandboxCluster } from "./support/sandbox-cluster";
import { SandboxProject } from "./support/sandbox-project";
import { suite } from "./support/suite";

const servicesSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      spec: z.object({
        type: z.string(),
        externalTrafficPolicy: z.string().optional(),
        ports: z.array(z.object({ port: z.number(), nodePort: z.number().optional() })),
      }),
    }),
  ),
});

const ingressSchema = z.object({
  metadata: z.object({ annotations: z.record(z.string(), z.string()) }),
  spec: z.object({
    ingressClassName: z.string(),
    tls: z.array(z.object({ hosts: z.array(z.string()), secretName: z.string() })),
    rules: z.array(z.object({ host: z.string() })),
  }),
});

suite("ways in", prepareSandboxes, (programs) => {
  let controlPlane: ControlPlane;
  let project: SandboxProject;

  beforeAll(async () => {
    controlPlane = await startSandboxCluster(programs(), 1);
    project = new SandboxProject(controlPlane);
    // The registry asks for no number any more, and is given one.
    project.edit("pilot2", "port: registry, nodePort: 30041,", "port: registry,");
    project.frame("pilot2").apply();
  });
  afterAll(() => controlPlane?.stop());

  const inPilot2 = { namespace: "pilot2" };
  const services = async () =>
    servicesSchema.parse(JSON.parse(await controlPlane.output(["get", "services", "--output=json"], inPilot2))).items;
  const nodePorts = async () =>
    (await services())
      .filter(({ spec }) => spec.type === "NodePort")
      .map(({ spec }) => [spec.ports[0]?.port, spec.ports[0]?.nodePort, spec.externalTrafficPolicy]);

  describe("given a frame with node ports and a host, when applied, then", () => {
    it("its services are on the port that it asks for, and on the one that the ledger gives (INF-33)", async () => {
      expect((await nodePorts()).sort()).toEqual([
        [8081, 30000, "Local"],
        [9092, 30040, "Local"],
      ]);
    });

    it("its component is told the public address (INF-34)", async () => {
      const facts = await controlPlane.output(["get", "configmap", "testbed", "--output=jsonpath={.data}"], inPilot2);
      expect(JSON.parse(facts)["advertised.lx-kafka.advertised.url"]).toBe("203.0.113.7:30040");
    });

    it("its host has a rule of the ingress controller and asks for a certificate (INF-16, INF-17)", async () => {
      const text = await controlPlane.output(["get", "ingress", "host-pilot2", "--output=json"], inPilot2);
      expect(ingressSchema.parse(JSON.parse(text))).toEqual({
        metadata: {
          annotations: expect.objectContaining({
            "cert-manager.io/cluster-issuer": "letsencrypt",
            "traefik.ingress.kubernetes.io/router.middlewares": "pilot2_host-pilot2-rate@kubernetescrd",
          }),
        },
        spec: {
          ingressClassName: "testbed",
          tls: [{ hosts: ["pilot2.testbed.example.org"], secretName: "host-pilot2" }],
          rules: [{ host: "pilot2.testbed.example.org" }],
        },
      });
    });

    it("its host takes so many requests of one client, by a middleware that its rule names (INF-20)", async () => {
      const limit = ["get", "middleware.traefik.io", "host-pilot2-rate", "--output=jsonpath={.spec}"];
      expect(JSON.parse(await controlPlane.output(limit, inPilot2))).toEqual({
        rateLimit: { average: 100, burst: 200 },
      });
    });

    it("it is as described", () => {
      expect(project.frame("pilot2").isUpToDate()).toBe(true);
    });
  });

  describe("given whoever works in the sandbox, then", () => {
    const refused = async (...command: string[]) => {
      const token = await robotToken(controlPlane, "pilot2");
      return controlPlane.output(command, { ...inPilot2, token }).then(
        () => "done",
        (error: Error) => error.message,
      );
    };

    it("the service behind the host cannot be led elsewhere", async () => {
      const patch = JSON.stringify({ spec: { selector: { "app.kubernetes.io/name": "infinistore" } } });
      expect(await refused("patch", "service", "host-pilot2", `--patch=${patch}`)).toContain(
        "This belongs to the sandbox's frame",
      );
    });

    it("the rule of the host cannot be changed", async () => {
      expect(await refused("delete", "ingress", "host-pilot2")).toContain("cannot delete resource");
    });
  });

  describe("given a second claim of a port", () => {
    it("when synthesized, then both places are named, and nothing is written that a server could see", async () => {
      const frame = project.frame("pilot-ref");
      const before = frame.plan().length;
      expect(() => project.edit("pilot-ref", "nodePort: 30042", "nodePort: 30040")).toThrow(
        /sandboxes\/pilot2.yaml:\d+:\d+: expose\[0\].nodePort: 30040 is taken by expose\[0\] of sandboxes\/pilot-ref.yaml/,
      );
      expect(frame.plan().length).toBe(before);
    });

    it("when a server is asked all the same, then it refuses too, and names neither", async () => {
      const claim = ["create", "service", "nodeport", "twin", "--tcp=80:80", "--node-port=30040"];
      await expect(controlPlane.output(claim, { namespace: "default" })).rejects.toThrow(
        "provided port is already allocated",
      );
    });
  });
});
