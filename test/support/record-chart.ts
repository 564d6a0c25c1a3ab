// Records what a chart says of its values, for lib/charts: <chart folder> <file to write>. Names, types and bounds only: no
// sentence, no example and no default of the chart. What its values.schema.json says, we keep, but not what it requires: Helm
// fills in the chart's own values. Of keys that only values.yaml shows, the default tells the type: true or false, a number, a
// text, a list or a mapping stay what they are, and an empty default says nothing. A number never takes a text, nor a text a
// number, but for AMOUNT and NUMBER_OR_SHARE below. Mappings whose keys are known take no others, but for those that are open.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { ValuesSchema } from "../../lib/charts/recorded";

type Values = Readonly<Record<string, unknown>>;

/** What we know of a chart beside its two files, read off its templates and the comments in its values.yaml. */
interface Known {
  /** Keys that templates read and that neither file shows, or shows with a type too narrow: here of any type. */
  readonly more?: readonly string[];
  /** Mappings that templates pass on or walk whole, so that more keys may stand there than the files show. */
  readonly open?: readonly string[];
}

const KNOWN: Readonly<Record<string, Known>> = {
  cilium: {
    more: [
      ...["clientID", "clientSecret", "resourceGroup", "subscriptionID", "tenantID"].map((key) => `azure.${key}`),
      ...["usePrimaryAddress", "userAssignedIdentityID"].map((key) => `azure.${key}`),
      "clusterHealthPort",
      "clustermesh.apiserver.metrics.serviceMonitor.namespace",
      "clustermesh.disableKubernetesHostAliases",
      "cni.externalRouting",
      "cni.readCniConf",
      "disableEnvoyVersionCheck",
      "disableIptablesFeederRules",
      "dnsPolicyUnloadOnShutdown",
      "dnsProxy.enableTransparentMode",
      "egressGateway.maxPolicyEntries",
      "egressMasqueradeInterfaces",
      "enableIdentityMark",
      "envoy.prometheus.serviceMonitor.namespace",
      "fragmentTracking",
      "hubble.eventBufferCapacity",
      "hubble.eventQueueSize",
      ...["aggregationInterval", "fileCompress", "fileMaxBackups", "fileMaxSizeMb"].map(
        (key) => `hubble.export.${key}`,
      ),
      "hubble.lostEventSendInterval",
      "hubble.peerService.servicePort",
      "hubble.relay.prometheus.serviceMonitor.namespace",
      "hubble.relay.servicePort",
      "ipMasqAgent.config",
      "iptablesLockTimeout",
      "k8s.serviceProxyName",
      ...["leaseDuration", "leaseRenewDeadline", "leaseRetryPeriod"].map((key) => `l2announcements.${key}`),
      "labels",
      ...["algorithm", "dsrDispatch", "mode", "reflectorWaitTime"].map((key) => `loadBalancer.${key}`),
      "logOptions",
      "monitor.eventTypes",
      "monitor.resources",
      "nodeLabels",
      "nodePort.directRoutingDevice",
      "nodePort.range",
      "nodeinit.revertReconfigureKubelet",
      "nonIdempotentAnnotations",
      "operator.prometheus.serviceMonitor.namespace",
      "policyAuditMode",
      "prometheus.serviceMonitor.namespace",
      ...["hostNamespaceOnly", "terminatePodConnections", "tracing"].map((key) => `socketLB.${key}`),
      "tls.caBundle.content",
    ],
    open: ["envoy.log.format_json"],
  },
  "cluster-autoscaler": {
    more: ["podDisruptionBudget.minAvailable"],
    open: ["serviceMonitor.selector"],
  },
  "csi-driver-nfs": {
    more: [
      "driver.mountPermissions",
      ...["annotations", "enabledDistributedSnapshotting", "labels"].map((key) => `externalSnapshotter.${key}`),
      "nameOverride",
      ...["annotations", "mountOptions", "name", "parameters"].map((key) => `storageClass.${key}`),
      ...["reclaimPolicy", "volumeBindingMode"].map((key) => `storageClass.${key}`),
      "storageClasses",
    ],
  },
  "metrics-server": {
    more: ["additionalAnnotations"],
    open: ["livenessProbe", "readinessProbe", "tmpVolume"],
  },
  nexus3: {
    open: ["initNonRootSecurityContext", "initRootSecurityContext", "livenessProbe", "readinessProbe", "startupProbe"],
  },
  "openstack-cinder-csi": {
    more: [
      "csi.plugin.controllerPlugin.hostAliases",
      "csi.plugin.nodePlugin.hostAliases",
      ...["data", "name"].map((key) => `secret.${key}`),
      "storageClass.custom",
    ],
  },
  "openstack-cloud-controller-manager": {
    more: ["cloudConfigContents", "hostAliases", "nameOverride"],
  },
  traefik: {
    more: [
      "accessLog.filePath",
      ...["datadog", "influxdb2", "prometheus.prometheusRule.rules", "statsd"].map((key) => `metrics.${key}`),
    ],
    open: ["deployment.tmpVolume", "gateway.listeners", "ports.*.expose", "service.spec"],
  },
};

/** Mappings of Kubernetes' own, which charts pass on whole: open wherever they stand. */
const OF_KUBERNETES = [
  "affinity",
  "annotations",
  "containerSecurityContext",
  "extraArgs",
  "labels",
  "nodeSelector",
  "podSecurityContext",
  "securityContext",
  "updateStrategy",
];

/** Numbers that Kubernetes also takes as a share, such as 10%. */
const NUMBER_OR_SHARE = ["maxSurge", "maxUnavailable", "minAvailable"];

/** A text that is an amount, such as 40m: charts take a bare number as well. */
const AMOUNT = /^\d+(m|[KMGT]i)$/;

/** The keywords of JSON Schema that we keep as they are. */
const PLAIN = ["type", "enum", "const", "pattern", "minimum", "maximum"] as const;

/** A schema as charts write it. */
interface Said extends ValuesSchema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Said>>;
  readonly additionalProperties?: boolean | Said;
  readonly items?: Said;
  readonly anyOf?: readonly Said[];
  readonly oneOf?: readonly Said[];
}

function record([folder, target]: readonly string[]): void {
  if (folder === undefined || target === undefined) throw new Error("Name the chart's folder and the file to write.");
  const { name, version } = identify(folder);
  const { more = [], open = [] } = KNOWN[name] ?? {};
  const values: Values = parse(readFileSync(join(folder, "values.yaml"), "utf8"));
  const isOpen: IsOpen = (path, keys) =>
    open.includes(path.join(".")) ||
    OF_KUBERNETES.includes(path.at(-1) ?? "") ||
    (keys.length > 0 && keys.every((key) => key === "limits" || key === "requests"));
  const known = more.reduce(
    (schema, path) => withKey(schema, path.split(".")),
    withValues(saidOf(folder), values, isOpen),
  );
  const schema = closed({ ...known, properties: { global: {}, ...known.properties } }, isOpen);
  writeFileSync(target, written(version, schema));
}

/** Whether more keys may stand in a mapping than those that we know. */
type IsOpen = (path: readonly string[], keys: readonly string[]) => boolean;

/** The step to a key of any name. */
const ANY = "*";

/** The name and the version of the chart in a folder, by its Chart.yaml or by a note SOURCE of whence its files are. */
function identify(folder: string): { name: string; version: string } {
  const file = join(folder, "Chart.yaml");
  if (existsSync(file)) return parse(readFileSync(file, "utf8"));
  const [, name = "", version = ""] =
    /chart=(\S+) version=(\S+)/.exec(readFileSync(join(folder, "SOURCE"), "utf8")) ?? [];
  return { name, version };
}

/** What the schema of a chart says; nothing where it has none. */
function saidOf(folder: string): ValuesSchema {
  const file = join(folder, "values.schema.json");
  if (!existsSync(file)) return { type: "object", properties: {} };
  const root: Said = JSON.parse(readFileSync(file, "utf8"));
  return trimmed(root, root);
}

/** The facts of a schema, its references written out. */
function trimmed(said: Said, root: Said): ValuesSchema {
  if (said.$ref !== undefined) return trimmed(resolved(said.$ref, root), root);
  const { properties, additionalProperties, items, anyOf, oneOf } = said;
  const below = (schema: Said) => trimmed(schema, root);
  return {
    ...Object.fromEntries(PLAIN.flatMap((key) => (said[key] === undefined ? [] : [[key, said[key]]]))),
    ...choice((anyOf ?? oneOf ?? []).map(below)),
    properties: properties && mapValues(properties, below),
    additionalProperties: typeof additionalProperties === "object" ? below(additionalProperties) : additionalProperties,
    items: items && below(items),
  };
}

/** What alternatives amount to. Of several that differ we keep nothing: no message could say which of them was meant. */
function choice(alternatives: readonly ValuesSchema[]): ValuesSchema {
  const different = new Map(alternatives.map((schema) => [JSON.stringify(schema), schema]));
  const hadNull = different.delete(JSON.stringify({ type: "null" }));
  const [only = {}, ...others] = different.values();
  if (others.length > 0) return {};
  return hadNull && only.enum ? { ...only, enum: [null, ...only.enum] } : only;
}

function resolved(reference: string, root: Said): Said {
  const steps = reference.replace(/^#\/?/, "").split("/");
  const found = steps.reduce<unknown>((value, step) => (isMapping(value) ? value[step] : undefined), root);
  if (!isMapping(found)) throw new Error(`There is no ${reference} in the schema.`);
  return found;
}

/** A schema of mappings with the keys that a chart's own values show beside those that it has. */
function withValues(schema: ValuesSchema, values: Values, isOpen: IsOpen, path: readonly string[] = []): ValuesSchema {
  const properties = mapValues(values, (value, key) => {
    const known = schema.properties?.[key];
    if (known === undefined) return typeOf(value, [...path, key], isOpen);
    return known.properties && isMapping(value) ? withValues(known, value, isOpen, [...path, key]) : known;
  });
  return { ...schema, properties: { ...schema.properties, ...properties } };
}

/** The schema of a value that is known by its default alone. */
function typeOf(value: unknown, path: readonly string[], isOpen: IsOpen): ValuesSchema {
  if (value === null || value === "") return {};
  if (Array.isArray(value)) return value.length > 0 ? { type: "array" } : {};
  if (isMapping(value)) {
    const keys = Object.keys(value);
    if (keys.length === 0) return {};
    return isOpen(path, keys) ? { type: "object" } : withValues({ type: "object" }, value, isOpen, path);
  }
  if (typeof value === "boolean") return { type: "boolean" };
  if (typeof value === "number") return { type: NUMBER_OR_SHARE.includes(path.at(-1) ?? "") ? EITHER : "number" };
  return { type: AMOUNT.test(String(value)) ? EITHER : "string" };
}

const EITHER = ["number", "string"] as const;

/** A schema that knows one key more. */
function withKey(schema: ValuesSchema, [key = "", ...rest]: readonly string[]): ValuesSchema {
  const known = schema.properties?.[key];
  if (rest.length > 0 && known?.properties === undefined) throw new Error(`${key} has no keys that are known.`);
  const below = rest.length > 0 ? withKey(known ?? {}, rest) : {};
  return { ...schema, properties: { ...schema.properties, [key]: below } };
}

/** A schema that admits no unknown keys where it knows some and does not say what others may be. */
function closed(schema: ValuesSchema, isOpen: IsOpen, path: readonly string[] = []): ValuesSchema {
  const { properties, additionalProperties } = schema;
  if (isOpen(path, Object.keys(properties ?? {}))) return schema;
  const below = properties && mapValues(properties, (known, key) => closed(known, isOpen, [...path, key]));
  return {
    ...schema,
    properties: below,
    additionalProperties:
      typeof additionalProperties === "object"
        ? closed(additionalProperties, isOpen, [...path, ANY])
        : (additionalProperties ?? (Object.keys(below ?? {}).length > 0 ? false : undefined)),
  };
}

/** The file: one line for each key of the chart, so that versions can be compared. */
function written(version: string, { properties = {}, ...rest }: ValuesSchema): string {
  const lines = Object.entries(properties).map(([key, schema]) => `${JSON.stringify(key)}:${JSON.stringify(schema)}`);
  const open = JSON.stringify({ ...rest, properties: {} }).slice(0, -2);
  return `{"version":${JSON.stringify(version)},"schema":${open}\n${lines.sort().join(",\n")}\n}}}\n`;
}

function mapValues<In, Out>(fields: Readonly<Record<string, In>>, change: (value: In, key: string) => Out) {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, change(value, key)]));
}

function isMapping(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

record(process.argv.slice(2));
