import { DEVOPS_REQUESTS } from "../../charts/devops-requests";
import { type Mirror, mirrored } from "../../charts/mirror";
import { resources } from "../../charts/requests";
import type { ChartValues } from "../../charts/values/chart-values";
import { literal } from "../../literal";
import { LOCKED_CONTAINER } from "../../locked-pod";
import type { SecretKey } from "../directory-access";
import { cloudSecrets } from "./clouds";
import { type JenkinsConfigurationOptions, jenkinsConfiguration } from "./configuration";
import { folderAccounts } from "./folders";
import { linkSecrets } from "./integrations";
import { helmText, jcascDocument } from "./jcasc-text";
import { libraryContainer, libraryVolumes } from "./library";
import { pluginList } from "./plugins";
import { JENKINS_SERVICE } from "./service";
import { truststore } from "./truststore";

/** What the chart of Jenkins has to know. */
export interface JenkinsOptions extends Omit<JenkinsConfigurationOptions, "agentRegistry"> {
  readonly ingress: {
    readonly className: string;
    readonly annotations: Readonly<Record<string, string>>;
    /** Secret with the certificate of the host. Default: the ingress controller's own, which covers it */
    readonly tlsSecret?: string | undefined;
  };
  readonly storageClass: string;
  readonly size: string;
  readonly mirror: Mirror;
  /** Says what serves the library: the controller starts anew when it changes. Files of the library it follows by itself. */
  readonly libraryChecksum: string;
}

/** Who the processes of the pod run as: user and group of the image. */
const POD_SECURITY = {
  runAsNonRoot: true,
  runAsUser: 1000,
  runAsGroup: 1000,
  fsGroup: 1000,
  fsGroupChangePolicy: "OnRootMismatch",
  seccompProfile: { type: "RuntimeDefault" },
};

/** The most memory that the controller may take. */
const MEMORY_LIMIT = "3Gi";

/**
 * Values of the Jenkins chart (INF-22). The configuration is copied when the controller starts, and a change starts it anew: the
 * chart's other way, a container that watches ConfigMaps and has Jenkins reload them, needs rights in the namespace of the
 * tools and a token that everybody knows (the name of the pod), and nobody hears when a reload fails. So the pod has no
 * account at all. Text of the configuration passes Terraform, Helm's templates and Jenkins' references as it was written.
 */
export function jenkinsValues(options: JenkinsOptions): ChartValues {
  const { host, ingress, storageClass, size, mirror, libraryChecksum, directory } = options;
  const trust = truststore(directory.authority ? [directory.authority] : []);
  const agentRegistry = mirror.images === undefined ? undefined : `${mirror.images}/docker.io`;
  const configuration = jcascDocument(jenkinsConfiguration({ ...options, agentRegistry }));
  return {
    fixed: {
      fullnameOverride: JENKINS_SERVICE.name,
      controller: {
        ...mirrored(mirror, (at) => ({ image: { registry: at("docker.io") } })),
        replicas: 1,
        componentName: "jenkins-controller",
        admin: { createSecret: false },
        numExecutors: 0,
        servicePort: JENKINS_SERVICE.port,
        targetPort: JENKINS_SERVICE.port,
        serviceType: "ClusterIP",
        agentListenerEnabled: false,
        podSecurityContextOverride: POD_SECURITY,
        containerSecurityContext: LOCKED_CONTAINER,
        installPlugins: pluginList(),
        additionalPlugins: [],
        installLatestPlugins: false,
        installLatestSpecifiedPlugins: false,
        // What stands in the list is what runs, also after a plugin left it.
        overwritePlugins: true,
        overwritePluginsFromImage: true,
        initializeOnce: false,
        additionalExistingSecrets: mountedSecrets(options).map(({ secret, key }) => ({ name: secret, keyName: key })),
        javaOpts: javaOptions(trust.javaOptions).join(" "),
        JCasC: {
          defaultConfig: false,
          overwriteConfiguration: true,
          configUrls: [],
          securityRealm: "",
          authorizationStrategy: "",
          configScripts: { testbed: literal(helmText(configuration)) },
        },
        customInitContainers: trust.initContainers,
        sidecars: {
          configAutoReload: { enabled: false },
          additionalSidecarContainers: [libraryContainer()],
        },
        podAnnotations: { "checksum/library": libraryChecksum },
        ingress: {
          enabled: true,
          ingressClassName: ingress.className,
          hostName: host,
          annotations: ingress.annotations,
          tls: [{ hosts: [host], ...(ingress.tlsSecret === undefined ? {} : { secretName: ingress.tlsSecret }) }],
        },
        testEnabled: false,
      },
      persistence: {
        enabled: true,
        storageClass,
        size,
        volumes: [...trust.volumes, ...libraryVolumes()],
        mounts: trust.mounts,
      },
      agent: { enabled: false },
      rbac: { create: false, readSecrets: false },
      serviceAccount: { create: true, automountServiceAccountToken: false },
      networkPolicy: { enabled: false },
    },
    defaults: {
      controller: {
        resources: resources(DEVOPS_REQUESTS.jenkins, MEMORY_LIMIT),
        initContainerResources: resources({ cpu: "500m", memory: "512Mi" }, "1Gi"),
        image: { pullPolicy: "IfNotPresent" },
        terminationGracePeriodSeconds: 60,
        probes: {
          // Plugins are unpacked, and the configuration is applied: five minutes on a slow disk.
          startupProbe: { failureThreshold: 30 },
        },
      },
    },
  };
}

/** The keys of secrets that Jenkins' configuration refers to, each once. */
function mountedSecrets({ directory, projects, deploy, registry, ...links }: JenkinsOptions): SecretKey[] {
  const accounts = folderAccounts({ projects, deploy, registry }).flatMap(({ username, password }) => [
    ...(typeof username === "string" ? [] : [username]),
    password,
  ]);
  const all = [...cloudSecrets(deploy !== undefined), directory.bind.password, ...linkSecrets(links), ...accounts];
  return [...new Map(all.map((key) => [`${key.secret}-${key.key}`, key])).values()];
}

function javaOptions(trust: readonly string[]): string[] {
  return [
    "-XX:MaxRAMPercentage=50",
    "-XX:+ExitOnOutOfMemoryError",
    // A reference without its secret is an error, not an empty password.
    "-Dcasc.strict.secret.resolution=true",
    "-Dhudson.model.UsageStatistics.disabled=true",
    ...trust,
  ];
}
