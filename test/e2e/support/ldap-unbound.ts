import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:tls";
import { z } from "zod";
import type { LdapServer } from "./ldap";

/** A value in BER, with a tag; short enough for a length of one byte. */
function ber(tag: number, ...parts: readonly (Buffer | string | number)[]): Buffer {
  const content = Buffer.concat(
    parts.map((part) => (typeof part === "number" ? Buffer.from([part]) : Buffer.from(part))),
  );
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
}

/**
 * Searches without any bind before, which OpenLDAP's tools cannot (RFC 4511, 4.5.1): one entry, all that it has.
 *
 * @returns LDAP's result code, and whether an entry came before it
 */
export async function searchUnbound({ url, authority }: LdapServer, base: string): Promise<[number, boolean]> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), ca: readFileSync(authority) });
  await once(socket, "secureConnect");
  const limits = [ber(0x0a, 0), ber(0x0a, 0), ber(0x02, 0), ber(0x02, 0), ber(0x01, 0)];
  const request = ber(0x63, ber(0x04, base), ...limits, ber(0x87, "objectClass"), ber(0x30));
  socket.write(ber(0x30, ber(0x02, 1), request));
  const [answer] = z.tuple([z.instanceof(Buffer)]).parse(await once(socket, "data"));
  socket.destroy();
  // A message: tag, length, the number of the request in three bytes, then what it is: 0x65 is the end, 0x64 an entry.
  const tag = answer[5];
  return [tag === 0x65 ? (answer[9] ?? -1) : -1, tag !== 0x65];
}
