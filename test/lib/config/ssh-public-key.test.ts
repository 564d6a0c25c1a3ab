import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sshPublicKey } from "../../../lib/config/ssh-public-key";

/** Parts, each behind its length, as lines of keys have them. */
const line = (type: string, ...parts: Buffer[]) => {
  const body = [Buffer.from(type), ...parts].flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    return [length, part];
  });
  return `${type} ${Buffer.concat(body).toString("base64")}`;
};

const number = (text = "") => {
  const bytes = Buffer.from(text, "base64url");
  return (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes;
};

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "jwk" });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" });
const KEYS = {
  ed25519: line("ssh-ed25519", Buffer.alloc(32, 7)),
  rsa: line("ssh-rsa", number(rsa.e), number(rsa.n)),
  ecdsa: line(
    "ecdsa-sha2-nistp256",
    Buffer.from("nistp256"),
    Buffer.concat([Buffer.from([4]), Buffer.from(ec.x ?? "", "base64url"), Buffer.from(ec.y ?? "", "base64url")]),
  ),
};

const messages = (text: string) => {
  const result = sshPublicKey().safeParse(text);
  return result.success ? [] : result.error.issues.map(({ message }) => message);
};

describe("a public key of SSH", () => {
  it.each(Object.entries(KEYS))("given a whole one of %s, with or without a comment, then it is one", (_, key) => {
    expect(messages(key)).toEqual([]);
    expect(messages(`${key} anna@example.org`)).toEqual([]);
    expect(messages(`${key} Anna Berger`)).toEqual([]);
  });

  it.each(Object.entries(KEYS))("given one of %s without its end, then it is cut off", (_, key) => {
    expect(messages(key.slice(0, -8))).toEqual([
      "is cut off, or not a key of the type that it begins with\nCopy the whole line of the .pub file.",
    ]);
  });

  it("given another type in front, then it is not of that", () => {
    expect(messages(KEYS.ed25519.replace("ssh-ed25519", "ssh-rsa"))).toHaveLength(1);
  });

  it("given a type alone within it, then it has no key", () => {
    expect(messages(line("ssh-ed25519"))).toHaveLength(1);
  });

  it("given a private key, then the mend is the public one, and no message shows all of it", () => {
    const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${"b3BlbnNzaC1rZXktdjEA".repeat(9)}\n-----END OPENSSH PRIVATE KEY-----\n`;
    const [message = "", ...others] = messages(key);
    expect(others).toEqual([]);
    expect(message).toContain("Write the public one, from the file that ends in .pub");
    expect(message).not.toContain("b3BlbnNzaC1rZXktdjEA".repeat(2));
  });

  it.each(["", "~/.ssh/id_ed25519.pub", "ssh-dss AAAA", `${KEYS.ed25519}\n`, `from="10.0.0.1" ${KEYS.ed25519}`])(
    "given %j, then it is none",
    (text) => {
      expect(messages(text)).toEqual([expect.stringContaining("is not a public key of SSH")]);
    },
  );
});
