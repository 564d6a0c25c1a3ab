import type { ExposureDescription } from "./exposure";
import type { SandboxDescription } from "./sandbox";

/** A port behind a way in. */
export interface ExposedPort {
  readonly port: number;
  readonly protocol: "TCP" | "UDP";
}

/** The port behind a way in, if there is one: that of the component, or the number that the exposure names itself. */
export function findExposedPort(
  exposure: ExposureDescription,
  { components }: SandboxDescription,
): ExposedPort | undefined {
  if (exposure.portNumber !== undefined) return { port: exposure.portNumber, protocol: exposure.protocol };
  const ports = components[exposure.component]?.ports ?? {};
  return exposure.port === undefined ? Object.values(ports)[0] : ports[exposure.port];
}

/**
 * The port behind a way in.
 *
 * @throws Error when the exposure names no port that is there, which a checked description does not
 */
export function exposedPort(exposure: ExposureDescription, sandbox: SandboxDescription): ExposedPort {
  const found = findExposedPort(exposure, sandbox);
  if (found) return found;
  throw new Error(`${exposure.component} has no port ${exposure.port ?? ""} to expose. Check the description.`);
}

/** The fact that tells a component how others reach it by a way in. */
export function advertisedKey({ component, advertise = "" }: ExposureDescription): string {
  return `advertised.${component}.${advertise}`;
}
