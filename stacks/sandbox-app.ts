import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { Construct } from "constructs";
import type { SandboxDescription } from "../lib/config/sandbox/sandbox";
import { FOREIGN_MARKS } from "../lib/foreign-marks";
import { type ProviderPins, requireProvider } from "../lib/require-provider";
import { SandboxApp } from "../lib/sandbox/sandbox-app";
import type { StateStore } from "./state";
import { TestbedStack } from "./testbed-stack";

/** What the app of a sandbox is made of. */
export interface SandboxAppStackProps {
  /** Name of the testbed. */
  readonly testbed: string;
  /** Name of the sandbox. */
  readonly name: string;
  readonly sandbox: SandboxDescription;
  readonly state: StateStore;
  /** Provider versions to pin. Default: the tested ranges */
  readonly pins?: ProviderPins;
}

/**
 * `<name>-<sandbox>-app`: the app of a sandbox. Whoever applies it brings the connection, as for `kubectl`: by
 * `KUBE_CONFIG_PATH`, or by `KUBE_HOST`, `KUBE_CLUSTER_CA_CERT_DATA` and `KUBE_TOKEN`. So a partner or a pipeline needs
 * the robot's token and nothing of the administrators'.
 */
export class SandboxAppStack extends TestbedStack {
  constructor(scope: Construct, { testbed, name, sandbox, state, pins }: SandboxAppStackProps) {
    super(scope, `${name}-app`, { name: testbed, state });
    requireProvider(this, "kubernetes", pins);
    new KubernetesProvider(this, "kubernetes", FOREIGN_MARKS);
    new SandboxApp(this, "app", { name, testbed, sandbox });
  }
}
