import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { AGENT_QUOTAS, type ToolRequests } from "../charts/devops-requests";
import { DEFAULTS } from "../defaults";
import { CustomResources } from "../helm/custom-resources";
import { type BuildsEgressOptions, buildsEgress } from "./doors";
import { AGENT_CLOUDS, AGENT_RULES } from "./jenkins/clouds";
import { DEVOPS, deployAccount } from "./names";
import { ToolsNamespace } from "./tools-namespace";

/** What `Agents` are made of. */
export interface AgentsProps {
  /** Namespace of the tools. */
  readonly tools: ToolsNamespace;
  /** Kubernetes minor whose Pod Security standards are enforced. */
  readonly kubernetesMinor: string;
  readonly egress: BuildsEgressOptions;
  /** Sandboxes whose apps are deployed by pipelines. Default: none, and there is no namespace for it */
  readonly deploys: readonly string[];
}

/**
 * Where the agents of Jenkins run, and as whom it starts them: builds in one namespace, deployments in another. It has another account
 * for each, so that no pipeline of a partner gets a pod beside those that hold the accounts of sandboxes.
 */
export class Agents extends Construct {
  /** What Jenkins waits for. */
  readonly ready: ITerraformDependable;

  constructor(scope: Construct, id: string, { tools, kubernetesMinor, egress, deploys }: AgentsProps) {
    super(scope, id);
    const builds = new ToolsNamespace(this, "builds", {
      name: DEVOPS.builds,
      // Building images takes user namespaces, and a program that maps their users: "restricted" lets nobody have it.
      podSecurity: "baseline",
      kubernetesMinor,
      egress: buildsEgress(egress),
    });
    const homes: Home[] = [{ namespace: builds, account: AGENT_CLOUDS.builds.account, quota: AGENT_QUOTAS.builds }];
    if (deploys.length > 0) {
      const namespace = new ToolsNamespace(this, "deploys", {
        name: DEVOPS.deploys,
        podSecurity: "restricted",
        kubernetesMinor,
      });
      homes.push({ namespace, account: AGENT_CLOUDS.deploys.account, quota: AGENT_QUOTAS.deploys });
      for (const sandbox of deploys) {
        new ServiceAccountV1(this, `deploy-${sandbox}`, {
          metadata: { name: deployAccount(sandbox), namespace: namespace.reference },
          automountServiceAccountToken: false,
        });
      }
    }
    const accounts = homes.map(({ namespace, account, quota }) => {
      const launcher = new ServiceAccountV1(this, account, {
        metadata: { name: account, namespace: tools.reference },
        automountServiceAccountToken: false,
      });
      const metadata = { name: "launcher", namespace: namespace.reference };
      const role = new RoleV1(this, `${account}-role`, {
        metadata,
        rule: AGENT_RULES.map(({ apiGroups, resources, verbs }) => ({
          apiGroups: [...apiGroups],
          resources: [...resources],
          verbs: [...verbs],
        })),
      });
      new RoleBindingV1(this, `${account}-binding`, {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
        subject: [{ kind: "ServiceAccount", name: launcher.metadata.name, namespace: tools.reference, apiGroup: "" }],
      });
      new ResourceQuotaV1(this, `${account}-quota`, {
        metadata: { name: "agents", namespace: namespace.reference },
        spec: {
          hard: {
            "requests.cpu": quota.cpu,
            "requests.memory": quota.memory,
            pods: String(quota.pods),
            // Agents hold nothing that lasts.
            persistentvolumeclaims: "0",
            "services.nodeports": "0",
            "services.loadbalancers": "0",
          },
        },
      });
      // A container that says nothing of it would be refused by the quota.
      new LimitRangeV1(this, `${account}-defaults`, {
        metadata: { name: "agents", namespace: namespace.reference },
        spec: {
          limit: [
            {
              type: "Container",
              defaultRequest: { ...DEFAULTS.container.requests },
              default: { memory: "1Gi" },
            },
          ],
        },
      });
      return launcher;
    });
    // As a resource of Terraform's provider a token would stand in the state.
    this.ready = new CustomResources(this, "tokens", {
      releaseName: "jenkins-tokens",
      namespace: tools.reference,
      resources: Object.fromEntries(homes.map(({ account }) => [account, tokenSecret(account)])),
      after: accounts,
    }).release;
  }
}

/** A namespace of agents, the account that starts them, and what they may ask for together. */
interface Home {
  readonly namespace: ToolsNamespace;
  readonly account: string;
  readonly quota: ToolRequests;
}

/** A secret that Kubernetes fills with a token of an account. */
function tokenSecret(account: string): object {
  return {
    apiVersion: "v1",
    kind: "Secret",
    type: "kubernetes.io/service-account-token",
    metadata: {
      name: account,
      namespace: DEVOPS.namespace,
      annotations: { "kubernetes.io/service-account.name": account },
    },
  };
}
