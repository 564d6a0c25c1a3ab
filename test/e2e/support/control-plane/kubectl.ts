import { execFile } from "node:child_process";
import { join } from "node:path";

/** What kubectl said, and how it ended. */
export interface KubectlRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How kubectl is run. */
export interface KubectlOptions {
  /** Speaks for the holder of this token instead of the administrator. */
  readonly token?: string;
  /** What kubectl reads from its input, such as the objects of `apply -f -`. */
  readonly input?: string;
  readonly namespace?: string;
}

/** Runs kubectl to its end, whatever its exit code. */
export type Kubectl = (args: readonly string[], options?: KubectlOptions) => Promise<KubectlRun>;

/** A kubectl with this kubeconfig, which keeps what it knows about the API in this folder and reads no one's settings. */
export function kubectlWith(program: string, kubeconfig: string, folder: string): Kubectl {
  const env = { ...process.env, KUBERC: "off" };
  const limits = { timeout: 540_000, maxBuffer: 64 * 1024 * 1024 };
  return (args, { token, input = "", namespace } = {}) => {
    const access = ["--kubeconfig", kubeconfig, "--cache-dir", join(folder, "kubectl")];
    if (token !== undefined) access.push("--token", token);
    if (namespace !== undefined) access.push("--namespace", namespace);
    return new Promise((resolve, reject) => {
      const child = execFile(program, [...access, ...args], { env, ...limits }, (error, stdout, stderr) => {
        if (error && typeof error.code !== "number") reject(error);
        else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
      });
      child.stdin?.end(input);
    });
  };
}
