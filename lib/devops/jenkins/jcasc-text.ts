import { stringify } from "yaml";
import type { SecretKey } from "../directory-access";

/** Where the chart mounts the secrets that it is told of (`controller.additionalExistingSecrets`). */
const SECRETS_FOLDER = "/run/secrets/additional";

/** Text in which Jenkins resolves references to secrets. Every other text means itself. */
export class ResolvedText {
  constructor(readonly text: string) {}
}

/** A reference to a key of a secret, by the name that the chart mounts it under. */
export function secretReference({ secret, key }: SecretKey): ResolvedText {
  return new ResolvedText(`\${${secret}-${key}}`);
}

/** The bytes of a key of a secret in base64: what stands safely between the quotes of another language. */
export function encodedReference({ secret, key }: SecretKey): string {
  return `\${readFileBase64:${SECRETS_FOLDER}/${secret}-${key}}`;
}

/**
 * A configuration as the YAML that Jenkins' plugin reads. The plugin resolves `${NAME}` in every text, and takes the sign
 * away that stands before what it shall leave alone.
 */
export function jcascDocument(configuration: object): string {
  return stringify(escaped(configuration), { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Text as it stands in what the chart passes through Helm's templates. */
export function helmText(text: string): string {
  return text.replaceAll("{{", '{{ "{{" }}');
}

function escaped(value: unknown): unknown {
  if (value instanceof ResolvedText) return value.text;
  if (typeof value === "string") return value.replaceAll("${", "^${");
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, escaped(item)]),
  );
}
