import type { ControlPlane } from "./control-plane/control-plane";
import { helmProgram } from "./helm";
import { output } from "./run";

/** A chart that somebody has installed before there was a testbed. */
export interface InstalledChart {
  readonly release: string;
  readonly namespace: string;
  readonly archive: string;
  readonly values?: object;
}

/** Installs a chart as the administrators of a cluster do, with Helm; its webhooks go, as no container answers for them. */
export async function installChart(controlPlane: ControlPlane, chart: InstalledChart): Promise<void> {
  const { release, namespace, archive, values = {} } = chart;
  const options = ["--namespace", namespace, "--create-namespace", "--kubeconfig", controlPlane.adminKubeconfig];
  const given = Object.entries(values).flatMap(([name, value]) => ["--set-json", `${name}=${JSON.stringify(value)}`]);
  await output(await helmProgram(), ["install", release, archive, ...options, ...given]);
  await removeWebhooks(controlPlane, release);
}

/** Takes the webhooks of a release away: no container runs that could answer, and everything would be refused. */
export async function removeWebhooks(controlPlane: ControlPlane, release: string): Promise<void> {
  const webhooks = "validatingwebhookconfigurations,mutatingwebhookconfigurations";
  await controlPlane.output(["delete", webhooks, `--selector=app.kubernetes.io/instance=${release}`]);
}
