import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { cidr, dnsLabel, ipv4, serverAddress, webAddress } from "../../../lib/config/fields";

/** What a field says of a text: nothing, or what is wrong and the mend. */
function says(field: z.ZodType, text: string): string[] {
  const result = field.safeParse(text);
  return result.success ? [] : result.error.issues.flatMap(({ message }) => message.split("\n"));
}

describe("a name", () => {
  it("given as many characters as it may have, then it is one; one more is too many", () => {
    expect(says(dnsLabel(5, "it is short"), "abcde")).toEqual([]);
    expect(says(dnsLabel(5, "it is short"), "abcdef")).toEqual([
      '"abcdef" has 6 characters, more than 5',
      "Shorten it: it is short.",
    ]);
  });
});

describe("an IPv4 address", () => {
  it.each(["0.0.0.0", "10.0.0.1", "255.255.255.255", "192.0.2.1"])("given %s, then it is one", (text) => {
    expect(says(ipv4(), text)).toEqual([]);
  });

  it.each([
    "",
    "10.0.0",
    "10.0.0.256",
    "10.0.0.1.1",
    "10.0.0.1 ",
    "10.0.0.-1",
    "::1",
    "a.b.c.d",
    "1e1.0.0.1",
    "10.0.0.1:22",
  ])("given %j, then it is none", (text) => {
    expect(says(ipv4(), text)).toEqual([
      `${JSON.stringify(text)} is not an IPv4 address`,
      'Write four numbers of 0 to 255, as in "192.0.2.1".',
    ]);
  });

  it("given a network, then the mend is its address", () => {
    expect(says(ipv4(), "10.0.0.11/24")).toEqual(['"10.0.0.11/24" is not an IPv4 address', 'Write "10.0.0.11".']);
  });

  it("given any four numbers, then those up to 255 make one", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { minLength: 4, maxLength: 4 }), (numbers) => {
        expect(says(ipv4(), numbers.join(".")).length === 0).toBe(numbers.every((number) => number <= 255));
      }),
    );
  });
});

describe("an IPv4 network", () => {
  it.each([
    ["10.0.0.11", 'Write its prefix too, as in "10.0.0.11/32" for it alone.'],
    ["10.0.1.0", 'Write its prefix too, as in "10.0.1.0/24".'],
    ["10.7.0.0", 'Write its prefix too, as in "10.7.0.0/16".'],
    ["10.0.0.0", 'Write its prefix too, as in "10.0.0.0/8".'],
    ["10.0.0", 'Write address and prefix, as in "192.168.0.0/16".'],
    ["10.0.0.300", 'Write address and prefix, as in "192.168.0.0/16".'],
  ])("given %s without a prefix, then the mend names a likely one", (text, mend) => {
    expect(says(cidr(), text)[1]).toBe(mend);
  });
});

describe("the address of a server", () => {
  it.each(["nfs", "nfs.example.org", "10.0.0.20", "a-b.example"])("given %s, then it is one", (text) => {
    expect(says(serverAddress("nfs.example.org"), text)).toEqual([]);
  });

  it.each([
    ["nfs://nfs.example.org", 'Write "nfs.example.org".'],
    ["nfs.example.org:/exports", 'Write "nfs.example.org".'],
    ["LDAPS://LDAP.Example.org:636", 'Write "ldap.example.org".'],
    ["nfs..example.org", 'Write its name or IPv4 address, as in "nfs.example.org".'],
    ["-nfs", 'Write its name or IPv4 address, as in "nfs.example.org".'],
    ["", 'Write its name or IPv4 address, as in "nfs.example.org".'],
  ])("given %s, then the mend is what it probably meant", (text, mend) => {
    expect(says(serverAddress("nfs.example.org"), text)).toEqual([
      `${JSON.stringify(text)} is not the address of a server`,
      mend,
    ]);
  });
});

describe("an address on the web", () => {
  const rancher = webAddress({ of: "Rancher", example: "https://rancher.example.org" });
  const keystone = webAddress({
    of: "Keystone",
    example: "https://k.example.org/v3",
    open: true,
    path: "(/[\\w.-]+)*/?",
  });

  it.each(["https://rancher.example.org", "https://rancher:8443", "https://10.0.0.9:65535", "https://a:1"])(
    "given %s, then it is one",
    (text) => {
      expect(says(rancher, text)).toEqual([]);
      expect(says(keystone, `${text}/identity/v3/`)).toEqual([]);
    },
  );

  it.each([
    ["http://rancher.example.org", 'Write "https://rancher.example.org".'],
    ["rancher.example.org", 'Write "https://rancher.example.org".'],
    ["https://rancher.example.org/", 'Write "https://rancher.example.org".'],
    ["https://rancher.example.org/dashboard/home?x=1#y", 'Write "https://rancher.example.org".'],
    ["HTTPS://Rancher.Example.ORG:8443/v3", 'Write "https://rancher.example.org:8443".'],
    [" https://rancher.example.org", 'Write "https://rancher.example.org".'],
    ["https://admin:secret@rancher.example.org", "Write it without user and password."],
    ["admin@rancher.example.org", "Write it without user and password."],
    ["https://rancher.example.org:65536", 'Write it as in "https://rancher.example.org".'],
    ["https://rancher.example.org:0", 'Write it as in "https://rancher.example.org".'],
    ["ftp://rancher.example.org", 'Write it as in "https://rancher.example.org".'],
    ["https://rancher..example.org", 'Write it as in "https://rancher.example.org".'],
    ["https://${x}", 'Write it as in "https://rancher.example.org".'],
    ["", 'Write it as in "https://rancher.example.org".'],
  ])("given %j, then the mend is what it probably meant", (text, mend) => {
    expect(says(rancher, text)).toEqual([`${JSON.stringify(text)} is not the address of Rancher`, mend]);
  });

  it("given one that may be in the open, then its scheme and its path stay", () => {
    expect(says(keystone, "http://k.example.org:5000/v3")).toEqual([]);
    expect(says(keystone, "HTTP://K.example.org/v3")[1]).toBe('Write "http://k.example.org/v3".');
    expect(says(keystone, "k.example.org:5000/v3")[1]).toBe('Write "https://k.example.org:5000/v3".');
  });

  it("given the description of a provider, then the mend is what it describes", () => {
    const issuer = webAddress({
      of: "an issuer",
      example: "https://l.example.org",
      path: "(/(?!.well-known)[\\w-]+)*",
    });
    expect(says(issuer, "https://l.example.org/realms/a/.well-known/openid-configuration")[1]).toBe(
      'Write "https://l.example.org/realms/a".',
    );
  });

  it("given any text, then a mend that it names is taken", () => {
    const parts = fc.constantFrom(
      "http://",
      "https://",
      "HTTPS://",
      "a",
      "A",
      ".",
      "/",
      ":",
      "443",
      "@",
      "?",
      "#",
      " ",
      "-",
      "b.example",
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (some) => {
        const [, mend = ""] = says(rancher, some.join(""));
        const [, meant] = /^Write "(.*)"\.$/.exec(mend) ?? [];
        if (meant !== undefined) expect(says(rancher, meant)).toEqual([]);
      }),
    );
  });
});
