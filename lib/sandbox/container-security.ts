import type { ComponentDescription } from "../config/sandbox/component";
import { LOCKED_CONTAINER } from "../locked-pod";

/** The security of a component's containers: locked, but for what it is freed from by name. */
export function containerSecurity({ relax, capabilities }: ComponentDescription) {
  const free = (name: (typeof relax)[number]) => relax.includes(name);
  const add = capabilities.length > 0 ? [...capabilities] : undefined;
  return {
    ...LOCKED_CONTAINER,
    runAsNonRoot: !free("root-user"),
    readOnlyRootFilesystem: !free("writable-root-filesystem"),
    allowPrivilegeEscalation: free("privilege-escalation"),
    capabilities: { ...(free("default-capabilities") ? {} : LOCKED_CONTAINER.capabilities), add },
    seccompProfile: free("no-seccomp-profile") ? undefined : LOCKED_CONTAINER.seccompProfile,
  };
}
