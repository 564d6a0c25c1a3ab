import { createHash } from "node:crypto";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { CronJobV1 } from "@cdktf/provider-kubernetes/lib/cron-job-v1";
import { JobV1 } from "@cdktf/provider-kubernetes/lib/job-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { DEVOPS_REQUESTS } from "../charts/devops-requests";
import type { Mirror } from "../charts/mirror";
import { resources } from "../charts/requests";
import { literal } from "../literal";
import { LOCKED_CONTAINER, lockedPod } from "../locked-pod";
import { IMAGES } from "../versions";
import { imageAt } from "./image-at";
import { SECRETS_ACCOUNT } from "./names";
import { script } from "./script";
import type { ToolsNamespace } from "./tools-namespace";

/** One key of a secret that is made when it is missing. */
export interface WantedSecret {
  readonly secret: string;
  readonly key: string;
  /** Its value. Default: 32 random letters and digits */
  readonly text?: string;
}

/** The accounts that pull images, and who gets which. */
export interface PullAccounts {
  readonly registry: string;
  /** Name of the secret that sandboxes pull with; each lets the account of this job write that one. */
  readonly secret: string;
  readonly accounts: readonly {
    /** Namespace of the sandbox that gets it. */
    readonly namespace: string;
    readonly username: string;
    /** Secret with its password, in the namespace of the tools, under the key `password`. */
    readonly password: string;
  }[];
}

/** What `ToolsSecrets` are made of. */
export interface ToolsSecretsProps {
  readonly namespace: ToolsNamespace;
  readonly wanted: readonly WantedSecret[];
  /** Secrets of which the certificate of an authority is copied from one into the other. Default: none */
  readonly trust?: { readonly from: string; readonly to: string } | undefined;
  /** Default: nobody pulls */
  readonly pull?: PullAccounts | undefined;
  readonly mirror: Mirror;
  /** What has to be there before. */
  readonly after: ITerraformDependable[];
}

/** User of the image for processes that are not root. */
const USER = 65534;

/** How often it is looked whether something is missing: a sandbox that has just come waits so long for its account, in minutes. */
const EVERY_MINUTES = 5;

/**
 * Makes the secrets of the tools in the cluster, where they are missing (`devops/secrets.sh`): once before the tools come, and again
 * every few minutes. So no password is in a file, a plan or a state, and one that was deleted is made anew.
 */
export class ToolsSecrets extends Construct {
  /** What the tools wait for: their secrets are there then. */
  readonly made: ITerraformDependable;

  constructor(scope: Construct, id: string, props: ToolsSecretsProps) {
    super(scope, id);
    const { namespace, wanted, trust, pull, after } = props;
    const metadata = (name: string) => ({ name, namespace: namespace.reference });
    const account = new ServiceAccountV1(this, "account", {
      metadata: metadata(SECRETS_ACCOUNT),
      automountServiceAccountToken: false,
    });
    const names = [...new Set([...wanted.map(({ secret }) => secret), ...(trust ? [trust.from, trust.to] : [])])];
    const role = new RoleV1(this, "role", {
      metadata: metadata(SECRETS_ACCOUNT),
      rule: [
        // Kubernetes cannot bind the right to create to names.
        { apiGroups: [""], resources: ["secrets"], verbs: ["create"] },
        // Without names it would be a right to all.
        ...(names.length > 0
          ? [{ apiGroups: [""], resources: ["secrets"], resourceNames: names, verbs: ["get", "patch"] }]
          : []),
      ],
    });
    const binding = new RoleBindingV1(this, "binding", {
      metadata: metadata(SECRETS_ACCOUNT),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
      subject: [{ kind: "ServiceAccount", name: account.metadata.name, namespace: namespace.reference, apiGroup: "" }],
    });
    const data = {
      "secrets.sh": script("secrets.sh"),
      secrets: wanted
        .map(({ secret, key, text }) => `${secret} ${key} ${text === undefined ? "random" : `text:${text}`}\n`)
        .join(""),
      accounts: (pull?.accounts ?? [])
        .map(({ namespace: to, password, username }) => `${to} ${password} ${username}\n`)
        .join(""),
    };
    const map = new ConfigMapV1(this, "wanted", {
      metadata: metadata("secrets-wanted"),
      data: Object.fromEntries(Object.entries(data).map(([name, text]) => [name, literal(text)])),
    });
    const environment = {
      HOME: "/scratch",
      ...(trust ? { TRUST_FROM: trust.from, TRUST_TO: trust.to } : {}),
      ...(pull ? { PULL_SECRET: pull.secret, REGISTRY: pull.registry } : {}),
    };
    const template = {
      metadata: { labels: { "app.kubernetes.io/name": "secrets" } },
      spec: podSpec(props, account.metadata.name, environment),
    };
    const digest = createHash("sha256")
      .update(JSON.stringify([data, environment, imageAt(props.mirror, IMAGES.tools)]))
      .digest("hex")
      .slice(0, 8);
    const dependsOn = [binding, map, ...after];
    const job = new JobV1(this, "job", {
      dependsOn,
      metadata: metadata(`secrets-${digest}`),
      // The certificate of the directory may be a while in coming.
      spec: { backoffLimit: 10, template },
      waitForCompletion: true,
      timeouts: { create: "15m", update: "15m" },
    });
    new CronJobV1(this, "cron-job", {
      dependsOn,
      metadata: metadata("secrets"),
      spec: {
        schedule: `*/${EVERY_MINUTES} * * * *`,
        concurrencyPolicy: "Forbid",
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: { metadata: {}, spec: { backoffLimit: 1, activeDeadlineSeconds: 240, template } },
      },
    });
    this.made = job;
  }
}

function podSpec({ mirror, namespace }: ToolsSecretsProps, account: string, environment: Record<string, string>) {
  return {
    ...lockedPod({ id: USER, group: USER }),
    serviceAccountName: account,
    automountServiceAccountToken: true,
    restartPolicy: "Never",
    container: [
      {
        name: "secrets",
        image: imageAt(mirror, IMAGES.tools),
        command: ["sh", "/wanted/secrets.sh"],
        env: Object.entries({ NAMESPACE: namespace.reference, ...environment }).map(([name, value]) => ({
          name,
          value,
        })),
        resources: resources(DEVOPS_REQUESTS.secrets, "128Mi"),
        securityContext: LOCKED_CONTAINER,
        volumeMount: [
          { name: "wanted", mountPath: "/wanted", readOnly: true },
          { name: "scratch", mountPath: "/scratch" },
        ],
      },
    ],
    volume: [
      { name: "wanted", configMap: { name: "secrets-wanted" } },
      { name: "scratch", emptyDir: { medium: "Memory", sizeLimit: "16Mi" } },
    ],
  };
}
