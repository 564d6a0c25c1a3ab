/**
 * Annotations and labels that others put on objects of ours: Rancher on namespaces, services and workloads that it shows, OpenShift on
 * namespaces. Terraform leaves them alone; otherwise each plan would take them away (terraform-provider-kubernetes#163), and
 * with them what people may do in Rancher. Regular expressions, as the Kubernetes provider takes them.
 */
export const FOREIGN_MARKS = {
  ignoreAnnotations: ["(^|\\.)cattle\\.io/", "(^|\\.)openshift\\.io/"],
  ignoreLabels: ["(^|\\.)cattle\\.io/", "(^|\\.)openshift\\.io/"],
};
