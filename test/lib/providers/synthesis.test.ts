import { type TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { ComputeInstanceV2 } from "../../../lib/providers/openstack/compute-instance-v2";
import { DataOpenstackImagesImageV2 } from "../../../lib/providers/openstack/data-openstack-images-image-v2";
import { NetworkingNetworkV2 } from "../../../lib/providers/openstack/networking-network-v2";
import { NetworkingSubnetV2 } from "../../../lib/providers/openstack/networking-subnet-v2";
import { OpenstackProvider } from "../../../lib/providers/openstack/provider";
import { ClusterSync } from "../../../lib/providers/rancher2/cluster-sync";
import { ClusterV2 } from "../../../lib/providers/rancher2/cluster-v2";
import { Rancher2Provider } from "../../../lib/providers/rancher2/provider";
import { newStack } from "./support/new-stack";

function synthesized(build: (stack: TerraformStack) => void) {
  const stack = newStack();
  build(stack);
  return JSON.parse(Testing.synth(stack));
}

describe("a resource", () => {
  it("writes blocks with names of Terraform, and leaves the keys of maps as they are", () => {
    const { resource } = synthesized((stack) => {
      new ComputeInstanceV2(stack, "machine", {
        name: "first",
        keyPair: "ours",
        metadata: { someKey: "a", "some-key": "b", "some.key": "c" },
        network: [{ port: "one" }, { port: "two" }],
        blockDevice: [{ sourceType: "image", bootIndex: 0, deleteOnTermination: false }],
        schedulerHints: [{ group: "apart" }],
      });
    });
    expect(resource.openstack_compute_instance_v2.machine).toEqual({
      name: "first",
      key_pair: "ours",
      metadata: { someKey: "a", "some-key": "b", "some.key": "c" },
      network: [{ port: "one" }, { port: "two" }],
      block_device: [{ source_type: "image", boot_index: 0, delete_on_termination: false }],
      scheduler_hints: [{ group: "apart" }],
    });
  });

  it("writes a block that may stand once as an object, down to the innermost", () => {
    const { resource } = synthesized((stack) => {
      new ClusterV2(stack, "cluster", {
        name: "testbed",
        kubernetesVersion: "v1.35.0+rke2r1",
        rkeConfig: {
          machineGlobalConfig: "cni: cilium",
          machineSelectorConfig: [{ config: "protect-kernel-defaults: true" }],
          upgradeStrategy: { workerConcurrency: "10%", workerDrainOptions: { deleteEmptyDirData: true } },
          etcd: {},
        },
      });
    });
    expect(resource.rancher2_cluster_v2.cluster).toEqual({
      name: "testbed",
      kubernetes_version: "v1.35.0+rke2r1",
      rke_config: {
        machine_global_config: "cni: cilium",
        machine_selector_config: [{ config: "protect-kernel-defaults: true" }],
        upgrade_strategy: { worker_concurrency: "10%", worker_drain_options: { delete_empty_dir_data: true } },
        etcd: {},
      },
    });
  });

  it("leaves out what is undefined, but not what is empty, nothing or no", () => {
    const { resource } = synthesized((stack) => {
      new ComputeInstanceV2(stack, "machine", {
        name: "",
        flavorName: undefined,
        metadata: {},
        configDrive: false,
        network: [],
        blockDevice: [{ sourceType: "blank", volumeSize: 0, uuid: undefined }],
        schedulerHints: undefined,
      });
    });
    expect(resource.openstack_compute_instance_v2.machine).toEqual({
      name: "",
      metadata: {},
      config_drive: false,
      network: [],
      block_device: [{ source_type: "blank", volume_size: 0 }],
    });
  });

  it("refers to another by its attributes", () => {
    const { resource } = synthesized((stack) => {
      const network = new NetworkingNetworkV2(stack, "network");
      new NetworkingSubnetV2(stack, "subnet", { networkId: network.id });
    });
    expect(resource.openstack_networking_subnet_v2.subnet).toEqual({
      network_id: "${openstack_networking_network_v2.network.id}",
    });
  });

  it("hands out the command by which a machine joins a cluster", () => {
    const { resource } = synthesized((stack) => {
      const cluster = new ClusterV2(stack, "cluster", { name: "testbed", kubernetesVersion: "v1.35.0+rke2r1" });
      new ComputeInstanceV2(stack, "machine", {
        name: "first",
        userData: `#!/bin/sh\n${cluster.clusterRegistrationToken.get(0).nodeCommand} --worker`,
      });
    });
    expect(resource.openstack_compute_instance_v2.machine.user_data).toBe(
      "#!/bin/sh\n${rancher2_cluster_v2.cluster.cluster_registration_token[0].node_command} --worker",
    );
  });

  it("takes the meta-arguments of Terraform", () => {
    const { resource } = synthesized((stack) => {
      const provider = new Rancher2Provider(stack, "second", {
        apiUrl: "https://rancher.example.org",
        alias: "second",
      });
      const cluster = new ClusterV2(stack, "cluster", {
        name: "testbed",
        kubernetesVersion: "v1.35.0+rke2r1",
        provider,
        lifecycle: { preventDestroy: true, ignoreChanges: ["labels"] },
      });
      new ClusterSync(stack, "sync", { clusterId: cluster.clusterV1Id, provider, dependsOn: [cluster], count: 2 });
    });
    expect(resource.rancher2_cluster_v2.cluster).toMatchObject({
      provider: "rancher2.second",
      lifecycle: { prevent_destroy: true, ignore_changes: ["labels"] },
    });
    expect(resource.rancher2_cluster_sync.sync).toEqual({
      cluster_id: "${rancher2_cluster_v2.cluster.cluster_v1_id}",
      provider: "rancher2.second",
      depends_on: ["rancher2_cluster_v2.cluster"],
      count: 2,
    });
  });
});

describe("a data source", () => {
  it("takes the meta-arguments of Terraform", () => {
    const { data } = synthesized((stack) => {
      const provider = new OpenstackProvider(stack, "second", { alias: "second" });
      const network = new NetworkingNetworkV2(stack, "network");
      new DataOpenstackImagesImageV2(stack, "image", { name: "ubuntu", provider, dependsOn: [network] });
    });
    expect(data.openstack_images_image_v2.image).toEqual({
      name: "ubuntu",
      provider: "openstack.second",
      depends_on: ["openstack_networking_network_v2.network"],
    });
  });
});

describe("a provider", () => {
  it("says where it comes from, and leaves its version to the stack", () => {
    const { terraform } = synthesized((stack) => {
      new OpenstackProvider(stack, "openstack");
      new Rancher2Provider(stack, "rancher2", { apiUrl: "https://rancher.example.org" });
    });
    expect(terraform.required_providers).toEqual({
      openstack: { source: "terraform-provider-openstack/openstack" },
      rancher2: { source: "rancher/rancher2" },
    });
  });

  it("may stand twice, under an alias", () => {
    const { provider } = synthesized((stack) => {
      new OpenstackProvider(stack, "first", { authUrl: "https://first.example.org/v3", region: "one" });
      new OpenstackProvider(stack, "second", { authUrl: "https://second.example.org/v3", alias: "second" });
    });
    expect(provider.openstack).toEqual([
      { auth_url: "https://first.example.org/v3", region: "one" },
      { auth_url: "https://second.example.org/v3", alias: "second" },
    ]);
  });
});
