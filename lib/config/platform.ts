import { z } from "zod";
import { PLATFORM_CHARTS, type PlatformChart } from "../charts/platform-charts";
import { says } from "./fields";
import { freeText } from "./sandbox/free-text";

/** Values of a chart, whatever stands in them; the text in them is escaped where it meets Terraform. */
const values = (chart: string) =>
  z
    .record(freeText(253), z.unknown())
    .refine((value) => !JSON.stringify(value).includes("TfToken["), {
      error: says("holds a token of cdktf", "Write the text without TfToken[."),
    })
    .default({})
    .describe(`Helm values of the chart ${chart}, for what the testbed leaves open`);

/** What a testbed says of its platform, the same at every place. */
export const platformSchema = z
  .strictObject({
    values: z
      .strictObject(Object.fromEntries(Object.keys(PLATFORM_CHARTS).map((name) => [name, values(name)])) as Values)
      .prefault({})
      .describe("Helm values by chart; each is held against what the pinned chart knows. Never secrets"),
  })
  .prefault({})
  .describe("What every sandbox shares: storage, ingress, certificates, autoscaling");

type Values = Record<PlatformChart, ReturnType<typeof values>>;
