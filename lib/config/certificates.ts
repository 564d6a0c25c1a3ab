import { X509Certificate } from "node:crypto";
import { says, text } from "./fields";

const BEGIN = "-----BEGIN CERTIFICATE-----";
const END = "-----END CERTIFICATE-----";

/** Certificates in PEM, one behind the other, as the value of a key. */
export function certificates(key: string) {
  const mend = `Write it as a block (${key}: |) from ${BEGIN} to ${END}.`;
  return text(
    new RegExp(`^(${BEGIN}\\n([A-Za-z0-9+/=]+\\n)+${END}\\n?)+$`),
    "is not a certificate in PEM",
    mend,
  ).refine(isWhole, { error: says("is not a whole certificate", "Copy all of its lines anew.") });
}

function isWhole(pem: string): boolean {
  return pem.split(END).every((part) => part.trim() === "" || isCertificate(part + END));
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem.trim());
    return true;
  } catch {
    return false;
  }
}
