import type { Construct } from "constructs";
import { cloudControllerManifest } from "../../lib/cluster/cloud-controller-manifest";
import { RancherCluster } from "../../lib/cluster/rancher-cluster";
import { addRancherProvider } from "../../lib/cluster/rancher-provider";
import { RancherSignIn } from "../../lib/cluster/rancher-sign-in";
import type { PlaceOn } from "../../lib/config/place";
import { OpenStackNodeSecurityGroup } from "../../lib/network/openstack-node-security-group";
import { IdentityApplicationCredentialV3 } from "../../lib/providers/openstack/identity-application-credential-v3";
import { consume, publish } from "../contract";
import { rancherContract } from "../rancher/contract";
import { publishSecret } from "../secret";
import type { TargetProps } from "../target";
import { TestbedStack } from "../testbed-stack";
import type { OpenStackNetworkStack } from "./network";
import { addOpenstackProvider, testbedTags } from "./provider";

/** `<name>-cluster`: the cluster in Rancher, which waits for its servers, and the credential by which it acts at OpenStack. */
export class OpenStackClusterStack extends TestbedStack {
  constructor(
    scope: Construct,
    { testbed, place, state }: TargetProps<"openstack">,
    networkStack: OpenStackNetworkStack,
  ) {
    super(scope, "cluster", { name: place.name, state });
    addOpenstackProvider(this, place);
    addRancherProvider(this, place.openstack.rancher, place.providers);
    const network = consume(this, "network", networkStack);
    const { name, openstack, mirror } = place;
    const nodes = new OpenStackNodeSecurityGroup(this, "nodes", { name, tags: testbedTags(place) });
    const { minor, podCidr, serviceCidr } = testbed.kubernetes;
    const controlPlanes = Object.values(openstack.nodes).filter(({ roles }) => roles.includes("controlplane"));
    const cluster = new RancherCluster(this, "cluster", {
      name,
      minor,
      rke2Version: openstack.rancher.rke2,
      podNetwork: podCidr,
      serviceNetwork: serviceCidr,
      apiNames: [network.entry_public_address, network.entry_private_address],
      admins: openstack.rancher.admins,
      cloudController: this.cloudController(place, minor),
      controlPlanes: controlPlanes.reduce((all, { count }) => all + count, 0),
      mirror,
      deletionProtection: openstack.deletionProtection,
    });
    const { url, admins, signIn } = openstack.rancher;
    if (signIn) new RancherSignIn(this, "sign-in", { url, admins, ...signIn });
    publishSecret(this, "node_command", cluster.nodeCommand, "Command by which a machine joins the cluster");
    publish(this, "cluster", {
      ...rancherContract(place.name, openstack.rancher, cluster),
      worker_security_group_id: nodes.groupId,
    });
  }

  /** The cloud controller as a manifest: nodes take pods when it has seen them, so it comes with the first of them. */
  private cloudController({ name, openstack, mirror }: PlaceOn<"openstack">, kubernetesMinor: string): string {
    const credential = new IdentityApplicationCredentialV3(this, "credential", {
      name: `${name}-cluster`,
      description: "Volumes and nodes of the cluster",
      roles: [openstack.role],
    });
    return cloudControllerManifest({
      authUrl: openstack.authUrl,
      region: openstack.region,
      applicationCredentialId: credential.id,
      applicationCredentialSecret: credential.secret,
      certificateAuthority: openstack.certificateAuthority,
      volumeZones: openstack.volumeZone === undefined,
      kubernetesMinor,
      clusterName: name,
      mirror,
    });
  }
}
