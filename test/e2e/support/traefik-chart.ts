import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { ChartValues } from "../../../lib/charts/values/chart-values";
import { OWN_NAMES } from "../../../lib/platform-namespaces";
import { podSecurityLabels } from "../../../lib/pod-security";
import { DEFAULT_KUBERNETES_MINOR } from "../../../lib/versions";
import { kubeconfig } from "./control-plane/accounts";
import type { ControlPlane } from "./control-plane/control-plane";
import { output } from "./run";

/** Helm, and the archive of Traefik's chart. */
export interface TraefikChart {
  readonly helm: string;
  readonly archive: string;
}

/** What the chart would have Traefik run with. */
export interface Installed {
  /** Its image, by tag. */
  readonly image: string;
  /** Arguments of the program in its pods. */
  readonly args: readonly string[];
  /** Access to the API as its service account, as a kubeconfig. */
  readonly kubeconfig: string;
}

const RELEASE = "traefik";

const daemonSetSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        serviceAccountName: z.string(),
        containers: z.tuple([z.object({ image: z.string(), args: z.array(z.string()) })]),
      }),
    }),
  }),
});

/** Installs the chart as a testbed has it, and waits until its pods, which kwok plays, are ready. */
export async function installChart(
  controlPlane: ControlPlane,
  { helm, archive }: TraefikChart,
  values: ChartValues,
  folder: string,
): Promise<Installed> {
  const namespace = OWN_NAMES.ingress;
  await createNamespace(controlPlane);
  const files = mkdtempSync(join(folder, "values-"));
  const valuesArgs = [values.defaults, values.fixed].flatMap((part, index) => {
    const file = join(files, `${index}.json`);
    writeFileSync(file, JSON.stringify(part));
    return ["--values", file];
  });
  const access = ["--kubeconfig", controlPlane.adminKubeconfig, "--namespace", namespace];
  await output(helm, ["install", RELEASE, archive, ...access, ...valuesArgs, "--wait", "--timeout=2m"]);
  const found = await controlPlane.output(["get", `daemonset/${RELEASE}`, "--output=json"], { namespace });
  const { serviceAccountName, containers } = daemonSetSchema.parse(JSON.parse(found)).spec.template.spec;
  const token = await controlPlane.output(["create", "token", serviceAccountName], { namespace });
  const { endpoint, certificateAuthority } = controlPlane;
  return { ...containers[0], kubeconfig: kubeconfig(endpoint, certificateAuthority, token.trim()) };
}

/** The namespace as the platform makes it: Pod Security refuses a pod that might be root. */
async function createNamespace(controlPlane: ControlPlane): Promise<void> {
  const metadata = { name: OWN_NAMES.ingress, labels: podSecurityLabels("restricted", DEFAULT_KUBERNETES_MINOR) };
  const input = JSON.stringify({ apiVersion: "v1", kind: "Namespace", metadata });
  await controlPlane.output(["create", "--filename=-"], { input });
}
