import { checkFreeValues } from "../../../charts/free-values";
import type { ChartName } from "../../../versions";
import type { DevopsDescription } from "../../devops/devops";
import { toolHosts } from "../../devops/hosts";
import type { CheckFinding, Description } from "../check";
import { error, warning } from "./finding";

const TOOLS = ["jenkins", "nexus"] as const;

/** Tools have people who sign in, and hosts. */
export function checkNeeds(devops: DevopsDescription, { testbed, place }: Description): CheckFinding[] {
  const tools = TOOLS.filter((tool) => devops[tool] !== undefined);
  const findings: CheckFinding[] = [];
  if (tools.length > 0 && devops.directory === undefined) {
    const what = `has tools (${tools.join(", ")}), and no directory of people who sign in to them`;
    const mend = "Add directory: {organisation: <name>}, or directory: {server: ...} for one elsewhere.";
    findings.push(error([], what, mend, { restsOn: [["devops", "directory"]] }));
  }
  const hosts = toolHosts(testbed);
  if (hosts.length > 0 && place.domain === undefined) {
    const what = `has hosts below the domain (${hosts.join(", ")}), and the place has no domain`;
    const mend = "Add domain: <domain> to the file of the place.";
    findings.push(error([], what, mend, { restsOnFiles: [{ file: "place", path: ["domain"] }] }));
  }
  return findings;
}

const TOOL_CHARTS = [
  { tool: "jenkins", chart: "jenkins" },
  { tool: "nexus", chart: "nexus3" },
] as const satisfies readonly { readonly tool: keyof DevopsDescription; readonly chart: ChartName }[];

/** Helm values are of tools that are there: what the charts know, what is open, and no secrets. */
export function checkToolValues(devops: DevopsDescription): CheckFinding[] {
  return TOOL_CHARTS.flatMap(({ tool, chart }) => {
    const values = devops.values[chart];
    if (Object.keys(values).length === 0) return [];
    const path = ["values", chart];
    const wrong = checkFreeValues(chart, values).map(({ what, mend, ...problem }) =>
      error([...path, ...problem.path], what, mend, { target: problem.target }),
    );
    if (devops[tool] !== undefined) return wrong;
    const restsOn = [["devops", tool]];
    return [
      ...wrong,
      warning(path, `there is no ${tool} that takes them`, `Describe ${tool}, or remove them.`, { restsOn }),
    ];
  });
}
