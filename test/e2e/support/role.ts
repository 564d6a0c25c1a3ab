import { z } from "zod";
import type { Moto } from "./moto";

const list = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat().sort());
const statement = z.object({
  Action: list,
  Resource: list.optional(),
  Condition: z.record(z.string(), z.record(z.string(), list)).optional(),
});
const document = z.object({ Statement: z.union([statement, z.array(statement)]).transform((value) => [value].flat()) });
const role = z.object({ Role: z.object({ Arn: z.string(), AssumeRolePolicyDocument: document }) });
const names = z.object({ PolicyNames: z.array(z.string()) });
const policy = z.object({ PolicyDocument: document });

/** A role: who may act as it, and what its own policies let it do, each as IAM has it. */
export async function roleOf(moto: Moto, RoleName: string) {
  const { Role } = await moto.ask(role, "iam", "get_role", { RoleName });
  const { PolicyNames } = await moto.ask(names, "iam", "list_role_policies", { RoleName });
  const policies = await Promise.all(
    PolicyNames.map((PolicyName) => moto.ask(policy, "iam", "get_role_policy", { RoleName, PolicyName })),
  );
  return {
    arn: Role.Arn,
    trust: Role.AssumeRolePolicyDocument.Statement,
    rights: policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
  };
}
