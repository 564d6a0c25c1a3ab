import type { Construct } from "constructs";
import { EksCluster } from "../../lib/cluster/eks-cluster";
import { KubernetesMinor } from "../../lib/cluster/kubernetes-minor";
import type { AwsDescription } from "../../lib/config/aws";
import { isPrivate } from "../../lib/config/cidr";
import { networksOf } from "../../lib/config/sources";
import { DEFAULTS } from "../../lib/defaults";
import { memberGroup } from "../../lib/sandbox/member-group";
import { consume, entryOf, publish } from "../contract";
import type { StateStore } from "../state";
import type { TargetProps } from "../target";
import { TestbedStack } from "../testbed-stack";
import type { AwsNetworkStack } from "./network";
import { addAwsProvider, testbedTags } from "./provider";

/** The Kubernetes groups of each IAM role: those that the frames of its sandboxes give their roles to. */
function membersOf(members: AwsDescription["members"]): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const [sandbox, roles] of Object.entries(members)) {
    for (const role of ["developers", "viewers"] as const) {
      for (const arn of roles[role]) groups[arn] = [...(groups[arn] ?? []), memberGroup(sandbox, role)];
    }
  }
  return groups;
}

/** `<name>-cluster`: the control plane. It has no Kubernetes or Helm provider: the cluster is not there when it starts. */
export class AwsClusterStack extends TestbedStack {
  constructor(
    scope: Construct,
    { testbed, place }: Pick<TargetProps<"aws">, "testbed" | "place">,
    state: StateStore,
    networkStack: AwsNetworkStack,
  ) {
    super(scope, "cluster", { name: place.name, state });
    addAwsProvider(this, place);
    const network = consume(this, "network", networkStack);
    const { aws } = place;
    const sources = networksOf(aws.apiAccess, place.sources);
    const cluster = new EksCluster(this, "cluster", {
      name: place.name,
      region: aws.region,
      clusterName: aws.clusterName,
      minor: KubernetesMinor.of(testbed.kubernetes.minor),
      subnetIds: [network.public_subnet_ids, network.private_subnet_ids].flatMap((ids) =>
        DEFAULTS.zones.map((slot) => entryOf(ids, slot)),
      ),
      securityGroupId: network.control_plane_security_group_id,
      admins: aws.admins,
      members: membersOf(aws.members),
      publicAccessCidrs: sources.filter((cidr) => !isPrivate(cidr)),
      privateAccessCidrs: sources.filter(isPrivate),
      serviceCidr: testbed.kubernetes.serviceCidr,
      logRetentionDays: aws.logRetentionDays,
      deletionProtection: aws.deletionProtection,
      tags: testbedTags(place),
    });
    publish(this, "cluster", {
      cluster_name: cluster.clusterName,
      cluster_id: "",
      cluster_endpoint: cluster.endpoint,
      cluster_certificate_authority: cluster.certificateAuthority,
      cluster_minor: cluster.version,
      login_command: "aws",
      login_arguments: [
        "eks",
        "get-token",
        "--cluster-name",
        aws.clusterName,
        "--region",
        aws.region,
        "--output",
        "json",
      ],
      worker_security_group_id: cluster.workerSecurityGroupId,
      oidc_provider_arn: cluster.oidcProviderArn,
      oidc_issuer: cluster.oidcIssuer,
    });
  }
}
