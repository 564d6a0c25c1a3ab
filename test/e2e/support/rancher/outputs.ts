import { z } from "zod";
import { terraform } from "../../../support/terraform";

const planSchema = z.object({
  output_changes: z.record(z.string(), z.object({ actions: z.array(z.string()) })).default({}),
});

/** Names of the outputs that a plan changes. */
export function changedOutputs(folder: string, environment: NodeJS.ProcessEnv): string[] {
  const succeed = (...args: string[]) => {
    const { status, output } = terraform(folder, args, environment);
    if (status !== 0) throw new Error(`terraform ${args.join(" ")} ended with ${status}:\n${output}`);
    return output;
  };
  succeed("plan", "-input=false", "-out=test.tfplan");
  const { output_changes } = planSchema.parse(JSON.parse(succeed("show", "-json", "test.tfplan")));
  return Object.entries(output_changes).flatMap(([name, { actions }]) => (actions.join() === "no-op" ? [] : [name]));
}
