import { describe, expect, it } from "vitest";
import { checkValues } from "../../../lib/charts/check-values";
import { eniValues } from "../../../lib/cilium/eni-values";

const options = {
  name: "demo",
  apiHost: "api.example.org",
  region: "eu-west-1",
  operatorRoleArn: "arn:aws:iam::123456789012:role/demo-cilium-operator",
  operatorReplicas: 2,
  tags: { testbed: "demo" },
};

describe("the values of Cilium on AWS", () => {
  it("are keys of the pinned chart, which ignores what it does not know", () => {
    expect(checkValues("cilium", eniValues(options))).toEqual([]);
  });

  it("would be refused in their names of Cilium 1.7", () => {
    const old = { eni: true, tunnel: "disabled", operator: { replica: 2 } };
    expect(checkValues("cilium", old).map(({ path, what }) => `${path.join(".")}: ${what}`)).toEqual([
      "eni: is the truth value true, not a mapping",
      'operator.replica: unknown key "replica"',
      'tunnel: unknown key "tunnel"',
    ]);
  });

  it("give pods addresses of the VPC, routed as they are (INF-14)", () => {
    expect(eniValues(options)).toMatchObject({ eni: { enabled: true }, ipam: { mode: "eni" }, routingMode: "native" });
  });

  it("leave masquerading to the NAT gateways", () => {
    expect(eniValues(options).enableIPv4Masquerade).toBe(false);
  });

  it("stand in for kube-proxy, with the API's own address", () => {
    expect(eniValues(options)).toMatchObject({
      kubeProxyReplacement: true,
      k8sServiceHost: "api.example.org",
      k8sServicePort: 443,
    });
  });

  it("tell the operator the region that it cannot ask for", () => {
    expect(eniValues(options).operator.extraEnv).toContainEqual({ name: "AWS_REGION", value: "eu-west-1" });
  });

  it("start pods anew when a value changes", () => {
    expect(eniValues(options)).toMatchObject({ rollOutCiliumPods: true, operator: { rollOutPods: true } });
  });

  it("tag the interfaces that Cilium makes", () => {
    expect(eniValues(options).eni.eniTags).toEqual({ testbed: "demo" });
  });
});
