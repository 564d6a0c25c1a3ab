/** How much the pods of a namespace may do (Kubernetes, "Pod Security Standards"). */
export type PodSecurityLevel = "restricted" | "baseline" | "privileged";

/**
 * The labels by which Kubernetes holds a namespace to a level, by the standards of a minor.
 *
 * @param warn level beyond which it warns. Default: `restricted`
 */
export function podSecurityLabels(
  level: PodSecurityLevel,
  kubernetesMinor: string,
  warn: PodSecurityLevel = "restricted",
): Record<string, string> {
  const version = `v${kubernetesMinor}`;
  return {
    "pod-security.kubernetes.io/enforce": level,
    "pod-security.kubernetes.io/enforce-version": version,
    "pod-security.kubernetes.io/warn": warn,
    "pod-security.kubernetes.io/warn-version": version,
  };
}
