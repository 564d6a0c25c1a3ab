import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kubeconfig, newSigningKey, newTokens, tokenFile } from "./accounts";
import {
  apiServerOptions,
  controllerManagerOptions,
  etcdOptions,
  kwokOptions,
  LOOPBACK,
  schedulerOptions,
} from "./components";
import { ControlPlane } from "./control-plane";
import { kubectlWith } from "./kubectl";
import { freePorts } from "./ports";
import { Processes } from "./processes";
import type { Programs } from "./programs";
import { SOURCES } from "./sources";

/** Starts a control plane without nodes, which keeps all its files in this folder; stop it in the end. */
export async function startControlPlane(programs: Programs, folder: string): Promise<ControlPlane> {
  mkdirSync(folder, { recursive: true });
  const processes = new Processes(folder);
  try {
    return await start(programs, folder, processes);
  } catch (error) {
    await processes.stop();
    throw error;
  }
}

async function start(programs: Programs, folder: string, processes: Processes): Promise<ControlPlane> {
  const path = (name: string) => join(folder, name);
  const secret = (name: string, content: string) => {
    writeFileSync(path(name), content, { mode: 0o600 });
    return path(name);
  };
  const kubernetes = (component: string, options: string[]) =>
    processes.start(component, programs.kubernetes, [component, ...options]);

  const [etcdPort = 0, port = 0] = await freePorts(2);
  const etcd = `http://${LOOPBACK}:${etcdPort}`;
  const endpoint = `https://${LOOPBACK}:${port}`;
  const signingKey = secret("signing.key", newSigningKey());
  const tokens = newTokens();
  const certificates = path("certificates");
  processes.start("etcd", programs.etcd, etcdOptions(etcd, path("etcd")));
  const tokensFile = secret("tokens.csv", tokenFile(tokens));
  kubernetes("kube-apiserver", apiServerOptions({ etcd, port, certificates, tokens: tokensFile, signingKey }));

  const chain = () => certificatesIn(join(certificates, "apiserver.crt"));
  await processes.until("certificate of kube-apiserver", () => chain().length === 2);
  const [, authority = ""] = chain();
  const access = (name: string, token: string) => secret(`${name}.kubeconfig`, kubeconfig(endpoint, authority, token));
  const admin = access("admin", tokens.admin);
  const kubectl = kubectlWith(programs.kubectl, admin, folder);
  const has = async (...args: string[]) => (await kubectl(["get", ...args])).code === 0;
  await processes.until("kube-apiserver", () => has("--raw=/readyz"));

  const manager = controllerManagerOptions({
    kubeconfig: access("kube-controller-manager", tokens["system:kube-controller-manager"]),
    signingKey,
    certificateAuthority: secret("authority.crt", authority),
    plugins: path("plugins"),
  });
  kubernetes("kube-controller-manager", manager);
  kubernetes("kube-scheduler", schedulerOptions(access("kube-scheduler", tokens["system:kube-scheduler"])));
  const stages = [programs.stages, join(SOURCES, "volumes.yaml")];
  processes.start("kwok", programs.kwok, kwokOptions(admin, ...stages), { KWOK_WORKDIR: path("kwok") });
  await processes.until("kube-controller-manager", () => has("serviceaccount/default", "configmap/kube-root-ca.crt"));

  return new ControlPlane(endpoint, authority, tokens.admin, admin, kubectl, () => processes.stop());
}

/** The certificates in a file: kube-apiserver writes its own, and then that of the authority that it made up for it. */
function certificatesIn(file: string): string[] {
  const pem = existsSync(file) ? readFileSync(file, "utf8") : "";
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g) ?? [];
}
