import { generateKeyPairSync, randomBytes } from "node:crypto";

/** Who uses the API of a control plane with a token of their own. */
export type User = "admin" | "system:kube-controller-manager" | "system:kube-scheduler";

/** New tokens for all users. */
export function newTokens(): Readonly<Record<User, string>> {
  const token = () => randomBytes(24).toString("hex");
  return { admin: token(), "system:kube-controller-manager": token(), "system:kube-scheduler": token() };
}

/** The file by which kube-apiserver knows the users. */
export function tokenFile(tokens: Readonly<Record<User, string>>): string {
  const groups = (user: string) => (user === "admin" ? "system:masters" : "");
  return Object.entries(tokens)
    .map(([user, token]) => `${token},${user},${user},"${groups(user)}"\n`)
    .join("");
}

/** A kubeconfig for the holder of a token. */
export function kubeconfig(endpoint: string, certificateAuthority: string, token: string): string {
  const authority = Buffer.from(certificateAuthority).toString("base64");
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "test", cluster: { server: endpoint, "certificate-authority-data": authority } }],
    users: [{ name: "test", user: { token } }],
    contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
    "current-context": "test",
  });
}

/** A new key, by which the tokens of service accounts are signed and known again. */
export function newSigningKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
