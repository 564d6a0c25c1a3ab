import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { hostCloudConfig } from "../../lib/cluster/host-cloud-config";
import { hostPreparation } from "../../lib/cluster/host-preparation";
import { RancherCluster } from "../../lib/cluster/rancher-cluster";
import { addRancherProvider } from "../../lib/cluster/rancher-provider";
import { RancherSignIn } from "../../lib/cluster/rancher-sign-in";
import { registrationCommand } from "../../lib/cluster/registration-command";
import type { HostDescription } from "../../lib/config/rancher";
import { literal } from "../../lib/literal";
import { publish } from "../contract";
import { publishSecret } from "../secret";
import type { TargetProps } from "../target";
import { TestbedStack } from "../testbed-stack";
import { rancherContract } from "./contract";

/** `<name>-cluster`: the cluster in Rancher, which waits for its hosts, and how each of them joins it. */
export class RancherClusterStack extends TestbedStack {
  constructor(scope: Construct, { testbed, place, state }: TargetProps<"rancher">) {
    super(scope, "cluster", { name: place.name, state });
    const { name, mirror, rancher } = place;
    addRancherProvider(this, rancher.server, place.providers);
    const { minor, podCidr, serviceCidr } = testbed.kubernetes;
    const cluster = new RancherCluster(this, "cluster", {
      name,
      minor,
      rke2Version: rancher.server.rke2,
      podNetwork: podCidr,
      serviceNetwork: serviceCidr,
      apiNames: [rancher.entry.publicAddress, rancher.entry.privateAddress],
      admins: rancher.server.admins,
      controlPlanes: Object.values(rancher.hosts).filter(({ roles }) => roles.includes("controlplane")).length,
      mirror,
      deletionProtection: rancher.deletionProtection,
    });
    const { url, admins, signIn } = rancher.server;
    if (signIn) new RancherSignIn(this, "sign-in", { url, admins, ...signIn });
    const { nodeCommand } = cluster;
    const prepared = { hardened: true, certificateAuthority: rancher.server.certificateAuthority };
    const each = (write: (host: { readonly name: string } & ReturnType<typeof registration>) => string) =>
      Object.fromEntries(
        Object.entries(rancher.hosts).map(([host, description]) => [
          host,
          write({ name: host, ...registration(description) }),
        ]),
      );
    // Hosts that no cloud-init makes: this first, and then the command.
    new TerraformOutput(this, "host_preparations", {
      value: each((host) => literal(hostPreparation({ ...host, ...prepared }))),
      description: "Script for root of each host, by host: what RKE2 asks of it before it joins",
      staticId: true,
    });
    const commands = each((host) => registrationCommand(nodeCommand, host));
    publishSecret(this, "registration_commands", commands, "Command for root of each host, by host");
    const files = each((host) => hostCloudConfig({ ...host, ...prepared, nodeCommand }));
    publishSecret(this, "registration_cloud_configs", files, "The same as user data of cloud-init, by host");
    publish(this, "cluster", rancherContract(name, rancher.server, cluster));
  }
}

/** What a host says of itself when it joins. */
function registration({ address, roles, labels, taints }: HostDescription) {
  return { internalAddress: address, roles, labels, taints };
}
