import { gunzipSync } from "node:zlib";
import { z } from "zod";
import type { Moto } from "./moto";

const instances = z.object({
  Reservations: z.array(
    z.object({
      Instances: z.array(
        z.object({
          InstanceType: z.string(),
          ImageId: z.string(),
          KeyName: z.string().optional(),
          State: z.object({ Name: z.string() }),
          IamInstanceProfile: z.object({ Arn: z.string() }).optional(),
          MetadataOptions: z
            .object({ HttpEndpoint: z.string(), HttpTokens: z.string(), HttpPutResponseHopLimit: z.number() })
            .optional(),
          NetworkInterfaces: z.array(z.object({ NetworkInterfaceId: z.string() })),
        }),
      ),
    }),
  ),
});
const images = z.object({ Images: z.array(z.object({ Architecture: z.string(), Name: z.string() })) });
const userData = z.object({ UserData: z.object({ Value: z.string() }) });
const parameter = z.object({ Parameter: z.object({ Type: z.string(), Value: z.string() }) });
const parameters = z.object({ Parameters: z.array(z.object({ Name: z.string() })) });
const roles = z.object({ Roles: z.array(z.object({ RoleName: z.string() })) });
const profiles = z.object({ InstanceProfiles: z.array(z.object({ InstanceProfileName: z.string() })) });
const policyNames = z.object({ PolicyNames: z.array(z.string()) });
const policy = z.object({
  PolicyDocument: z.object({
    Statement: z.array(
      z.object({
        Effect: z.string(),
        Action: z.union([z.string(), z.array(z.string())]),
        Resource: z.union([z.string(), z.array(z.string())]),
      }),
    ),
  }),
});

/** A machine. */
export async function instanceOf(moto: Moto, id: string) {
  const { Reservations } = await moto.ask(instances, "ec2", "describe_instances", { InstanceIds: [id] });
  const [instance] = Reservations.flatMap(({ Instances }) => Instances);
  if (!instance) throw new Error(`There is no instance ${id}.`);
  return instance;
}

/** The image that a machine was started from. */
export async function imageOf(moto: Moto, id: string) {
  const { Images } = await moto.ask(images, "ec2", "describe_images", { ImageIds: [id] });
  return Images;
}

/** What a machine is told at its start. */
export async function userDataOf(moto: Moto, id: string): Promise<string> {
  const question = { InstanceId: id, Attribute: "userData" };
  const { UserData } = await moto.ask(userData, "ec2", "describe_instance_attribute", question);
  return Buffer.from(UserData.Value, "base64").toString();
}

/** The configuration that a parameter holds, gzipped, in base64. */
export async function configurationIn(moto: Moto, name: string): Promise<string> {
  const { Parameter } = await moto.ask(parameter, "ssm", "get_parameter", { Name: name });
  return gunzipSync(Buffer.from(Parameter.Value, "base64")).toString();
}

/** The names of all parameters below a path. */
export async function parametersBelow(moto: Moto, path: string): Promise<string[]> {
  const question = { Path: path, Recursive: true };
  const { Parameters } = await moto.ask(parameters, "ssm", "get_parameters_by_path", question);
  return Parameters.map(({ Name }) => Name);
}

/** The names of all roles and instance profiles. */
export async function identities(moto: Moto): Promise<string[]> {
  const { Roles } = await moto.ask(roles, "iam", "list_roles");
  const { InstanceProfiles } = await moto.ask(profiles, "iam", "list_instance_profiles");
  return [...Roles.map(({ RoleName }) => RoleName), ...InstanceProfiles.map(({ InstanceProfileName: name }) => name)];
}

/** What a role may do by its own policies: each statement's actions and resources. */
export async function rightsOf(moto: Moto, role: string) {
  const { PolicyNames } = await moto.ask(policyNames, "iam", "list_role_policies", { RoleName: role });
  const rights = [];
  for (const PolicyName of PolicyNames) {
    const answer = await moto.ask(policy, "iam", "get_role_policy", { RoleName: role, PolicyName });
    rights.push(...answer.PolicyDocument.Statement);
  }
  return rights.map(({ Effect, Action, Resource }) => [Effect, [Action].flat().sort(), [Resource].flat()]);
}
