import { z } from "zod";
import { says } from "./fields";
import { freeText } from "./sandbox/free-text";

/** Values of a chart, whatever stands in them; the text in them is escaped where it meets Terraform. */
export function chartValues(chart: string) {
  return z
    .record(freeText(253), z.unknown())
    .refine((value) => !JSON.stringify(value).includes("TfToken["), {
      error: says("holds a token of cdktf", "Write the text without TfToken[."),
    })
    .default({})
    .describe(`Helm values of the chart ${chart}, for what the testbed leaves open`);
}
