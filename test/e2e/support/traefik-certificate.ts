import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../support/synth";
import { output, runs } from "./run";
import { Missing } from "./suite";

/** @throws Missing when this machine has no openssl */
export async function findOpenssl(): Promise<void> {
  if (!(await runs("openssl", ["version"]))) throw new Missing("openssl, to make certificates");
}

/** A secret with a new certificate for this name, as cert-manager keeps them. */
export async function certificateSecret(namespace: string, name: string, host: string): Promise<object> {
  const folder = mkdtempSync(join(temporaryFolder(), "certificate-"));
  const [key, certificate] = [join(folder, "key"), join(folder, "certificate")];
  const algorithm = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const names = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`];
  await output("openssl", ["req", "-x509", ...algorithm, ...names, "-keyout", key, "-out", certificate, "-days", "2"]);
  const stringData = { "tls.key": readFileSync(key, "utf8"), "tls.crt": readFileSync(certificate, "utf8") };
  return { apiVersion: "v1", kind: "Secret", type: "kubernetes.io/tls", metadata: { namespace, name }, stringData };
}
