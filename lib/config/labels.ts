import { z } from "zod";
import { text } from "./fields";

const qualifiedName = (what: string) =>
  text(
    /^(?!.{254,}\/)([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/,
    `is not a ${what}`,
    'Write a name, or a domain and a name, as in "example.org/gpu".',
  );

const labelValue = () =>
  text(
    /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/,
    "is not a label value",
    "Use at most 63 letters, digits, dots, hyphens and underscores, with a letter or digit at both ends.",
  );

/** Labels of nodes. */
export function labels() {
  return z.record(qualifiedName("label key"), labelValue()).default({}).describe("Kubernetes labels of the nodes");
}

/** Taints of nodes. */
export function taints() {
  return z
    .array(
      z
        .strictObject({
          key: qualifiedName("taint key")
            .meta({ examples: ["example.org/gpu"] })
            .describe("Key of the taint"),
          value: labelValue().default("").describe("Value of the taint"),
          effect: z
            .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
            .meta({ examples: ["NoSchedule"] })
            .describe("What happens to pods that do not tolerate the taint"),
        })
        .meta({ examples: [{ key: "example.org/gpu", effect: "NoSchedule" }] }),
    )
    .default([]);
}
