import { exposedPort, findExposedPort } from "../sandbox/exposed-port";
import type { ExposureDescription } from "../sandbox/exposure";
import type { SandboxDescription } from "../sandbox/sandbox";

/**
 * How the ledger knows a way in by node port: `sandbox/component/port`, or `sandbox/component/replica/port` where it leads to
 * one replica. Other sandboxes and the order in the file have no part in it.
 */
export function wayPath(name: string, exposure: ExposureDescription, sandbox: SandboxDescription): string {
  const { component, replica } = exposure;
  const { port } = exposedPort(exposure, sandbox);
  return [name, component, ...(replica === undefined ? [] : [replica]), port].join("/");
}

/** Whether an exposure is a way in by node port: one that names no host. */
export function isNodePort({ host }: Pick<ExposureDescription, "host">): boolean {
  return host === undefined;
}

/** The ways in by node port that ask for no number, of all sandboxes; those that lead nowhere are left out. */
export function assignableWays(sandboxes: Readonly<Record<string, SandboxDescription>>): Set<string> {
  const ways = Object.entries(sandboxes).flatMap(([name, sandbox]) =>
    sandbox.expose
      .filter((exposure) => isNodePort(exposure) && exposure.nodePort === undefined)
      .filter((exposure) => findExposedPort(exposure, sandbox) !== undefined)
      .map((exposure) => wayPath(name, exposure, sandbox)),
  );
  return new Set(ways);
}
