import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checkValues } from "../../../lib/charts/check-values";
import { eniValues } from "../../../lib/cilium/eni-values";
import { rke2CiliumText, rke2CiliumValues } from "../../../lib/cilium/rke2-values";

const options = { name: "demo", operatorReplicas: 2, mirror: {} };
const values = rke2CiliumValues(options)["rke2-cilium"];

describe("the values of Cilium on RKE2", () => {
  it("are those of RKE2's chart, as the text that Rancher takes", () => {
    expect(parse(rke2CiliumText(options))).toEqual({ "rke2-cilium": values });
  });

  it("are keys of Cilium, which ignores what it does not know", () => {
    expect(checkValues("cilium", values)).toEqual([]);
  });

  it("stand in for kube-proxy, with the API that every node has on itself", () => {
    expect(values).toMatchObject({ kubeProxyReplacement: true, k8sServiceHost: "127.0.0.1", k8sServicePort: 6443 });
  });

  it("give pods the addresses that Kubernetes gives their node", () => {
    expect(values.ipam).toEqual({ mode: "kubernetes" });
    expect(JSON.stringify(values)).not.toContain("PodCIDR");
  });

  it("carry packets between nodes themselves", () => {
    expect(values).toMatchObject({ routingMode: "tunnel", tunnelProtocol: "vxlan" });
  });

  it("show who speaks to whom, as on AWS", () => {
    const onAws = eniValues({ ...options, apiHost: "x", region: "x", operatorRoleArn: "x", tags: {} });
    expect(values.hubble).toEqual(onAws.hubble);
    expect(values).toMatchObject({ cluster: onAws.cluster, rollOutCiliumPods: onAws.rollOutCiliumPods });
  });

  it("name the image that RKE2's own registry is not applied to", () => {
    const mirrored = rke2CiliumValues({ ...options, mirror: { images: "mirror.example.org" } })["rke2-cilium"];
    expect(mirrored).toMatchObject({
      certgen: { image: { repository: "mirror.example.org/docker.io/rancher/mirrored-cilium-certgen" } },
    });
    expect(checkValues("cilium", mirrored)).toEqual([]);
    expect(JSON.stringify(values)).not.toContain("image");
  });

  it("have as many operators as they are told", () => {
    expect(rke2CiliumValues({ ...options, operatorReplicas: 1 })["rke2-cilium"].operator.replicas).toBe(1);
  });
});
