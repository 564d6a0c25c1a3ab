import { z } from "zod";
import type { Moto } from "./moto";

const cluster = z.object({
  cluster: z.object({
    version: z.string(),
    encryptionConfig: z.array(z.object({ resources: z.array(z.string()), provider: z.object({ keyArn: z.string() }) })),
    resourcesVpcConfig: z.object({
      subnetIds: z.array(z.string()),
      endpointPrivateAccess: z.boolean(),
      endpointPublicAccess: z.boolean(),
      publicAccessCidrs: z.array(z.string()),
    }),
    logging: z.object({ clusterLogging: z.array(z.object({ types: z.array(z.string()), enabled: z.boolean() })) }),
  }),
});
const nodeGroup = z.object({
  nodegroup: z.object({
    subnets: z.array(z.string()),
    scalingConfig: z.object({ minSize: z.number(), desiredSize: z.number(), maxSize: z.number() }),
    taints: z.array(z.object({ key: z.string(), effect: z.string() })),
    nodeRole: z.string(),
  }),
});
const policies = z.object({ AttachedPolicies: z.array(z.object({ PolicyName: z.string() })) });
const templates = z.object({
  LaunchTemplateVersions: z.array(
    z.object({
      LaunchTemplateData: z.object({
        InstanceType: z.string(),
        MetadataOptions: z.object({ HttpTokens: z.string(), HttpPutResponseHopLimit: z.number() }),
        BlockDeviceMappings: z.array(z.object({ Ebs: z.object({ Encrypted: z.boolean(), VolumeSize: z.number() }) })),
      }),
    }),
  ),
});

/** The control plane of this name. */
export async function controlPlane(moto: Moto, name: string) {
  return (await moto.ask(cluster, "eks", "describe_cluster", { name })).cluster;
}

/** A node group of a cluster. */
export async function nodeGroupOf(moto: Moto, clusterName: string, nodegroupName: string) {
  return (await moto.ask(nodeGroup, "eks", "describe_nodegroup", { clusterName, nodegroupName })).nodegroup;
}

/** The names of the managed policies that a role has. */
export async function policiesOf(moto: Moto, role: string) {
  const { AttachedPolicies } = await moto.ask(policies, "iam", "list_attached_role_policies", { RoleName: role });
  return AttachedPolicies.map(({ PolicyName }) => PolicyName).sort();
}

/** What a launch template says in each of its versions. */
export async function launchTemplate(moto: Moto, name: string) {
  const question = { LaunchTemplateName: name };
  const answer = await moto.ask(templates, "ec2", "describe_launch_template_versions", question);
  return answer.LaunchTemplateVersions.map(({ LaunchTemplateData }) => LaunchTemplateData);
}
