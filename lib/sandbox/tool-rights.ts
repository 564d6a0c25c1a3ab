import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type FrameNamespace, frameMetadata } from "./frame-namespace";
import type { Rule } from "./rights";
import { ROBOT } from "./roles";

/** A service account of another namespace. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** What the devops tools may do in a sandbox, and by which accounts. */
export interface ToolAccounts {
  /** Writes the secret that images are pulled with. Default: whoever administrates the sandbox makes it */
  readonly pull?: { readonly secret: string; readonly account: Account } | undefined;
  /** Deploys the app, by the robot's tokens. Default: nobody but people */
  readonly deploy?: Account | undefined;
}

/** What `ToolRights` are made of. */
export interface ToolRightsProps extends ToolAccounts {
  readonly namespace: FrameNamespace;
  /** What has to be there before anybody gets a right. */
  readonly after: ITerraformDependable[];
}

/**
 * The rights of the devops tools in a sandbox. A pipeline gets the robot's tokens, which are short, and so what the robot may do, nothing
 * else; and one job writes one secret.
 */
export class ToolRights extends Construct {
  constructor(scope: Construct, id: string, { namespace, pull, deploy, after }: ToolRightsProps) {
    super(scope, id);
    const grant = (name: string, { namespace: home, name: account }: Account, rule: RuleOfNames[]) => {
      const metadata = frameMetadata(namespace, name);
      const role = new RoleV1(this, name, { metadata, rule });
      new RoleBindingV1(this, `${name}-binding`, {
        dependsOn: after,
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
        subject: [{ kind: "ServiceAccount", name: account, namespace: home, apiGroup: "" }],
      });
    };
    if (pull) {
      grant("pull-secret", pull.account, [
        // Kubernetes cannot bind the right to create to names.
        { apiGroups: [""], resources: ["secrets"], verbs: ["create"] },
        { apiGroups: [""], resources: ["secrets"], resourceNames: [pull.secret], verbs: ["get", "patch"] },
      ]);
    }
    if (deploy) {
      grant("deploy", deploy, [
        { apiGroups: [""], resources: ["serviceaccounts/token"], resourceNames: [ROBOT], verbs: ["create"] },
      ]);
    }
  }
}

interface RuleOfNames extends Rule {
  readonly resourceNames?: string[];
}
