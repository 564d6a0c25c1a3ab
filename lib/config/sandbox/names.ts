import { quote } from "../../quote";
import { dnsLabel, says, text } from "../fields";

/** The name of a component: pods carry it, with an ordinal or a hash behind it. */
export function componentName() {
  return dnsLabel(40, "Kubernetes puts ordinals and hashes behind it, in names of 63 characters");
}

/** The name of a dataset: that of its claim. */
export function datasetName() {
  return dnsLabel(40, "the claim carries it");
}

/** The name of an object that stands in the namespace already. */
export function objectName() {
  return dnsLabel(63, "it is the name of a Kubernetes object");
}

/** The key of a config map or a secret. */
export function dataKey() {
  return text(/^[-._a-zA-Z0-9]{1,200}$/, "is not a key", "Use letters, digits, hyphens, dots and underscores.");
}

/** The name of an environment variable. */
export function variableName() {
  return text(
    /^[A-Za-z_][A-Za-z0-9_]{0,127}$/,
    "is not the name of an environment variable",
    "Use letters, digits and underscores, and no digit first.",
  );
}

/** The longest name of a port (RFC 6335, which Kubernetes follows). */
export const LONGEST_PORT_NAME = 15;

/** The name of a port. */
export function portName() {
  return dnsLabel(LONGEST_PORT_NAME, "Kubernetes takes no longer names for ports")
    .superRefine((value, context) => {
      if (!/[a-z]/.test(value)) context.addIssue(says(`${quote(value)} has no letter`, 'Name the port as in "http".'));
      if (value.includes("--")) context.addIssue(says(`${quote(value)} has two hyphens in a row`, "Keep one of them."));
    })
    .meta({ pattern: "^(?=.*[a-z])(?!.*--)[a-z0-9]([a-z0-9-]*[a-z0-9])?$", examples: ["http"] });
}

/** A path in a container. */
export function mountPath() {
  return text(
    /^\/(?!\/)[A-Za-z0-9._@/-]*[A-Za-z0-9._@-]$/,
    "is not a path in a container",
    'Write it from the root, as in "/datasets".',
  );
}
