import { elementId } from "../element-id";

/** The id of an IAM role or user in addresses: `123456789012-role-admin` for a plain role, with a hash for others. */
export function principalId(arn: string): string {
  return elementId(arn.replace(/^.*:iam::/, "").replace(/^(\d+):(role|user)\//, "$1-$2-"));
}
