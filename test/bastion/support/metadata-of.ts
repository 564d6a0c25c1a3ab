import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** What the metadata of a server holds for a bastion, before it is cut. */
export interface MetadataTexts {
  /** The configuration of HAProxy without nodes. */
  readonly ways: string;
  readonly worker?: readonly string[];
  readonly controlPlane?: readonly string[];
}

/** Metadata of a server. */
export type Metadata = Readonly<Record<string, string>>;

/** The metadata as Terraform makes it of these texts; written here, because the library's own expression is under test. */
export function metadataOf({ ways, worker = [], controlPlane = [] }: MetadataTexts): Metadata {
  const texts = {
    ways: gzipSync(ways).toString("base64"),
    worker: worker.join(","),
    "control-plane": controlPlane.join(","),
  };
  const parts = Object.entries(texts).map(([name, text]) => [name, text.match(/.{1,255}/g) ?? []] as const);
  const digest = createHash("sha256").update(Object.values(texts).join("\n")).digest("hex");
  return {
    ...Object.fromEntries(
      parts.flatMap(([name, list]) =>
        list.map((part, index) => [`${name}-${String(index).padStart(2, "0")}`, part] as const),
      ),
    ),
    contents: JSON.stringify({ ...Object.fromEntries(parts.map(([name, list]) => [name, list.length])), digest }),
  };
}

/**
 * Every metadata that the server has while the provider changes it: it takes away, one after the other, what is gone, and
 * then writes everything else at once (`resourceComputeInstanceV2Update` of terraform-provider-openstack).
 */
export function stepsBetween(before: Metadata, after: Metadata): Metadata[] {
  const steps = [before];
  for (const gone of Object.keys(before).filter((key) => !(key in after))) {
    const { [gone]: _, ...rest } = steps.at(-1) ?? {};
    steps.push(rest);
  }
  return [...steps, { ...steps.at(-1), ...after }];
}
