import { createHash } from "node:crypto";
import { type Json, part, textOf } from "./answer";
import type { Holdings } from "./holdings";
import type { Settings } from "./settings";
import { CLUSTER } from "./steve";

/** Ids of the clusters, by which all but their own descriptions know them. */
export function clusterIds(holdings: Holdings): string[] {
  return holdings.all(CLUSTER).map((described) => textOf(part(described, "status"), "clusterName"));
}

/** A cluster as the management API shows it. */
export function cluster(holdings: Holdings, id: string, root: string): Json | undefined {
  if (!clusterIds(holdings).includes(id)) return undefined;
  const self = `${root}/clusters/${id}`;
  const waiting = "waiting for at least one control plane, etcd, and worker node to be registered";
  const isActive = holdings.phase === "active";
  const updated = isActive ? { status: "True" } : { status: "Unknown", message: waiting };
  return {
    id,
    type: "cluster",
    name: id,
    state: holdings.phase,
    conditions: [{ type: "Updated", ...updated }],
    links: { self },
    actions: { generateKubeconfig: `${self}?action=generateKubeconfig` },
  };
}

/** A kubeconfig with a new token, which leads through Rancher. */
export function kubeconfig(holdings: Holdings, { certificateAuthority }: Settings, origin: string, id: string): Json {
  const server = `${origin}/k8s/clusters/${id}`;
  const authority = Buffer.from(certificateAuthority).toString("base64");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: id, cluster: { server, "certificate-authority-data": authority } }],
    users: [{ name: id, user: { token: holdings.newToken() } }],
    contexts: [{ name: id, context: { user: id, cluster: id } }],
    "current-context": id,
  };
  return { type: "generateKubeConfigOutput", config: JSON.stringify(config) };
}

/** What machines join a cluster by: the commands as Rancher writes them (`clusterregistrationtoken/status.go`). */
export function registrationToken(
  holdings: Holdings,
  settings: Settings,
  server: string,
  id: string,
): Json | undefined {
  const [clusterId = "", name] = id.split(":");
  if (name !== "default-token" || !clusterIds(holdings).includes(clusterId)) return undefined;
  const token = createHash("sha256").update(`${settings.token} ${clusterId}`).digest("hex").slice(0, 54);
  const checksum = createHash("sha256").update(settings.certificateAuthority).digest("hex");
  const join = (curl: string) =>
    ` ${curl} -fL ${server}/system-agent-install.sh | sudo  sh -s - --server ${server} ` +
    `--label 'cattle.io/os=linux' --token ${token} --ca-checksum ${checksum}`;
  return {
    id,
    type: "clusterRegistrationToken",
    clusterId,
    name,
    token,
    command: `kubectl apply -f ${server}/v3/import/${token}_${clusterId}.yaml`,
    nodeCommand: join("curl"),
    insecureNodeCommand: join("curl --insecure"),
  };
}

/** The projects that Rancher makes in every cluster. */
export function projects(clusterId: string): Json[] {
  return ["default", "system"].map((name) => ({
    id: `${clusterId}:p-${name}`,
    type: "project",
    name,
    labels: { [`authz.management.cattle.io/${name}-project`]: "true" },
  }));
}
