/** Where the Kubernetes API of a cluster is reached by way of Rancher. */
export function rancherEndpoint(url: string, clusterId: string): string {
  return `${url}/k8s/clusters/${clusterId}`;
}

/**
 * The program that hands Rancher's token to the Kubernetes and Helm providers, and its arguments. The token stands in
 * `RANCHER_TOKEN_KEY`, where Rancher's own provider looks for it too: it is in no file of ours.
 */
export const RANCHER_LOGIN = {
  command: "sh",
  arguments: [
    "-c",
    [
      'test -n "$RANCHER_TOKEN_KEY" || { echo "RANCHER_TOKEN_KEY is not set: make a token in Rancher, and export it." >&2; exit 1; }',
      'printf \'{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"%s"}}\' "$RANCHER_TOKEN_KEY"',
    ].join("\n"),
  ],
} as const;
