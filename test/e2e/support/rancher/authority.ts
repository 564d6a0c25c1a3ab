import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../../support/synth";
import { output } from "../run";

/** A server's key and certificate, and the certificate of the private authority behind it, in PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly certificate: string;
  readonly certificateAuthority: string;
}

/** Makes an authority that nobody trusts yet, and lets it vouch for a server at this address. */
export async function privateAuthority(address: string): Promise<ServerCertificate> {
  const folder = mkdtempSync(join(temporaryFolder(), "authority-"));
  const path = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => output("openssl", args);
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const authority = ["-subj", "/CN=private authority", "-days", "2", "-keyout", path("ca.key"), "-out", path("ca.crt")];
  await openssl("req", "-x509", ...newKey, ...authority);
  await openssl("req", ...newKey, "-subj", "/CN=rancher", "-keyout", path("key"), "-out", path("request"));
  writeFileSync(path("names"), `subjectAltName=IP:${address}\n`);
  const by = [
    "-CA",
    path("ca.crt"),
    "-CAkey",
    path("ca.key"),
    "-CAcreateserial",
    "-days",
    "2",
    "-extfile",
    path("names"),
  ];
  await openssl("x509", "-req", "-in", path("request"), ...by, "-out", path("crt"));
  const read = (name: string) => readFileSync(path(name), "utf8");
  return { key: read("key"), certificate: read("crt"), certificateAuthority: read("ca.crt") };
}
