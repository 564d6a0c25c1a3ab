import { rootCertificates } from "node:tls";
import { describe, expect, it } from "vitest";
import { certificates } from "../../../lib/config/certificates";

const [ONE = "", OTHER = ""] = rootCertificates.map((pem) => `${pem.trim()}\n`);

const messages = (text: string) => {
  const result = certificates("certificateAuthority").safeParse(text);
  return result.success ? [] : result.error.issues.map(({ message }) => message);
};

describe("certificates in PEM", () => {
  it("given one or several, with or without the last end of a line, then they are some", () => {
    for (const text of [ONE, ONE.trimEnd(), ONE + OTHER]) expect(messages(text)).toEqual([]);
  });

  it.each([
    ["a path", "/etc/ssl/ca.pem"],
    ["nothing", ""],
    ["a private key", "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"],
    ["one without its first line", ONE.replace(/^.*\n/, "")],
    ["one on a single line", ONE.replaceAll("\n", " ")],
    ["one with something behind it", `${ONE}\${x}`],
  ])("given %s, then the mend says how a block is written", (_, text) => {
    expect(messages(text)).toEqual([
      expect.stringMatching(
        /is not a certificate in PEM\nWrite it as a block \(certificateAuthority: \|\) from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----\.$/,
      ),
    ]);
  });

  it("given one without some of its lines, then it is not whole, wherever it stands", () => {
    const cut = ONE.split("\n")
      .filter((_, index) => index !== 3)
      .join("\n");
    const message = "is not a whole certificate\nCopy all of its lines anew.";
    for (const text of [cut, OTHER + cut, cut + OTHER]) expect(messages(text)).toEqual([message]);
  });

  it("given a private key, then no message shows all of it", () => {
    const secret = "c2VjcmV0".repeat(20);
    const [message = ""] = messages(`-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`);
    expect(message).not.toContain(secret.slice(0, 40));
  });

  it("given a long text that is none, then that is found out soon", () => {
    const begun = performance.now();
    messages(`-----BEGIN CERTIFICATE-----\n${"A\n".repeat(20_000)}`);
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});
