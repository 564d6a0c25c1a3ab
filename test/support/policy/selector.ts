import type { Field } from "./field";

/** The labels of an object, by key. */
export type Labels = (key: string) => string | undefined;

/** A selector of labels: the keys that it names, and whether labels match. An empty one matches all labels. */
export interface Selector {
  readonly keys: readonly string[];
  matches(labels: Labels): boolean;
}

type Requirement = readonly [key: string, met: (value: string | undefined) => boolean];

/**
 * Reads `matchLabels` and `matchExpressions`.
 *
 * @param readKey how a key is read where it is more than the key of a label
 */
export function readSelector(field: Field, readKey = (key: string, _at: Field): string => key): Selector {
  const { matchLabels, matchExpressions } = field.fields("matchLabels", "matchExpressions");
  const wanted = Object.entries(matchLabels.texts()).map(
    ([key, value]): Requirement => [readKey(key, matchLabels.child(key)), (actual) => actual === value],
  );
  const requirements = [
    ...wanted,
    ...(matchExpressions.list() ?? []).map((expression) => readExpression(expression, readKey)),
  ];
  return {
    keys: requirements.map(([key]) => key),
    matches: (labels) => requirements.every(([key, met]) => met(labels(key))),
  };
}

/** `NotIn` and `DoesNotExist` are met by a label that is not there. */
function readExpression(field: Field, readKey: (key: string, at: Field) => string): Requirement {
  const { key, operator, values } = field.fields("key", "operator", "values");
  const name = readKey(key.text(), key);
  const choices = (values.list() ?? []).map((value) => (value.value === "" ? "" : value.text()));
  const kind = operator.oneOf("In", "NotIn", "Exists", "DoesNotExist");
  const takesValues = kind === "In" || kind === "NotIn";
  if (takesValues !== choices.length > 0)
    values.fail(`${kind} takes ${takesValues ? "at least one value" : "no values"}`);
  switch (kind) {
    case "In":
      return [name, (value) => value !== undefined && choices.includes(value)];
    case "NotIn":
      return [name, (value) => value === undefined || !choices.includes(value)];
    case "Exists":
      return [name, (value) => value !== undefined];
    case "DoesNotExist":
      return [name, (value) => value === undefined];
  }
}
