import { LOCKED_CONTAINER } from "../../locked-pod";
import type { SecretKey } from "../directory-access";
import { DEVOPS } from "../names";
import { secretReference } from "./jcasc-text";
import { JENKINS_SERVICE } from "./service";

/** A cloud of Jenkins: a namespace for the pods of its agents, and the account that it makes them with. */
export interface AgentCloud {
  readonly name: string;
  readonly namespace: string;
  /** Service account in the namespace of the tools, and the secret with its token; it has rights in the namespace of the pods alone. */
  readonly account: string;
}

/**
 * The clouds, each with an account of its own: a pipeline of one cloud that asks for the other's namespace is refused by the
 * API server. Which folder may use which cloud is a property of the folder.
 */
export const AGENT_CLOUDS = {
  builds: { name: "builds", namespace: DEVOPS.builds, account: "jenkins-builds" },
  deploys: { name: "deploys", namespace: DEVOPS.deploys, account: "jenkins-deploys" },
} as const satisfies Readonly<Record<string, AgentCloud>>;

/** What the account of a cloud may do in its namespace: what the Kubernetes plugin does with pods, and not more. */
export const AGENT_RULES = [
  { apiGroups: [""], resources: ["pods"], verbs: ["create", "delete", "get", "list", "watch"] },
  { apiGroups: [""], resources: ["pods/exec"], verbs: ["create", "get"] },
  { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  { apiGroups: [""], resources: ["events"], verbs: ["get", "list", "watch"] },
] as const;

/** Keys of a secret of the type `kubernetes.io/service-account-token`. */
const TOKEN = "token";
const AUTHORITY = "ca.crt";

/** Label of the agent that jobs get who ask for nothing else. */
const PLAIN_AGENT = "agent";

/** What the pod of a plain agent asks for and may take: Java and a checkout; what pipelines add asks for itself. */
const PLAIN_AGENT_RESOURCES = {
  requests: { cpu: "100m", memory: "256Mi" },
  limits: { memory: "1Gi" },
};

/** What clouds are made of. */
export interface CloudsOptions {
  /** Image of a plain agent, in full. */
  readonly agentImage: string;
  /** What stands before the images that Jenkins' plugin itself adds to pods (`jenkins/inbound-agent`). Default: nothing */
  readonly agentRegistry?: string | undefined;
}

/** The clouds that there are: that of the deployments only with jobs that deploy. */
export function agentClouds(hasDeploys: boolean): AgentCloud[] {
  return [AGENT_CLOUDS.builds, ...(hasDeploys ? [AGENT_CLOUDS.deploys] : [])];
}

/** The keys of secrets that the clouds need. */
export function cloudSecrets(hasDeploys: boolean): SecretKey[] {
  return agentClouds(hasDeploys).flatMap(({ account }) => [TOKEN, AUTHORITY].map((key) => ({ secret: account, key })));
}

/** The tokens of the clouds as credentials that no pipeline sees. */
export function cloudCredentials(hasDeploys: boolean): object[] {
  return agentClouds(hasDeploys).map(({ account, namespace }) => ({
    string: {
      scope: "SYSTEM",
      id: account,
      description: `Makes agents in ${namespace}`,
      secret: secretReference({ secret: account, key: TOKEN }),
    },
  }));
}

/** The clouds (keys of the Kubernetes plugin). Agents ask for the controller by HTTP alone, and vanish after one build. */
export function clouds(options: CloudsOptions, hasDeploys: boolean): object[] {
  const { builds, deploys } = AGENT_CLOUDS;
  return [
    // The first is that of pipelines that name none.
    cloud(builds, 10, options, { templates: [plainAgent(options.agentImage)] }),
    ...(hasDeploys ? [cloud(deploys, 4, options, { restrictedPssSecurityContext: true })] : []),
  ];
}

function cloud({ name, namespace, account }: AgentCloud, most: number, { agentRegistry }: CloudsOptions, more: object) {
  return {
    kubernetes: {
      name,
      namespace,
      serverUrl: "https://kubernetes.default.svc",
      serverCertificate: secretReference({ secret: account, key: AUTHORITY }),
      credentialsId: account,
      jenkinsUrl: `http://${JENKINS_SERVICE.name}.${DEVOPS.namespace}.svc:${JENKINS_SERVICE.port}`,
      webSocket: true,
      usageRestricted: true,
      containerCapStr: String(most),
      podRetention: "never",
      jnlpregistry: agentRegistry,
      ...more,
    },
  };
}

function plainAgent(image: string): object {
  return {
    name: PLAIN_AGENT,
    label: PLAIN_AGENT,
    nodeUsageMode: "NORMAL",
    idleMinutes: 0,
    podRetention: "never",
    showRawYaml: false,
    yamlMergeStrategy: "merge",
    yaml: JSON.stringify({
      apiVersion: "v1",
      kind: "Pod",
      spec: {
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
        // The plugin's own name for the container of the agent.
        containers: [
          {
            name: "jnlp",
            image,
            resources: PLAIN_AGENT_RESOURCES,
            // The agent writes into its home, which is in the image.
            securityContext: { ...LOCKED_CONTAINER, readOnlyRootFilesystem: false },
          },
        ],
      },
    }),
  };
}
