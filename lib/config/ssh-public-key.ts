import { says, text } from "./fields";

/** Types of keys that Nova takes, as their lines begin. */
const TYPES = "(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521))";

/** A public key of SSH, as one line of an `.pub` file. */
export function sshPublicKey() {
  return text(new RegExp(`^${TYPES} [A-Za-z0-9+/]+=*( [\\w.@+ -]+)?$`), "is not a public key of SSH", (value) =>
    value.includes("PRIVATE KEY")
      ? "Write the public one, from the file that ends in .pub; make a new pair if this one was ever committed."
      : 'Write one line, as in "ssh-ed25519 AAAA... admin".',
  )
    .refine(isWhole, {
      error: says("is cut off, or not a key of the type that it begins with", "Copy the whole line of the .pub file."),
    })
    .meta({ examples: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleE admin"] });
}

/** Whether the parts of a key, each behind its length (RFC 4253, section 6.6), fill it, and the first is its type. */
function isWhole(line: string): boolean {
  const [type = "", body = ""] = line.split(" ");
  const bytes = Buffer.from(body, "base64");
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 4 <= bytes.length) {
    const end = at + 4 + bytes.readUInt32BE(at);
    parts.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return at === bytes.length && parts.length > 1 && parts[0]?.toString() === type;
}
