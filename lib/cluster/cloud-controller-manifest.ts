import { createHash } from "node:crypto";
import { Fn } from "cdktf";
import { stringify } from "yaml";
import type { Mirror } from "../charts/mirror";
import { isUnresolved } from "../charts/unresolved";
import { cloudControllerValues } from "../charts/values/cloud-controller";
import { CLOUD_CONFIG } from "../cloud-config";
import { literal, literalValues } from "../literal";
import { CHARTS } from "../versions";
import { AUTHORITY, cloudConf, type OpenStackAccess } from "./cloud-conf";

/** What OpenStack's cloud controller has to know. */
export interface CloudControllerOptions extends OpenStackAccess {
  /** Kubernetes minor of the cluster, such as `1.35`. */
  readonly kubernetesMinor: string;
  readonly clusterName: string;
  /** Where chart and images come from. Default: from where their makers have them */
  readonly mirror: Mirror;
}

/**
 * The objects that bring OpenStack's cloud controller to a cluster of RKE2, as the YAML text that Rancher takes as
 * `additional_manifest`: the credential, which the driver of volumes uses too, and the chart, which RKE2's own Helm installs
 * before anything else can run (`bootstrap`). Nodes are tainted until the controller has seen them, and it knows a new node by its
 * name: that of its server in OpenStack. The text holds the credential: whoever may read the cluster in Rancher can read it.
 *
 * @throws Error when a value is one that the credential's file cannot hold
 */
export function cloudControllerManifest(options: CloudControllerOptions): string {
  const { certificateAuthority: authority, mirror } = options;
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: CLOUD_CONFIG.name, namespace: CLOUD_CONFIG.namespace },
    type: "Opaque",
    stringData: {
      [CLOUD_CONFIG.key]: cloudConf(options),
      ...(authority === undefined ? {} : { [AUTHORITY.key]: certificates(authority) }),
    },
  };
  const values = cloudControllerValues({
    kubernetesMinor: options.kubernetesMinor,
    clusterName: literal(options.clusterName),
    secretSum: sum(options),
    mirror: literalValues(mirror),
  });
  const chart = {
    apiVersion: "helm.cattle.io/v1",
    kind: "HelmChart",
    metadata: {
      name: CHARTS.cloudController.chart,
      namespace: CLOUD_CONFIG.namespace,
      // RKE2 would set values of its own charts, which this one does not know.
      annotations: { "rke2.cattle.io/inject-cluster-config": "false" },
    },
    spec: {
      ...source(literalValues(mirror)),
      version: CHARTS.cloudController.version,
      targetNamespace: CLOUD_CONFIG.namespace,
      bootstrap: true,
      valuesContent: yaml(values),
    },
  };
  return [secret, chart].map(yaml).join("---\n");
}

/** Where Helm finds the chart: by its name in a repository, or by its whole address in a registry. */
function source({ charts }: Mirror): object {
  const { chart, repository } = CHARTS.cloudController;
  return charts?.startsWith("oci://") ? { chart: `${charts}/${chart}` } : { chart, repo: charts ?? repository };
}

/** Certificates as YAML takes them; what Terraform fills in, Terraform writes on one line. */
function certificates(pem: string): string {
  if (isUnresolved(pem)) return Fn.jsonencode(pem);
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(pem) || !pem.includes("-----BEGIN CERTIFICATE-----")) {
    throw new Error("The authority of OpenStack is not certificates in PEM form. Name a file of certificates alone.");
  }
  return literal(`${pem.trim()}\n`);
}

/** A text that changes with the credential, from which nobody learns it. */
function sum(access: OpenStackAccess): string {
  const { authUrl, region, applicationCredentialId, applicationCredentialSecret, certificateAuthority = "" } = access;
  const all = [authUrl, region, applicationCredentialId, applicationCredentialSecret, certificateAuthority];
  const known = JSON.stringify(all.filter((value) => !isUnresolved(value)));
  const hash = createHash("sha256").update(known).digest("hex");
  const unknown = all.filter((value) => isUnresolved(value));
  return `sha256:${unknown.length === 0 ? hash : Fn.sha256(Fn.jsonencode([hash, ...unknown]))}`;
}

function yaml(value: object): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
