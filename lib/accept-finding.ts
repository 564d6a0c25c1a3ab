import { type TerraformDataSource, TerraformResource, TerraformStack } from "cdktf";

/** Security findings of checkov that we accept, by check id, each with the reason. */
export type AcceptedFindings = Readonly<Record<`CKV${string}`, string>>;

/**
 * Writes into the synthesized JSON, beside the resource, which findings of checkov we accept and why. checkov itself
 * does not read such notes in JSON (bridgecrewio/checkov#4634); the end-to-end test does, and fails on any other finding.
 */
export function acceptFindings(element: TerraformResource | TerraformDataSource, findings: AcceptedFindings): void {
  const section = TerraformResource.isTerraformResource(element) ? "resource" : "data";
  const skip = Object.entries(findings).map(([id, comment]) => ({ id, comment }));
  // By way of the stack, because cdktf drops what is put beside a data source.
  TerraformStack.of(element).addOverride(
    `${section}.${element.terraformResourceType}.${element.friendlyUniqueId}.//.checkov`,
    { skip },
  );
}
