import { FRAME_LABEL } from "./labels";

/**
 * The admission policy of a sandbox, for whoever may not change its quota. Rights alone cannot tell a node port from
 * another service, nor the frame's objects from the app's; this can.
 */
export function guardResources(namespace: string, labels: Record<string, string>): Record<string, object> {
  const name = `sandbox-${namespace}`;
  return {
    guard: {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicy",
      metadata: { name, labels },
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [""],
              apiVersions: ["v1"],
              operations: ["CREATE", "UPDATE", "DELETE"],
              resources: ["services", "configmaps"],
            },
          ],
        },
        matchConditions: [
          {
            // The namespace's own controllers may delete quotas, as may administrators.
            name: "may-not-delete-quotas",
            expression:
              "!authorizer.group('').resource('resourcequotas').namespace(request.namespace).check('delete').allowed()",
          },
        ],
        validations: [
          {
            expression:
              "request.operation == 'DELETE' || request.resource.resource != 'services' || " +
              "!has(object.spec.type) || object.spec.type in ['ClusterIP', 'ExternalName']",
            message: "Node ports and load balancers are declared in the sandbox's file, under expose.",
          },
          {
            expression:
              "request.operation == 'DELETE' || request.resource.resource != 'services' || " +
              "!has(object.spec.externalIPs) || size(object.spec.externalIPs) == 0",
            message: "A service of a sandbox takes no external addresses.",
          },
          {
            expression: `oldObject == null || !has(oldObject.metadata.labels) || !('${FRAME_LABEL}' in oldObject.metadata.labels)`,
            message: "This belongs to the sandbox's frame, which the administrators of the testbed keep.",
          },
        ],
      },
    },
    guardBinding: {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name, labels },
      spec: {
        policyName: name,
        validationActions: ["Deny"],
        matchResources: { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } },
      },
    },
  };
}
