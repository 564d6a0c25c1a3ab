import type { ComponentDescription, KINDS } from "../../sandbox/component";
import { eachComponent, finding, type SandboxCheck } from "./sandbox-check";

type Kind = (typeof KINDS)[number];

/** Keys that mean something for some kinds alone. */
const KEYS_OF_KINDS: Readonly<Partial<Record<keyof ComponentDescription, readonly Kind[]>>> = {
  replicas: ["stateful", "stateless"],
  scale: ["stateful", "stateless"],
  schedule: ["schedule"],
  timeZone: ["schedule"],
  retries: ["job", "schedule"],
  deadlineSeconds: ["job", "schedule"],
};

/** Every component has what its kind needs, and nothing that its kind does not know. */
export const checkKinds: SandboxCheck = (sandbox) =>
  eachComponent(sandbox, (component, path) => {
    const strange = Object.entries(KEYS_OF_KINDS)
      .filter(
        ([key, kinds]) => component[key as keyof ComponentDescription] !== undefined && !kinds.includes(component.kind),
      )
      .map(([key, kinds]) =>
        finding(
          [...path, key],
          `means nothing for the kind ${component.kind}`,
          `Remove it, or choose the kind ${kinds.join(" or ")}.`,
          { target: "key", restsOn: [[...path, "kind"]] },
        ),
      );
    const missing =
      component.kind === "schedule" && component.schedule === undefined
        ? [finding([...path, "schedule"], "is missing", 'Say when it runs, as in "0 3 * * *".')]
        : [];
    const both =
      component.scale && component.replicas !== undefined
        ? [
            finding([...path, "replicas"], "stands beside scale, which sets the replicas", "Remove it.", {
              target: "key",
            }),
          ]
        : [];
    const order =
      component.scale && component.scale.min > component.scale.max
        ? [
            finding(
              [...path, "scale", "min"],
              `is ${component.scale.min}, more than max (${component.scale.max})`,
              "Keep min <= max.",
              { restsOn: [[...path, "scale", "max"]] },
            ),
          ]
        : [];
    return [...strange, ...missing, ...both, ...order];
  });
