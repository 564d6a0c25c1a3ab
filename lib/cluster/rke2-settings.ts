import { stringify } from "yaml";
import { type Mirror, mirrored } from "../charts/mirror";

/** What RKE2 has to know of a cluster that Rancher makes. */
export interface Rke2Options {
  /** Addresses of pods, an IPv4 network: each node has a /24 of it. */
  readonly podNetwork: string;
  /** Addresses of services, an IPv4 network. */
  readonly serviceNetwork: string;
  /** Names and addresses beside those of the servers by which the API is reached, for its certificate. They may be tokens. */
  readonly apiNames: readonly string[];
  /**
   * Who initializes nodes: RKE2's own controller, which knows no cloud, or one that a manifest brings. Without the manifest, every
   * node of the second kind stays tainted, and no cluster becomes active.
   */
  readonly cloudController: "built in" | "manifest";
  /**
   * Whether RKE2 holds to the CIS benchmark. RKE2 then ends on a host that is not prepared for it (`HostOptions.hardened`), and the
   * cluster needs `rke2SelectorText` and the admission template `rancher-restricted`.
   */
  readonly hardened: boolean;
  /** Where images come from; charts come with RKE2. Default: from where their makers have them */
  readonly mirror: Mirror;
}

/**
 * What RKE2 brings along and the testbed has itself, of the same chart on every target: the metrics of pods and nodes, and the
 * ingress controller with its definitions, whichever of the two a version has by default (ingress-nginx up to 1.35, Traefik from
 * 1.36). What stays is DNS, and what snapshots need: their definitions and controller, which on AWS are an add-on too.
 */
const DISABLED = ["rke2-metrics-server", "rke2-ingress-nginx", "rke2-traefik", "rke2-traefik-crd"] as const;

/**
 * What of the API is written down (CIS 3.2): who changed or read what, without the bodies; nothing of the parts of the cluster
 * that look at it all the time. RKE2 keeps ten files of 100 MB, and none older than 30 days.
 */
const AUDIT_POLICY = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [
    { level: "None", nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/metrics", "/openapi/*", "/version"] },
    {
      level: "None",
      resources: [
        { group: "", resources: ["events"] },
        { group: "events.k8s.io", resources: ["events"] },
        { group: "coordination.k8s.io", resources: ["leases"] },
      ],
    },
    {
      level: "None",
      verbs: ["get", "list", "watch"],
      userGroups: ["system:nodes", "system:serviceaccounts:kube-system"],
    },
    {
      level: "None",
      verbs: ["get", "list", "watch"],
      users: ["system:apiserver", "system:kube-controller-manager", "system:kube-scheduler"],
    },
    { level: "Metadata" },
  ],
};

/**
 * Rancher adds this to the settings of a cluster with an admission template, word for word; where it stands already, a plan finds
 * nothing to undo (rancher2 provider, docs/resources/cluster_v2.md on `default_pod_security_admission_configuration_template_name`).
 */
const POD_SECURITY_FILE = "admission-control-config-file=/etc/rancher/rke2/config/rancher-psact.yaml";

/**
 * The configuration that all hosts of a cluster share (INF-11): `machine_global_config` of Rancher. Rancher leaves out, without a
 * word, keys that its metadata of the version does not know, and values that are neither text nor truth value nor list; so every
 * value is one of these, and what keys would say twice is said twice: older metadata knows no `ingress-controller`. Secrets are
 * encrypted in etcd without a key for it: RKE2 always does.
 */
export function rke2Settings(options: Rke2Options) {
  return {
    cni: "cilium",
    "disable-kube-proxy": true,
    "ingress-controller": "none",
    disable: [...DISABLED],
    "cluster-cidr": options.podNetwork,
    "service-cidr": options.serviceNetwork,
    ...(options.apiNames.length > 0 ? { "tls-san": [...options.apiNames] } : {}),
    ...(options.hardened ? { profile: "cis", "kube-apiserver-arg": [POD_SECURITY_FILE] } : {}),
    ...(options.cloudController === "manifest"
      ? { "cloud-provider-name": "external", "disable-cloud-controller": true }
      : {}),
    "etcd-expose-metrics": true,
    // The policy itself, not a path: Rancher writes it to a file of each server, and puts the path in its place.
    "audit-policy-file": yaml(AUDIT_POLICY),
    ...mirrored(options.mirror, (at) => ({ "system-default-registry": at("docker.io") })),
  };
}

/** The same as the YAML text that Rancher takes. */
export function rke2SettingsText(options: Rke2Options): string {
  return yaml(rke2Settings(options));
}

/**
 * The configuration of every kind of host, as YAML text: `config` of one `machine_selector_config` without a selector. It has to be
 * set: the provider of Rancher puts `protect-kernel-defaults: false` where nothing stands, and with it a hardened RKE2 ends.
 */
export function rke2SelectorText({ hardened }: Pick<Rke2Options, "hardened">): string {
  return yaml({ "protect-kernel-defaults": hardened });
}

function yaml(value: object): string {
  return stringify(value, { lineWidth: 0 });
}
