import type { ExposureDescription } from "../config/sandbox/exposure";
import type { SandboxDescription } from "../config/sandbox/sandbox";

/**
 * The port behind a way in: that of the component, or the number that the exposure names itself.
 *
 * @throws Error when the exposure names no port that is there, which a checked description does not
 */
export function exposedPort(exposure: ExposureDescription, { components }: SandboxDescription) {
  if (exposure.portNumber !== undefined) return { port: exposure.portNumber, protocol: exposure.protocol };
  const ports = components[exposure.component]?.ports ?? {};
  const found = exposure.port === undefined ? Object.values(ports)[0] : ports[exposure.port];
  if (!found)
    throw new Error(`${exposure.component} has no port ${exposure.port ?? ""} to expose. Check the description.`);
  return found;
}

/** The fact that tells a component how others reach it by a way in. */
export function advertisedKey({ component, advertise = "" }: ExposureDescription): string {
  return `advertised.${component}.${advertise}`;
}
