/** Namespaces of the devops tools, and names of what they share. */
export const DEVOPS = {
  /** The tools themselves (INF-15). Pod Security `restricted`. */
  namespace: "devops",
  /** Pods that build and test, and make images without privileges. Pod Security `baseline`. */
  builds: "devops-builds",
  /** Pods that apply and remove the apps of sandboxes. Pod Security `restricted`. */
  deploys: "devops-deploys",
} as const;

/** Secrets that a job in the cluster makes when they are missing (`devops/secrets.sh`): in no file, no plan and no state. */
export const MADE_SECRETS = {
  /** Key `ca.crt`: certificate of the authority that signed the directory's, for the tools to trust. */
  directoryAuthority: "directory-authority",
  /** A key for each person of the description, by name for signing in: the first password. */
  directoryPeople: "directory-people",
  /** Key `password`: of Nexus' own administrator `admin`. */
  nexusAdmin: "nexus-admin",
} as const;

/** Secret with the password of a tool's account in the directory: key `password`. */
export function bindSecret(tool: "gitlab" | "grafana" | "jenkins" | "nexus"): string {
  return `directory-bind-${tool}`;
}

/** Account of the job that makes secrets; sandboxes let it write the one that they pull images with. */
export const SECRETS_ACCOUNT = "secrets";

/** Account of the pods that deploy and remove the app of a sandbox. */
export function deployAccount(sandbox: string): string {
  return `deploy-${sandbox}`;
}
