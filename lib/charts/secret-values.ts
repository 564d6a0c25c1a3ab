import { isUnresolved } from "./unresolved";

/** Ends of names of secrets, in small letters and without what joins words. */
const SECRET_NAME = /(password|passphrase|token|apikey|privatekey|secretkey|secretaccesskey|clientsecret)$/;

const PRIVATE_KEY = /-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----/;

/**
 * The ways to values that look like secrets in plain text: text under a name such as `adminPassword`, or beside it as in
 * `{name: ADMIN_PASSWORD, value: ...}`, and private keys anywhere. What Terraform fills in is not looked at.
 */
export function secretsIn(values: object): (string | number)[][] {
  // What Terraform fills in is no text yet: cdktf writes down something else in its place.
  return secretsBelow(JSON.parse(JSON.stringify(values)), []);
}

function secretsBelow(value: unknown, path: readonly (string | number)[]): (string | number)[][] {
  if (typeof value === "string") return isSecret(value, path.at(-1)) ? [[...path]] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => secretsBelow(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const name = key === "value" && "name" in value && typeof value.name === "string" ? value.name : key;
    return typeof item === "string"
      ? isSecret(item, name)
        ? [[...path, key]]
        : []
      : secretsBelow(item, [...path, key]);
  });
}

function isSecret(text: string, name: string | number | undefined): boolean {
  if (PRIVATE_KEY.test(text)) return true;
  if (text === "" || isUnresolved(text) || typeof name !== "string") return false;
  return SECRET_NAME.test(name.toLowerCase().replace(/[^a-z0-9]/g, ""));
}
