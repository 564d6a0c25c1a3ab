import type { TerraformElement } from "cdktf";

/** Security findings of checkov that we accept, by check id, each with the reason. */
export type AcceptedFindings = Readonly<Record<`CKV${string}`, string>>;

/**
 * Writes into the synthesized JSON, beside the resource, which findings of checkov we accept and why. checkov itself
 * does not read such notes in JSON (bridgecrewio/checkov#4634); the end-to-end test does, and fails on any other finding.
 */
export function acceptFindings(element: TerraformElement, findings: AcceptedFindings): void {
  const skip = Object.entries(findings).map(([id, comment]) => ({ id, comment }));
  element.addOverride("//", { checkov: { skip } });
}
