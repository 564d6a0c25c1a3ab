import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../../support/synth";
import { output, type Run, run, runs } from "./run";
import { Missing } from "./suite";

/** A Java of this machine, whose store of authorities stands in for that of the image. */
export class JavaTrust {
  private constructor(private readonly home: string) {}

  /** @throws Missing where there is no Java with its tool for keys, or no OpenSSL */
  static async find(): Promise<JavaTrust> {
    const { stderr } = await run("java", ["-XshowSettings:properties", "-version"]).catch(() => ({ stderr: "" }));
    const home = /java\.home = (.+)/.exec(stderr)?.[1];
    if (home === undefined || !(await runs("keytool", ["-help"]))) throw new Missing("Java with keytool");
    if (!(await runs("openssl", ["version"]))) throw new Missing("openssl");
    return new JavaTrust(home);
  }

  /** A certificate of an authority, PEM. */
  async authority(name: string): Promise<string> {
    const file = join(temporaryFolder(), "ca.crt");
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "/dev/null"];
    await output("openssl", ["req", "-x509", ...key, "-days", "2", "-subj", `/CN=${name}`, "-out", file]);
    return readFileSync(file, "utf8");
  }

  /** Runs the script of the init container over files of authorities; the names that are trusted then. */
  async run(script: string, authorities: readonly string[]): Promise<Run & { readonly trusted: string }> {
    const folder = temporaryFolder();
    const [store, added, home] = ["store", "added", "home"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    for (const made of [store, added, join(home, "lib/security")]) mkdirSync(made, { recursive: true });
    copyFileSync(join(this.home, "lib/security/cacerts"), join(home, "lib/security/cacerts"));
    for (const [index, text] of authorities.entries()) writeFileSync(join(added, `${index}.pem`), text);
    const here = script.replaceAll("/var/lib/trust", store).replaceAll("/etc/testbed/authorities", added);
    const PATH = `${dirname(join(this.home, "bin/java"))}:${process.env.PATH}`;
    const ended = await run("sh", ["-c", here], { env: { JAVA_HOME: home, PATH } });
    const listed = await run("keytool", ["-list", "-v", "-keystore", join(store, "cacerts"), "-storepass", "changeit"]);
    return { ...ended, trusted: listed.stdout };
  }
}
