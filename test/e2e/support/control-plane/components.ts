/** Everything listens on the loopback address only. */
export const LOOPBACK = "127.0.0.1";

/** The options of an etcd that serves at this address and need not survive a power cut. */
export function etcdOptions(url: string, data: string): string[] {
  return [
    `--data-dir=${data}`,
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    `--listen-peer-urls=http://${LOOPBACK}:0`,
    "--unsafe-no-fsync",
  ];
}

/** What kube-apiserver has to be told. */
export interface ApiServer {
  readonly etcd: string;
  readonly port: number;
  /** The folder into which it writes the certificate that it makes for itself, as `apiserver.crt`. */
  readonly certificates: string;
  /** The file of the users and their tokens. */
  readonly tokens: string;
  /** The file of the key by which service accounts' tokens are signed. */
  readonly signingKey: string;
}

/** The options of a kube-apiserver with the admission plugins of its version, and RBAC. */
export function apiServerOptions({ etcd, port, certificates, tokens, signingKey }: ApiServer): string[] {
  return [
    `--etcd-servers=${etcd}`,
    `--bind-address=${LOOPBACK}`,
    `--advertise-address=${LOOPBACK}`,
    // It refuses to list itself, as an endpoint of the service "kubernetes", under a loopback address.
    "--endpoint-reconciler-type=none",
    `--secure-port=${port}`,
    `--cert-dir=${certificates}`,
    `--token-auth-file=${tokens}`,
    "--authorization-mode=RBAC",
    "--allow-privileged",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${signingKey}`,
    `--service-account-signing-key-file=${signingKey}`,
    "--service-cluster-ip-range=10.96.0.0/16",
  ];
}

/** What kube-controller-manager has to be told: the files of its kubeconfig, a key and a certificate, and a folder. */
export interface ControllerManager {
  readonly kubeconfig: string;
  readonly signingKey: string;
  readonly certificateAuthority: string;
  /** An own folder for plugins: it makes one elsewhere otherwise. */
  readonly plugins: string;
}

/** The options of a kube-controller-manager with a service account for each controller, which may ask more often than usual. */
export function controllerManagerOptions(options: ControllerManager): string[] {
  return [
    `--kubeconfig=${options.kubeconfig}`,
    `--service-account-private-key-file=${options.signingKey}`,
    `--root-ca-file=${options.certificateAuthority}`,
    `--flex-volume-plugin-dir=${options.plugins}`,
    "--use-service-account-credentials",
    "--kube-api-qps=500",
    "--kube-api-burst=1000",
    "--leader-elect=false",
    "--secure-port=0",
  ];
}

/** The options of a kube-scheduler. */
export function schedulerOptions(kubeconfig: string): string[] {
  return [`--kubeconfig=${kubeconfig}`, "--leader-elect=false", "--secure-port=0"];
}

/** The options of a kwok that plays all nodes by the stages in these files. */
export function kwokOptions(kubeconfig: string, ...stages: string[]): string[] {
  const configs = stages.map((file) => `--config=${file}`);
  return [`--kubeconfig=${kubeconfig}`, "--manage-all-nodes=true", "--cidr=10.244.0.0/16", ...configs];
}
