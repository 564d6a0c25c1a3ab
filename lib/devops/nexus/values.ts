import { DEVOPS_REQUESTS } from "../../charts/devops-requests";
import { type Mirror, mirrored } from "../../charts/mirror";
import { resources } from "../../charts/requests";
import type { ChartValues } from "../../charts/values/chart-values";
import { IMAGES } from "../../versions";
import type { SecretKey } from "../directory-access";
import { imageAt } from "../image-at";
import { MADE_SECRETS } from "../names";
import { NEXUS } from "./names";
import { NEXUS_JAVA, NEXUS_OVERHEAD } from "./requests";
import { AUTHORITY, TRUST_SCRIPT, TRUST_STORE, TRUST_STORE_PASSWORD } from "./trust";

/** What the chart of Nexus has to know. */
export interface NexusValuesOptions {
  /** Full names of its hosts. */
  readonly hosts: { readonly nexus: string; readonly registry: string };
  readonly ingress: {
    readonly className: string;
    /** Annotations of the ingress, such as those by which cert-manager makes its certificates. Default: none */
    readonly annotations?: Readonly<Record<string, string>> | undefined;
    /** Secret with the certificate of each host. Default: the one certificate for all hosts that the ingress controller has */
    readonly tlsSecrets?: { readonly nexus: string; readonly registry: string } | undefined;
  };
  readonly storageClass: string;
  /** Size of the volume, as Kubernetes writes it. */
  readonly size: string;
  /** Certificate of the authority behind the directory's. Default: one that everybody trusts */
  readonly authority?: SecretKey | undefined;
  readonly mirror: Mirror;
}

/** The user and the group that the image has. */
const NEXUS_USER = 200;

const LOCKED = {
  privileged: false,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: NEXUS_USER,
  runAsGroup: NEXUS_USER,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

/**
 * Values of the chart `nexus3`: one pod, with its embedded database on its volume. Sonatype does not support that database
 * on Kubernetes, and one pod is all that the Community Edition has: when its node goes, Nexus is away until it has started elsewhere.
 * The chart configures nothing: our own job does (`NexusConfiguration`), which also knows content selectors and the licence.
 */
export function nexusValues(options: NexusValuesOptions): ChartValues {
  const { hosts, ingress, authority, mirror } = options;
  const [repository, tag] = splitImage(IMAGES.nexus);
  // One image for everything: the chart's others have tags that move.
  const one = { repository, tag };
  const images = { image: one, bashImage: one };
  return {
    fixed: {
      ...images,
      ...mirrored(mirror, (at) => ({
        image: { ...one, repository: at(repository) },
        bashImage: { ...one, repository: at(repository) },
      })),
      fullnameOverride: NEXUS.name,
      replicas: 1,
      serviceAccount: { automountToken: false },
      automountServiceAccountToken: false,
      service: {
        type: "ClusterIP",
        port: NEXUS.ports.http,
        additionalPorts: [
          {
            name: "registry",
            port: NEXUS.ports.registry,
            containerPort: NEXUS.ports.registry,
            hosts: [hosts.registry],
          },
        ],
      },
      ingress: {
        enabled: true,
        ingressClassName: ingress.className,
        annotations: ingress.annotations ?? {},
        hosts: [hosts.nexus],
        tls:
          ingress.tlsSecrets === undefined
            ? []
            : [
                { hosts: [hosts.nexus], secretName: ingress.tlsSecrets.nexus },
                { hosts: [hosts.registry], secretName: ingress.tlsSecrets.registry },
              ],
      },
      persistence: {
        enabled: true,
        storageClass: options.storageClass,
        size: options.size,
        retainDeleted: true,
        retainScaled: true,
      },
      // It would run as root; the volume gets its group from the pod.
      chownDataDir: false,
      podSecurityContext: {
        runAsNonRoot: true,
        fsGroup: NEXUS_USER,
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
      },
      securityContext: LOCKED,
      rootPassword: { secret: MADE_SECRETS.nexusAdmin, key: "password" },
      config: { enabled: false },
      properties: [
        "nexus.skipDefaultRepositories=true",
        // Whoever may add a script there runs it as Nexus.
        "nexus.scripts.allowCreation=false",
        "nexus.onboarding.enabled=false",
      ],
      install4jAddVmParams: javaOptions(authority !== undefined),
      ...(authority === undefined ? {} : trusting(imageAt(mirror, IMAGES.nexus), authority)),
    },
    defaults: {
      resources: resources(DEVOPS_REQUESTS.nexus, `${NEXUS_JAVA.heap + NEXUS_JAVA.direct + NEXUS_OVERHEAD}Mi`),
      tailLogs: { resources: resources(DEVOPS_REQUESTS.nexusLogs, "64Mi") },
      initResources: resources(DEVOPS_REQUESTS.nexusLogs, "64Mi"),
      logback: { maxHistory: 14 },
    },
  };
}

function javaOptions(hasAuthority: boolean): string {
  const { heap, direct } = NEXUS_JAVA;
  return [
    `-Xms${heap}m`,
    `-Xmx${heap}m`,
    `-XX:MaxDirectMemorySize=${direct}m`,
    ...(hasAuthority
      ? [`-Djavax.net.ssl.trustStore=${TRUST_STORE}`, `-Djavax.net.ssl.trustStorePassword=${TRUST_STORE_PASSWORD}`]
      : []),
  ].join(" ");
}

/** A step before Nexus that makes Java's file of authorities. The chart has one too, but it runs as root, and mounts a secret whole. */
function trusting(image: string, { secret, key }: SecretKey) {
  const name = "authority";
  return {
    extraVolumes: [{ name, secret: { secretName: secret, items: [{ key, path: AUTHORITY.file }] } }],
    extraInitContainers: [
      {
        name: "trust-directory",
        image,
        imagePullPolicy: "IfNotPresent",
        command: ["/bin/bash", "-c", TRUST_SCRIPT, "trust-directory"],
        args: [TRUST_STORE, TRUST_STORE_PASSWORD, `${AUTHORITY.folder}/${AUTHORITY.file}`],
        securityContext: LOCKED,
        resources: resources(DEVOPS_REQUESTS.nexusLogs, "256Mi"),
        volumeMounts: [
          { name: "data", mountPath: "/nexus-data" },
          { name: "temp", mountPath: "/tmp" },
          { name, mountPath: AUTHORITY.folder, readOnly: true },
        ],
      },
    ],
  };
}

function splitImage(image: string): [repository: string, tag: string] {
  const [, repository, tag] = /^(.+):([\w.-]+)$/.exec(image) ?? [];
  if (repository === undefined || tag === undefined) throw new Error(`The image ${image} has no tag.`);
  return [repository, tag];
}
