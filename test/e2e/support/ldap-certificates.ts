import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { output } from "./run";

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];

/** An authority that signs certificates of servers, as cert-manager's does in the cluster. */
export class LdapAuthority {
  private constructor(
    private readonly folder: string,
    private readonly name: string,
  ) {}

  /** Makes one, with its files in a folder. */
  static async make(folder: string, name: string): Promise<LdapAuthority> {
    const made = new LdapAuthority(folder, name);
    const extension = ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"];
    const files = ["-keyout", made.key, "-out", made.certificate];
    await output("openssl", ["req", "-x509", ...KEY, "-subj", `/CN=${name}`, ...extension, ...files]);
    return made;
  }

  /** File with its certificate. */
  get certificate(): string {
    return join(this.folder, `${this.name}.crt`);
  }

  private get key(): string {
    return join(this.folder, `${this.name}.key`);
  }

  /** Makes a key and a certificate for a server at a name or an address, such as `DNS:directory` or `IP:127.0.0.1`. */
  async sign(address: string, key: string, certificate: string): Promise<void> {
    const request = join(this.folder, `${this.name}.csr`);
    const extensions = join(this.folder, `${this.name}.ext`);
    writeFileSync(extensions, `subjectAltName=${address}\nextendedKeyUsage=serverAuth\n`);
    await output("openssl", ["req", "-new", ...KEY.slice(0, -2), "-subj", "/", "-keyout", key, "-out", request]);
    const signer = ["-CA", this.certificate, "-CAkey", this.key, "-CAcreateserial", "-days", "2"];
    await output("openssl", ["x509", "-req", "-in", request, ...signer, "-extfile", extensions, "-out", certificate]);
  }
}
