import type { ValuesSchema } from "./recorded";

const TEXTS: ValuesSchema = { type: "object", additionalProperties: { type: "string" } };
const COUNT: ValuesSchema = { type: "integer", minimum: 0 };
const LIST: ValuesSchema = { type: "array", items: { type: "object" } };
const MAPPING: ValuesSchema = { type: "object" };

/** An amount as Kubernetes writes it: `500m`, `2`, `1.5`, `512Mi`. */
const AMOUNTS: ValuesSchema = {
  type: "object",
  additionalProperties: {
    type: ["string", "integer", "number"],
    minimum: 0,
    pattern: "^\\d+(\\.\\d+)?(m|[kMGT]|[KMGT]i)?$",
  },
};

/** What stands under keys that charts hand on to Kubernetes as they are, and say nothing about themselves. */
const SHAPES: Readonly<Record<string, ValuesSchema>> = {
  additionalLabels: TEXTS,
  affinity: {
    type: "object",
    properties: { nodeAffinity: MAPPING, podAffinity: MAPPING, podAntiAffinity: MAPPING },
    additionalProperties: false,
  },
  annotations: TEXTS,
  args: { type: "array", items: { type: "string" } },
  commonLabels: TEXTS,
  customLabels: TEXTS,
  imagePullSecrets: { type: "array" },
  labels: TEXTS,
  nodeSelector: TEXTS,
  podAnnotations: TEXTS,
  podLabels: TEXTS,
  replicaCount: COUNT,
  replicas: COUNT,
  resources: {
    type: "object",
    properties: { requests: AMOUNTS, limits: AMOUNTS, claims: LIST },
    additionalProperties: false,
  },
  revisionHistoryLimit: COUNT,
  tolerations: LIST,
  topologySpreadConstraints: LIST,
};

/** A recorded schema in which such keys have their shape, wherever the chart leaves them open. */
export function withShapes(schema: ValuesSchema): ValuesSchema {
  if (schema.properties === undefined) return schema;
  const properties = Object.entries(schema.properties).map(([key, below]) => {
    const shape = Object.hasOwn(SHAPES, key) && below.properties === undefined ? SHAPES[key] : undefined;
    return [key, shape ?? withShapes(below)];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}
