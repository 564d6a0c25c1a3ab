import { KUBERNETES_MINORS } from "../../versions";
import type { Check } from "./check";

/** The Kubernetes minor is one that we know, or is allowed by name. */
export const checkKubernetes: Check = ({ testbed }) => {
  const { minor, untested } = testbed.kubernetes;
  if (untested || (KUBERNETES_MINORS as readonly string[]).includes(minor)) return [];
  return [
    {
      file: "testbed",
      severity: "error",
      target: "value",
      path: ["kubernetes", "minor"],
      what: `Kubernetes ${minor} is not among the tested minors (${KUBERNETES_MINORS.join(", ")})`,
      mend: "Choose one of them, or add untested: true beside it to use it all the same.",
    },
  ];
};
