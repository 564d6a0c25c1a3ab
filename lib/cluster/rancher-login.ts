/** Where the Kubernetes API of a cluster is reached by way of Rancher. */
export function rancherEndpoint(url: string, clusterId: string): string {
  return `${url}/k8s/clusters/${clusterId}`;
}

const API_VERSION = "client.authentication.k8s.io/v1beta1";
const CREDENTIAL = { apiVersion: API_VERSION, kind: "ExecCredential", status: { token: "%s" } };

/**
 * Where there is no token, the program answers with a kind of object that nobody knows: the providers name it in their error. Of what
 * a program says otherwise they pass on nothing, only that `sh` has failed.
 */
const COMPLAINT = {
  apiVersion: API_VERSION,
  kind: "RANCHER_TOKEN_KEY is not set: make a token in Rancher, and export it",
};

/**
 * The program that hands Rancher's token to the Kubernetes and Helm providers, and its arguments. The token stands in
 * `RANCHER_TOKEN_KEY`, where Rancher's own provider looks for it too: it is in no file of ours.
 */
export const RANCHER_LOGIN = {
  command: "sh",
  arguments: [
    "-c",
    [
      'if [ -n "$RANCHER_TOKEN_KEY" ]; then',
      `  printf '${JSON.stringify(CREDENTIAL)}' "$RANCHER_TOKEN_KEY"`,
      "else",
      `  echo '${JSON.stringify(COMPLAINT)}'`,
      "fi",
    ].join("\n"),
  ],
} as const;
