import { frameLabels } from "./labels";

/** The namespace of a sandbox, as the parts of its frame refer to it. */
export interface FrameNamespace {
  /** Name of the sandbox and of its namespace. */
  readonly name: string;
  /** The same name as a reference, which makes Terraform create the namespace first. */
  readonly reference: string;
}

/** The metadata of an object in the frame of a sandbox. */
export function frameMetadata({ name: sandbox, reference }: FrameNamespace, name: string) {
  return { name, namespace: reference, labels: frameLabels(sandbox) };
}
