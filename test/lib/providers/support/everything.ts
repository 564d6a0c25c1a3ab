import { Fn, type TerraformStack, TerraformVariable } from "cdktf";
import { ComputeInstanceV2 } from "../../../../lib/providers/openstack/compute-instance-v2";
import { ComputeKeypairV2 } from "../../../../lib/providers/openstack/compute-keypair-v2";
import { ComputeServergroupV2 } from "../../../../lib/providers/openstack/compute-servergroup-v2";
import { DataOpenstackComputeInstanceV2 } from "../../../../lib/providers/openstack/data-openstack-compute-instance-v2";
import { DataOpenstackImagesImageV2 } from "../../../../lib/providers/openstack/data-openstack-images-image-v2";
import { DataOpenstackNetworkingNetworkV2 } from "../../../../lib/providers/openstack/data-openstack-networking-network-v2";
import { IdentityApplicationCredentialV3 } from "../../../../lib/providers/openstack/identity-application-credential-v3";
import { NetworkingFloatingipV2 } from "../../../../lib/providers/openstack/networking-floatingip-v2";
import { NetworkingNetworkV2 } from "../../../../lib/providers/openstack/networking-network-v2";
import { NetworkingPortV2 } from "../../../../lib/providers/openstack/networking-port-v2";
import { NetworkingRouterInterfaceV2 } from "../../../../lib/providers/openstack/networking-router-interface-v2";
import { NetworkingRouterV2 } from "../../../../lib/providers/openstack/networking-router-v2";
import { NetworkingSecgroupRuleV2 } from "../../../../lib/providers/openstack/networking-secgroup-rule-v2";
import { NetworkingSecgroupV2 } from "../../../../lib/providers/openstack/networking-secgroup-v2";
import { NetworkingSubnetV2 } from "../../../../lib/providers/openstack/networking-subnet-v2";
import { OpenstackProvider } from "../../../../lib/providers/openstack/provider";
import { AppV2 } from "../../../../lib/providers/rancher2/app-v2";
import { AuthConfigGenericOidc } from "../../../../lib/providers/rancher2/auth-config-generic-oidc";
import { AuthConfigOpenldap } from "../../../../lib/providers/rancher2/auth-config-openldap";
import { CatalogV2 } from "../../../../lib/providers/rancher2/catalog-v2";
import { ClusterRoleTemplateBinding } from "../../../../lib/providers/rancher2/cluster-role-template-binding";
import { ClusterSync } from "../../../../lib/providers/rancher2/cluster-sync";
import { ClusterV2 } from "../../../../lib/providers/rancher2/cluster-v2";
import { Rancher2Provider } from "../../../../lib/providers/rancher2/provider";

const TAGS = ["testbed"];

/** Every class with every argument, as an OpenStack cloud and a Rancher server could take them. */
export function addEverything(stack: TerraformStack): void {
  const nodeCommand = addRancher(stack);
  addOpenstack(stack, nodeCommand);
}

function addRancher(stack: TerraformStack): string {
  new Rancher2Provider(stack, "rancher2", { apiUrl: "https://rancher.example.org", caCerts: "a certificate" });
  const cluster = new ClusterV2(stack, "cluster", {
    name: "testbed",
    kubernetesVersion: "v1.35.0+rke2r1",
    labels: { "example.org/someKey": "yes" },
    defaultPodSecurityAdmissionConfigurationTemplateName: "rancher-restricted",
    rkeConfig: {
      additionalManifest: "apiVersion: v1\nkind: Namespace\nmetadata: {name: first}\n",
      chartValues: "rke2-cilium: {}\n",
      machineGlobalConfig: "cni: cilium\n",
      machineSelectorConfig: [{ config: "protect-kernel-defaults: true\n" }],
      upgradeStrategy: {
        controlPlaneConcurrency: "1",
        workerConcurrency: "10%",
        workerDrainOptions: {
          enabled: true,
          deleteEmptyDirData: true,
          disableEviction: false,
          force: false,
          gracePeriod: -1,
          ignoreDaemonSets: true,
          skipWaitForDeleteTimeoutSeconds: 0,
          timeout: 600,
        },
      },
      etcd: { disableSnapshots: false, snapshotScheduleCron: "0 */6 * * *", snapshotRetention: 8 },
    },
  });
  const { clusterId, defaultProjectId } = addSync(stack, cluster);
  const charts = new CatalogV2(stack, "charts", { clusterId, name: "charts", url: "https://charts.example.org" });
  new CatalogV2(stack, "git", { clusterId, name: "git", gitRepo: "https://git.example.org/charts", gitBranch: "main" });
  new AppV2(stack, "app", {
    clusterId,
    name: "app",
    namespace: "apps",
    repoName: charts.name,
    chartName: "app",
    chartVersion: "1.0.0",
    projectId: defaultProjectId,
    values: "replicas: 2\n",
    wait: true,
  });
  addAccess(stack, clusterId);
  return cluster.clusterRegistrationToken.get(0).nodeCommand;
}

function addSync(stack: TerraformStack, cluster: ClusterV2) {
  const { id, defaultProjectId } = new ClusterSync(stack, "sync", {
    clusterId: cluster.clusterV1Id,
    stateConfirm: 3,
    waitCatalogs: true,
    timeouts: { create: "90m" },
  });
  return { clusterId: id, defaultProjectId };
}

function addAccess(stack: TerraformStack, clusterId: string): void {
  const password = new TerraformVariable(stack, "password", { type: "string", sensitive: true }).stringValue;
  const allowed = { accessMode: "restricted", allowedPrincipalIds: ["openldap_group://cn=testbed"] };
  new AuthConfigOpenldap(stack, "ldap", {
    servers: ["ldap.example.org"],
    serviceAccountDistinguishedName: "cn=rancher,dc=example,dc=org",
    serviceAccountPassword: password,
    testUsername: "somebody",
    testPassword: password,
    userSearchBase: "ou=people,dc=example,dc=org",
    port: 636,
    tls: true,
    certificate: Buffer.from("a certificate").toString("base64"),
    groupSearchBase: "ou=groups,dc=example,dc=org",
    userLoginAttribute: "uid",
    userObjectClass: "inetOrgPerson",
    groupObjectClass: "groupOfNames",
    ...allowed,
  });
  new AuthConfigGenericOidc(stack, "oidc", {
    clientId: "rancher",
    clientSecret: password,
    issuer: "https://login.example.org",
    rancherUrl: "https://rancher.example.org/verify-auth",
    groupsField: "groups",
    scopes: "openid",
    ...allowed,
  });
  const admin = { clusterId, roleTemplateId: "cluster-owner" };
  new ClusterRoleTemplateBinding(stack, "group", {
    name: "group",
    groupPrincipalId: "openldap_group://cn=a",
    ...admin,
  });
  new ClusterRoleTemplateBinding(stack, "user", { name: "user", userPrincipalId: "local://u-abcde", ...admin });
}

function addOpenstack(stack: TerraformStack, nodeCommand: string): void {
  new OpenstackProvider(stack, "openstack", { authUrl: "https://cloud.example.org/v3", region: "one" });
  const outside = new DataOpenstackNetworkingNetworkV2(stack, "outside", { name: "public", external: true });
  const network = new NetworkingNetworkV2(stack, "network", { name: "testbed", description: "Ours", tags: TAGS });
  const subnet = new NetworkingSubnetV2(stack, "subnet", {
    networkId: network.id,
    cidr: "10.0.0.0/24",
    name: "testbed",
    description: "Ours",
    dnsNameservers: ["192.0.2.53"],
    tags: TAGS,
  });
  const router = new NetworkingRouterV2(stack, "router", {
    name: "testbed",
    externalNetworkId: outside.id,
    tags: TAGS,
  });
  new NetworkingRouterInterfaceV2(stack, "gateway", { routerId: router.id, subnetId: subnet.id });
  const port = new NetworkingPortV2(stack, "port", {
    networkId: network.id,
    name: "first",
    description: "Ours",
    securityGroupIds: [addSecurityGroup(stack)],
    fixedIp: [{ subnetId: subnet.id, ipAddress: "10.0.0.10" }],
    tags: TAGS,
  });
  new NetworkingFloatingipV2(stack, "address", { pool: "public", portId: port.id, description: "Ours", tags: TAGS });
  addMachine(stack, port, nodeCommand);
  new IdentityApplicationCredentialV3(stack, "credential", { name: "ccm", description: "Ours", roles: ["member"] });
}

function addSecurityGroup(stack: TerraformStack): string {
  const { id } = new NetworkingSecgroupV2(stack, "traffic", {
    name: "testbed",
    description: "Ours",
    deleteDefaultRules: true,
    tags: TAGS,
  });
  const rule = { securityGroupId: id, direction: "ingress", ethertype: "IPv4", protocol: "tcp" };
  new NetworkingSecgroupRuleV2(stack, "ssh", {
    ...rule,
    portRangeMin: 22,
    portRangeMax: 22,
    remoteIpPrefix: "192.0.2.0/24",
    description: "SSH",
  });
  new NetworkingSecgroupRuleV2(stack, "among", { ...rule, remoteGroupId: id });
  return id;
}

function addMachine(stack: TerraformStack, port: NetworkingPortV2, nodeCommand: string): void {
  const image = new DataOpenstackImagesImageV2(stack, "image", { name: "ubuntu-24.04", mostRecent: true });
  const key = new ComputeKeypairV2(stack, "key", { name: "testbed", publicKey: "ssh-ed25519 AAAA" });
  const group = new ComputeServergroupV2(stack, "apart", { name: "testbed", policies: ["soft-anti-affinity"] });
  const machine = new ComputeInstanceV2(stack, "machine", {
    name: "first",
    flavorName: "m1.large",
    keyPair: key.name,
    userData: `#!/bin/sh\n${nodeCommand} --worker`,
    availabilityZone: "nova",
    metadata: { someKey: Fn.join(",", port.allFixedIps) },
    configDrive: true,
    network: [{ port: port.id }],
    blockDevice: [
      {
        sourceType: "image",
        uuid: image.id,
        volumeSize: 40,
        destinationType: "volume",
        bootIndex: 0,
        deleteOnTermination: true,
        volumeType: "ssd",
      },
    ],
    schedulerHints: [{ group: group.id }],
  });
  new DataOpenstackComputeInstanceV2(stack, "read-back", { id: machine.id });
}
