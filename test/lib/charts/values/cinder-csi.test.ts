import { describe, expect, it } from "vitest";
import { mergeValues } from "../../../../lib/charts/merge-values";
import { CINDER_REQUESTS, PLATFORM_REQUESTS } from "../../../../lib/charts/requests";
import { CINDER_DRIVER, cinderCsiValues } from "../../../../lib/charts/values/cinder-csi";
import { bytesOf, millicores } from "../../../../lib/config/sandbox/quantity";

const { fixed, defaults } = cinderCsiValues({ clusterName: "demo", mirror: {} });

describe("the values of the driver of OpenStack's volumes (INF-18)", () => {
  it("take the credential that the cluster has, and no file of a node", () => {
    expect(fixed).toMatchObject({
      secret: { enabled: true, create: false, hostMount: false, name: "cloud-config", filename: "cloud.conf" },
      csi: { plugin: { volumes: [], volumeMounts: [{ name: "cloud-config", mountPath: "/etc/config" }] } },
    });
  });

  it("leave storage classes alone", () => {
    expect(fixed).toHaveProperty("storageClass", { enabled: false });
  });

  it("make volumes where their pod runs", () => {
    expect(fixed).toHaveProperty("csi.provisioner.topology", "true");
  });

  it("mark every volume with the cluster", () => {
    expect(fixed).toHaveProperty("clusterID", "demo");
  });

  it("know the name that storage classes have for the driver", () => {
    expect(CINDER_DRIVER).toBe("cinder.csi.openstack.org");
  });

  it("lock up the controllers, which only speak to OpenStack and Kubernetes", () => {
    expect(fixed).toHaveProperty("csi.plugin.controllerPlugin.podSecurityContext.runAsNonRoot", true);
    expect(fixed).toHaveProperty("csi.plugin.controllerPlugin.securityContext", {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
  });

  it("keep volumes coming when a node is gone: two copies, apart where they can be", () => {
    expect(defaults).toHaveProperty("csi.plugin.controllerPlugin.replicas", 2);
    expect(defaults).toHaveProperty(
      "csi.plugin.controllerPlugin.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution",
    );
  });

  it("ask for something in each container, with memory bounded", () => {
    const containers = ["attacher", "livenessprobe", "nodeDriverRegistrar", "provisioner", "resizer", "snapshotter"];
    for (const container of [...containers, "plugin"]) {
      expect(defaults).toHaveProperty(`csi.${container}.resources.requests.memory`);
      expect(defaults).toHaveProperty(`csi.${container}.resources.limits.memory`);
      expect(defaults).not.toHaveProperty(`csi.${container}.resources.limits.cpu`);
    }
  });

  it("ask together for what the capacity of a testbed counts: five helpers in a pod of the controllers, two on a node", () => {
    const { helper, driver } = CINDER_REQUESTS;
    const asked = (helpers: number) => ({
      cpu: helpers * millicores(helper.cpu) + millicores(driver.cpu),
      memory: helpers * bytesOf(helper.memory) + bytesOf(driver.memory),
    });
    const counted = ({ cpu, memory }: { cpu: string; memory: string }) => ({
      cpu: millicores(cpu),
      memory: bytesOf(memory),
    });
    expect(asked(5)).toEqual(counted(PLATFORM_REQUESTS.volumes));
    expect(asked(2)).toEqual(counted(PLATFORM_REQUESTS.volumesOnNodes));
  });

  it("name all images as a mirror has them", () => {
    const { fixed: mirrored } = cinderCsiValues({
      clusterName: "demo",
      mirror: { images: "mirror.example.org/proxy" },
    });
    expect(mirrored).toMatchObject({
      csi: {
        attacher: { image: { repository: "mirror.example.org/proxy/registry.k8s.io/sig-storage/csi-attacher" } },
        plugin: {
          image: { repository: "mirror.example.org/proxy/registry.k8s.io/provider-os/cinder-csi-plugin" },
          volumes: [],
        },
      },
    });
    expect(JSON.stringify(mergeValues(defaults, fixed))).not.toContain("registry.k8s.io");
  });
});
