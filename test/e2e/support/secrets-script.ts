import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DEVOPS, SECRETS_ACCOUNT } from "../../../lib/devops/names";
import { packagePath } from "../../../lib/package-path";
import { temporaryFolder } from "../../support/synth";
import { kubeconfig } from "./control-plane/accounts";
import type { ControlPlane } from "./control-plane/control-plane";
import { type Run, run, runs } from "./run";
import { Missing } from "./suite";

/** @throws Missing when the machine lacks what the script runs */
export async function needSecretsScript(): Promise<void> {
  for (const program of ["jq", "kubectl"]) {
    if (
      !(await runs(program, [program === "jq" ? "--version" : "version", ...(program === "jq" ? [] : ["--client"])]))
    ) {
      throw new Missing(`there is no ${program}`);
    }
  }
}

/** Runs the script that makes secrets as its job does: by its account, with what the job mounts. */
export async function runSecretsScript(controlPlane: ControlPlane, environment: NodeJS.ProcessEnv): Promise<Run> {
  const folder = temporaryFolder();
  const token = await controlPlane.output(["create", "token", SECRETS_ACCOUNT], { namespace: DEVOPS.namespace });
  const { endpoint, certificateAuthority } = controlPlane;
  writeFileSync(join(folder, "kubeconfig"), kubeconfig(endpoint, certificateAuthority, token.trim()));
  for (const key of ["secrets", "accounts"]) {
    const template = `--output=go-template={{index .data "${key}"}}`;
    const text = await controlPlane.output(["get", "configmap", "secrets-wanted", template], {
      namespace: DEVOPS.namespace,
    });
    writeFileSync(join(folder, key), text);
  }
  mkdirSync(join(folder, "scratch"));
  return run("sh", [packagePath("devops/secrets.sh")], {
    env: {
      HOME: join(folder, "scratch"),
      KUBECONFIG: join(folder, "kubeconfig"),
      WANTED: join(folder, "secrets"),
      ACCOUNTS: join(folder, "accounts"),
      SCRATCH: join(folder, "scratch"),
      NAMESPACE: DEVOPS.namespace,
      ...environment,
    },
  });
}
