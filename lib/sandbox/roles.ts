import { RoleBindingV1, type RoleBindingV1Subject } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type FrameNamespace, frameMetadata } from "./frame-namespace";
import { DEVELOPER_RIGHTS, type Rule, VIEWER_RIGHTS } from "./rights";
import type { Subject } from "./subject";

/** Name of the service account that deploys the app of a sandbox. */
export const ROBOT = "robot";

const RBAC = "rbac.authorization.k8s.io";

/** What `Roles` are made of. */
export interface RolesProps {
  readonly namespace: FrameNamespace;
  readonly developers: readonly Subject[];
  readonly viewers: readonly Subject[];
  /** What has to be there before anybody gets a role. */
  readonly after: ITerraformDependable[];
}

/**
 * The roles of a sandbox and who has them. The robot has a developer's rights; its token is made on demand
 * (`kubectl create token robot`) and stands in no state.
 */
export class Roles extends Construct {
  constructor(scope: Construct, id: string, props: RolesProps) {
    super(scope, id);
    const { namespace } = props;
    const robot = new ServiceAccountV1(this, ROBOT, {
      metadata: frameMetadata(namespace, ROBOT),
      automountServiceAccountToken: false,
    });
    const robotSubject = {
      kind: "ServiceAccount",
      name: robot.metadata.name,
      namespace: namespace.reference,
      apiGroup: "",
    };
    this.role("developer", props, DEVELOPER_RIGHTS, [robotSubject, ...props.developers.map(subjectOf)]);
    this.role("viewer", props, VIEWER_RIGHTS, props.viewers.map(subjectOf));
  }

  private role(
    name: string,
    { namespace, after }: RolesProps,
    rights: readonly Rule[],
    subject: RoleBindingV1Subject[],
  ): void {
    const metadata = frameMetadata(namespace, name);
    const role = new RoleV1(this, name, { metadata, rule: [...rights] });
    if (subject.length === 0) return;
    new RoleBindingV1(this, `${name}-binding`, {
      dependsOn: after,
      metadata,
      roleRef: { apiGroup: RBAC, kind: "Role", name: role.metadata.name },
      subject,
    });
  }
}

function subjectOf({ kind, name }: Subject): RoleBindingV1Subject {
  return { kind, name, apiGroup: RBAC };
}
