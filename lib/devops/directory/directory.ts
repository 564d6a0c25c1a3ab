import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { PersistentVolumeClaimV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { StatefulSetV1 } from "@cdktf/provider-kubernetes/lib/stateful-set-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { DEVOPS_REQUESTS } from "../../charts/devops-requests";
import type { Mirror } from "../../charts/mirror";
import { resources } from "../../charts/requests";
import { literalValues } from "../../literal";
import { LOCKED_CONTAINER, lockedPod } from "../../locked-pod";
import { STORAGE_CLASSES } from "../../storage-classes";
import { IMAGES } from "../../versions";
import { digestOf } from "../digest";
import { imageAt } from "../image-at";
import { bindSecret, MADE_SECRETS } from "../names";
import { script } from "../script";
import type { ToolsNamespace } from "../tools-namespace";
import { DIRECTORY, LDAPS_PORT } from "./access";
import { type Bootstrap, bootstrapFiles } from "./bootstrap";
import { DIRECTORY_TLS } from "./certificates";
import { DIRECTORY_PATHS, DIRECTORY_PORT, DIRECTORY_USER } from "./configuration";
import type { DirectoryTool } from "./names";

/** What a `Directory` is made of. */
export interface DirectoryProps {
  readonly namespace: ToolsNamespace;
  readonly bootstrap: Bootstrap;
  /** Size of the volume of entries, and of that of backups. */
  readonly size: string;
  /** Secret with the first passwords of people. Default: the one that is made */
  readonly passwords?: string | undefined;
  readonly mirror: Mirror;
  /** What has to be there before its pod: its secrets, as what it finds missing it goes without. */
  readonly after: ITerraformDependable[];
}

/** Labels of its pod. */
export const DIRECTORY_LABELS = { "app.kubernetes.io/name": DIRECTORY };

const SCRIPTS = ["start.sh", "backup.sh"] as const;

const CLAIMS = { data: DIRECTORY_PATHS.data, backup: DIRECTORY_PATHS.backup } as const;

/**
 * The directory of all tools (INF-24): OpenLDAP with our own configuration, started by our own script, so that what the tests run is what
 * runs. One pod, not root; entries and daily backups on volumes that stay; TLS alone; no password in any file or state.
 */
export class Directory extends Construct {
  constructor(scope: Construct, id: string, props: DirectoryProps) {
    super(scope, id);
    const { namespace, bootstrap, size, mirror, after } = props;
    const metadata = (name: string) => ({ name, namespace: namespace.reference, labels: DIRECTORY_LABELS });
    const files = bootstrapFiles(bootstrap);
    const scripts = Object.fromEntries(SCRIPTS.map((name) => [name, script(`directory/${name}`)]));
    const bootstrapMap = new ConfigMapV1(this, "bootstrap", {
      metadata: metadata(`${DIRECTORY}-bootstrap`),
      data: literalValues(files),
    });
    const scriptsMap = new ConfigMapV1(this, "scripts", {
      metadata: metadata(`${DIRECTORY}-scripts`),
      data: literalValues(scripts),
    });
    const claims = Object.keys(CLAIMS).map(
      (name) =>
        new PersistentVolumeClaimV1(this, `${name}-claim`, {
          metadata: metadata(`${DIRECTORY}-${name}`),
          spec: {
            accessModes: ["ReadWriteOnce"],
            storageClassName: STORAGE_CLASSES.retain,
            resources: { requests: { storage: size } },
          },
          waitUntilBound: false,
        }),
    );
    const service = new ServiceV1(this, "service", {
      metadata: metadata(DIRECTORY),
      spec: {
        selector: DIRECTORY_LABELS,
        port: [{ name: "ldaps", port: LDAPS_PORT, targetPort: "ldaps", protocol: "TCP" }],
      },
    });
    new StatefulSetV1(this, "stateful-set", {
      dependsOn: [...after, bootstrapMap, scriptsMap, ...claims],
      metadata: metadata(DIRECTORY),
      spec: {
        serviceName: service.metadata.name,
        replicas: "1",
        selector: { matchLabels: DIRECTORY_LABELS },
        template: {
          metadata: {
            labels: DIRECTORY_LABELS,
            annotations: { "testbed-blueprint/digest": digestOf({ ...files, ...scripts }) },
          },
          spec: podSpec({ ...props, image: imageAt(mirror, IMAGES.directory) }),
        },
      },
      waitForRollout: false,
    });
  }
}

function bindPassword(tool: DirectoryTool) {
  return { secret: [{ name: bindSecret(tool), items: [{ key: "password", path: `${tool}/password` }] }] };
}

function podSpec({ bootstrap, passwords, image }: DirectoryProps & { readonly image: string }) {
  const { run, tls, data, backup } = DIRECTORY_PATHS;
  const shared = [
    { name: "data", mountPath: data },
    { name: "backup", mountPath: backup },
    { name: "run", mountPath: run },
    { name: "scripts", mountPath: "/scripts", readOnly: true },
  ];
  const ready = { exec: { command: ["test", "-e", `${run}/ready`] } };
  const socket = `ldapi://${`${run}/ldapi`.replaceAll("/", "%2F")}`;
  return {
    ...lockedPod({ id: DIRECTORY_USER, group: DIRECTORY_USER }),
    terminationGracePeriodSeconds: 30,
    // The database is locked by process number: with numbers of its own the backup could have that of slapd, and be refused.
    shareProcessNamespace: true,
    container: [
      {
        name: "slapd",
        image,
        command: ["sh", "/scripts/start.sh"],
        env: [{ name: "RECORD", value: bootstrap.names.record }],
        port: [{ name: "ldaps", containerPort: DIRECTORY_PORT, protocol: "TCP" }],
        resources: resources(DEVOPS_REQUESTS.directory, "512Mi"),
        securityContext: LOCKED_CONTAINER,
        volumeMount: [
          ...shared,
          { name: "bootstrap", mountPath: "/bootstrap", readOnly: true },
          { name: "tls", mountPath: tls, readOnly: true },
          { name: "services", mountPath: "/passwords/services", readOnly: true },
          { name: "people", mountPath: "/passwords/people", readOnly: true },
        ],
        // The first start may restore a backup.
        startupProbe: { ...ready, periodSeconds: 5, failureThreshold: 120 },
        readinessProbe: { ...ready, periodSeconds: 10 },
        livenessProbe: {
          exec: { command: ["ldapwhoami", "-Q", "-Y", "EXTERNAL", "-H", socket] },
          periodSeconds: 30,
          timeoutSeconds: 10,
          failureThreshold: 4,
        },
      },
      {
        name: "backup",
        image,
        command: ["sh", "/scripts/backup.sh"],
        resources: resources(DEVOPS_REQUESTS.directoryBackup, "256Mi"),
        securityContext: LOCKED_CONTAINER,
        volumeMount: shared,
      },
    ],
    volume: [
      ...Object.keys(CLAIMS).map((name) => ({
        name,
        persistentVolumeClaim: { claimName: `${DIRECTORY}-${name}` },
      })),
      { name: "run", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
      { name: "scripts", configMap: { name: `${DIRECTORY}-scripts` } },
      { name: "bootstrap", configMap: { name: `${DIRECTORY}-bootstrap` } },
      { name: "tls", secret: { secretName: DIRECTORY_TLS } },
      {
        name: "services",
        ...(bootstrap.tools.length === 0
          ? { emptyDir: {} }
          : { projected: [{ sources: bootstrap.tools.map(bindPassword) }] }),
      },
      {
        name: "people",
        secret: {
          secretName: passwords ?? MADE_SECRETS.directoryPeople,
          // Whoever is put in without a password gets none later.
          optional: bootstrap.people.length === 0,
        },
      },
    ],
  };
}
