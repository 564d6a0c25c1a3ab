import { describe, expect, it } from "vitest";
import {
  type CloudControllerValuesOptions,
  cloudControllerValues,
} from "../../../../lib/charts/values/cloud-controller";
import { CILIUM_TAINT } from "../../../../lib/cilium-taint";
import { CLOUD_CONTROLLER_TAGS, KUBERNETES_MINORS } from "../../../../lib/versions";

const valuesWith = (more: Partial<CloudControllerValuesOptions> = {}) =>
  cloudControllerValues({ kubernetesMinor: "1.35", clusterName: "demo", secretSum: "abc", mirror: {}, ...more });
const values = valuesWith();

describe("the values of OpenStack's cloud controller", () => {
  it("take the credential that stands beside it, and start it anew when that changes", () => {
    expect(values).toMatchObject({
      secret: { enabled: true, create: false, name: "cloud-config" },
      podAnnotations: { "testbed-blueprint/secret-sum": "abc" },
    });
  });

  it("are of nodes alone: no load balancers, no routes", () => {
    expect(values).toHaveProperty("enabledControllers", ["cloud-node", "cloud-node-lifecycle"]);
  });

  it("choose nodes of the control plane as RKE2 labels them, with a value", () => {
    expect(values).toHaveProperty(["nodeSelector", "node-role.kubernetes.io/control-plane"], "true");
  });

  it.each([
    "node.cloudprovider.kubernetes.io/uninitialized",
    "node-role.kubernetes.io/control-plane",
    "node-role.kubernetes.io/etcd",
    "CriticalAddonsOnly",
    "node.kubernetes.io/not-ready",
    CILIUM_TAINT.key,
  ])("let it run on nodes with the taint %s, of any effect", (key) => {
    expect(values).toHaveProperty("tolerations", expect.arrayContaining([{ key, operator: "Exists" }]));
  });

  it("need no network of pods and no names of services: the API is that of its own node", () => {
    expect(values).toMatchObject({
      dnsPolicy: "Default",
      extraEnv: [
        { name: "KUBERNETES_SERVICE_HOST", value: "127.0.0.1" },
        { name: "KUBERNETES_SERVICE_PORT", value: "6443" },
      ],
    });
  });

  it("need no folders of a node", () => {
    expect(values).toMatchObject({ extraVolumes: [], extraVolumeMounts: [] });
  });

  it.each([...KUBERNETES_MINORS])("are never of an image newer than Kubernetes %s", (minor) => {
    expect(CLOUD_CONTROLLER_TAGS[minor]).toMatch(new RegExp(`^v${minor.replace(".", "\\.")}\\.\\d+$`));
    expect(valuesWith({ kubernetesMinor: minor })).toHaveProperty("image", { tag: CLOUD_CONTROLLER_TAGS[minor] });
  });

  it("are of the chart's own image, for a Kubernetes that is newer than the library", () => {
    expect(valuesWith({ kubernetesMinor: "1.40" })).toHaveProperty("image", {});
  });

  it("write the name of the cluster in quotes, which the chart does not", () => {
    expect(valuesWith({ clusterName: "123" })).toHaveProperty("cluster.name", '"123"');
  });

  it("name the image as a mirror has it", () => {
    expect(valuesWith({ mirror: { images: "mirror.example.org" } })).toHaveProperty(
      "image.repository",
      "mirror.example.org/registry.k8s.io/provider-os/openstack-cloud-controller-manager",
    );
  });
});
