import { z } from "zod";
import { PLATFORM_CHARTS, type PlatformChart } from "../charts/platform-charts";
import { chartValues } from "./chart-values";

/** What a testbed says of its platform, the same at every place. */
export const platformSchema = z
  .strictObject({
    values: z
      .strictObject(Object.fromEntries(Object.keys(PLATFORM_CHARTS).map((name) => [name, chartValues(name)])) as Values)
      .prefault({})
      .describe("Helm values by chart; each is held against what the pinned chart knows. Never secrets"),
  })
  .prefault({})
  .describe("What every sandbox shares: storage, ingress, certificates, autoscaling");

type Values = Record<PlatformChart, ReturnType<typeof chartValues>>;
