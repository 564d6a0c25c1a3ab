import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { CHARTS, DEFAULT_KUBERNETES_MINOR } from "../../lib/versions";
import { PROGRAMS } from "../support/programs";
import { temporaryFolder } from "../support/synth";
import { chartArchive, helmProgram } from "./support/helm";
import { output } from "./support/run";
import { suite } from "./support/suite";

const TESTBED = "infinitech-bp";
const ROLE = "arn:aws:iam::123456789012:role/cilium-operator";
const API = "0123456789abcdef.gr7.eu-west-1.eks.amazonaws.com";

const manifestSchema = z.object({ kind: z.string(), metadata: z.object({ name: z.string() }) });
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
    let manifests: unknown[];
    const manifest = <S extends z.ZodType>(kind: string, name: string, schema: S) =>
      schema.parse(manifests.find((one) => isNamed(one, kind, name)));
    const config = () => manifest("ConfigMap", "cilium-config", configSchema).data;

    beforeAll(async () => {
      const values = join(temporaryFolder(), "values.json");
      writeFileSync(values, referenceValues());
      const release = ["template", "cilium", tools().archive, "--namespace", "kube-system", "--values", values];
      const text = await output(tools().helm, [...release, "--kube-version", `${DEFAULT_KUBERNETES_MINOR}.0`]);
      manifests = parseAllDocuments(text).map((document) => document.toJS());
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
      const group = referenceNodes().resource?.aws_eks_node_group?.nodes_group_default_nodes;
      const taints = z.array(z.object({ key: z.string() })).parse(group?.taint);
      expect(taints.map(({ key }) => key)).toContain(config()["agent-not-ready-taint-key"]);
    });

    it("the operator acts as its role", () => {
      const { metadata } = manifest("ServiceAccount", "cilium-operator", accountSchema);
      expect(metadata.annotations).toMatchObject({ "eks.amazonaws.com/role-arn": ROLE });
    });

    it("the operator knows its region and the API's address", () => {
      const { spec } = manifest("Deployment", "cilium-operator", deploymentSchema);
      const environment = spec.template.spec.containers.flatMap(({ env }) => env);
      expect(environment).toEqual(
        expect.arrayContaining([
          { name: "AWS_REGION", value: "eu-west-1" },
          { name: "KUBERNETES_SERVICE_HOST", value: API },
        ]),
      );
    });

    it("there is an operator for each of two nodes", () => {
      expect(manifest("Deployment", "cilium-operator", deploymentSchema).spec.replicas).toBe(2);
    });
  });
});

function referenceNodes() {
  const nodes = PROGRAMS.reference?.().stacks[`${TESTBED}-nodes`];
  if (!nodes) throw new Error(`The reference testbed has no stack ${TESTBED}-nodes.`);
  return nodes;
}

/** The values of the release, with what Terraform will know in place of its references. */
function referenceValues(): string {
  const release = referenceNodes().resource?.helm_release?.nodes_cilium_release;
  const [values = ""] = z.array(z.string()).parse(release?.values);
  return values.replaceAll(/\$\{([^}]*)\}/g, (_, reference: string) => (reference.endsWith(".arn") ? ROLE : API));
}

function isNamed(value: unknown, kind: string, name: string): boolean {
  const { data } = manifestSchema.safeParse(value);
  return data?.kind === kind && data.metadata.name === name;
}
