import type { ComponentDescription } from "../config/sandbox/component";
import type { SandboxDescription } from "../config/sandbox/sandbox";
import { waitPortOf } from "../config/sandbox/wait-port";
import { DEFAULTS } from "../defaults";
import { LOCKED_CONTAINER } from "../locked-pod";
import { IMAGES } from "../versions";
import { containerResources } from "./container-resources";

/** Attempts, 2 seconds apart: 10 minutes. */
const ATTEMPTS = 300;

const SCRIPT = `i=0
until nc -z -w 2 "$1" "$2"; do
  i=$((i + 1))
  if [ $i -ge ${ATTEMPTS} ]; then echo "$1:$2 does not answer" >&2; exit 1; fi
  sleep 2
done`;

/** The steps that wait until the ports of other components answer, for a bounded time; Kubernetes then tries anew. */
export function waitSteps({ dependsOn }: ComponentDescription, { components }: SandboxDescription) {
  return dependsOn.map(({ component, port }) => {
    const other = components[component];
    const name = (other && waitPortOf(other, port)) ?? "";
    return {
      name: `wait-${component}-${name}`,
      image: IMAGES.wait,
      command: ["sh", "-c", SCRIPT, "wait", component, String(other?.ports[name]?.port)],
      resources: containerResources(DEFAULTS.container),
      securityContext: { ...LOCKED_CONTAINER, runAsUser: "65534" },
    };
  });
}
