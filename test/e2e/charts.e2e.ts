import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { CHARTS } from "../../lib/versions";
import { releaseOf } from "./support/handed-releases";
import { chartArchive, helmProgram } from "./support/helm";
import { readStack } from "./support/reduced-stack";
import { type Manifest, manifest, renderChart } from "./support/rendered-chart";
import { suite } from "./support/suite";
import { CONTRACTS, referenceTestbed } from "./support/testbed-releases";

const TESTBED = "infinitech-bp";
const ROLE = "arn:aws:iam::123456789012:role/cilium-operator";

const configSchema = z.object({ data: z.record(z.string(), z.string()) });
const accountSchema = z.object({ metadata: z.object({ annotations: z.record(z.string(), z.string()) }) });
const deploymentSchema = z.object({
  spec: z.object({
    replicas: z.number(),
    template: z.object({
      spec: z.object({
        containers: z.array(
          z.object({ env: z.array(z.object({ name: z.string(), value: z.string().optional() })).default([]) }),
        ),
      }),
    }),
  }),
});

const prepare = async () => ({ helm: await helmProgram(), archive: await chartArchive(CHARTS.cilium) });

suite("charts", prepare, (tools) => {
  describe("given the values of the reference testbed, when the real Cilium chart is rendered, then", () => {
    let nodes: string;
    let manifests: Manifest[];
    const config = () => manifest(manifests, "ConfigMap", "cilium-config", configSchema).data;

    beforeAll(async () => {
      const { folder, releases } = referenceTestbed();
      nodes = folder("nodes");
      manifests = await renderChart(tools().helm, releaseOf(releases, "cilium"), tools().archive);
    });

    it("pods take addresses of the VPC", () => {
      expect(config()).toMatchObject({ ipam: "eni", "eni-tags": JSON.stringify({ testbed: TESTBED }) });
    });

    it("traffic is routed as it is, and nobody but the NAT gateways masquerades it", () => {
      expect(config()).toMatchObject({ "routing-mode": "native", "enable-ipv4-masquerade": "false" });
    });

    it("Cilium stands in for kube-proxy", () => {
      expect(config()).toMatchObject({ "kube-proxy-replacement": "true" });
    });

    it("its start-up taint is the one that the node groups carry", () => {
      const group = readStack(nodes).resource?.aws_eks_node_group?.nodes_group_default_nodes;
      const taints = z.array(z.object({ key: z.string() })).parse(group?.taint);
      expect(taints.map(({ key }) => key)).toContain(config()["agent-not-ready-taint-key"]);
    });

    it("the operator acts as its role", () => {
      const { metadata } = manifest(manifests, "ServiceAccount", "cilium-operator", accountSchema);
      expect(metadata.annotations).toMatchObject({ "eks.amazonaws.com/role-arn": ROLE });
    });

    it("the operator knows its region and the API's address", () => {
      const { spec } = manifest(manifests, "Deployment", "cilium-operator", deploymentSchema);
      const environment = spec.template.spec.containers.flatMap(({ env }) => env);
      expect(environment).toEqual(
        expect.arrayContaining([
          { name: "AWS_REGION", value: "eu-west-1" },
          { name: "KUBERNETES_SERVICE_HOST", value: CONTRACTS.cluster.cluster_endpoint.replace("https://", "") },
        ]),
      );
    });

    it("there is an operator for each of two nodes", () => {
      expect(manifest(manifests, "Deployment", "cilium-operator", deploymentSchema).spec.replicas).toBe(2);
    });
  });
});
