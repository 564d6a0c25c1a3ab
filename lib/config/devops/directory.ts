import { z } from "zod";
import { quote } from "../../quote";
import { says, serverAddress, text } from "../fields";
import { freeText } from "../sandbox/free-text";
import { bytes } from "../sandbox/quantity";
import { distinguishedName } from "./distinguished-name";
import { peopleFilter } from "./filter";
import { grant } from "./grant";
import { grantedGroup, groupName } from "./group-name";
import { notAMapping } from "./mapping";
import { secretName } from "./secret-name";

/** A title that people read: anything but control characters. */
const title = () =>
  freeText(120).refine((value) => !/\p{Cc}/u.test(value) && value.trim() !== "", {
    error: ({ input }) => says(`${quote(input)} is no title`, "Write a line of text."),
  });

const attribute = () =>
  text(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, "is not the name of an attribute", 'Write it as in "uid".');

const personSchema = z.strictObject({
  name: title()
    .meta({ examples: ["Ann Example"] })
    .describe("Name to show"),
  mail: text(/^[\w.+-]+@([a-z0-9-]+\.)+[a-z]{2,}$/i, "is not an e-mail address", 'Write it as in "ann@example.org".')
    .meta({ examples: ["ann@example.org"] })
    .describe("Mail address; no two people have the same"),
  groups: z
    .array(groupName())
    .default([])
    .meta({ examples: [["guests"]] })
    .describe("Groups of the directory: platform-admins, guests, partners, pilots, groups of code"),
});

const partnerSchema = z.strictObject(
  {
    title: title().optional().describe("Name of the partner in full. Default: that of its group"),
    pilots: z
      .array(groupName())
      .default([])
      .meta({ examples: [["pilot2"]] })
      .describe(
        "Pilots and groups of code that all of its people develop. Default: none; they see what the whole consortium sees",
      ),
  },
  { error: notAMapping("Write {} where there is nothing to say, or a mapping of title and pilots.") },
);

const serverSchema = z.strictObject(
  {
    host: serverAddress("ldap.example.org").describe("Name of the server, as its certificate has it"),
    port: z.int().min(1).max(65535).default(636).describe("Its port; it speaks TLS from the start (LDAPS)"),
    authority: secretName()
      .optional()
      .describe(
        "Secret of the namespace devops whose key ca.crt is the certificate of the authority behind its own. Default: an authority that the public trusts",
      ),
    bind: z
      .strictObject({
        dn: distinguishedName("cn=testbed,dc=example,dc=org").describe("Account that the tools search with"),
        secret: secretName()
          .meta({ examples: ["ldap-bind"] })
          .describe("Secret of the namespace devops whose key password is its password"),
      })
      .describe("How the tools sign in"),
    base: distinguishedName("dc=example,dc=org").describe("Entry that everything stands below"),
    users: z
      .strictObject({
        base: distinguishedName("ou=people,dc=example,dc=org").describe("Entry that people stand below"),
        objectClass: attribute().default("inetOrgPerson").describe("Class of their entries"),
        filter: peopleFilter()
          .optional()
          .describe(
            "Filter for those who may sign in. Default: everybody; without a group that is granted something they see nothing",
          ),
        id: attribute().default("uid").describe("Attribute with the name for signing in"),
        name: attribute().default("cn").describe("Attribute with the name to show"),
        mail: attribute().default("mail").describe("Attribute with the mail address"),
      })
      .describe("Where people are"),
    groups: z
      .strictObject({
        base: distinguishedName("ou=groups,dc=example,dc=org").describe("Entry that groups stand below"),
        objectClass: attribute().default("groupOfNames").describe("Class of their entries"),
        id: attribute().default("cn").describe("Attribute with the name"),
        member: attribute().default("member").describe("Attribute with the distinguished name of each member"),
      })
      .describe("Where groups are"),
  },
  { error: notAMapping("Write a mapping of host, bind, base, users and groups.") },
);

/** The directory of all tools: one of the testbed's own, or an LDAP server elsewhere (INF-24). */
export const directorySchema = z
  .strictObject(
    {
      organisation: text(
        /^[A-Za-z0-9]([A-Za-z0-9 .-]{0,60}[A-Za-z0-9])?$/,
        "is no name of an organisation",
        "Use at most 62 of A to Z, a to z, digits and, within, spaces, dots and hyphens: the names of all entries end in it.",
      )
        .optional()
        .meta({ examples: ["INFINITECH"] })
        .describe("Name of the organisation, for a directory of the testbed's own. It cannot be changed later"),
      partners: z
        .record(groupName(), partnerSchema)
        .default({})
        .meta({ examples: [{ jrc: { pilots: ["pilot2"] } }] })
        .describe("Partners: each has a group"),
      people: z
        .record(
          text(
            /^[a-z][a-z0-9._-]{0,31}$/,
            "is not a name for signing in",
            "Use at most 32 lower-case letters, digits, dots, hyphens and underscores, and a letter first.",
          ),
          personSchema,
        )
        .default({})
        .meta({ examples: [{ ann: { name: "Ann Example", mail: "ann@example.org" } }] })
        .describe(
          "Who is put into a new directory, by name for signing in; from then on people are kept there, not here",
        ),
      passwords: secretName()
        .optional()
        .describe(
          "Secret of the namespace devops with the first passwords of people, a key for each. Default: directory-people, which is made with random ones",
        ),
      grants: z
        .record(grantedGroup(), grant())
        .default({})
        .meta({ examples: [{ operators: "admin" }] })
        .describe(
          "What groups may do beside those that the testbed has: admin, guest, or the pilots and groups of code that they develop. With a server elsewhere, these alone",
        ),
      size: bytes()
        .default("1Gi")
        .describe("Size of the volume with its entries, and of that with its backups; it can grow, and not shrink"),
      server: serverSchema.optional().describe("LDAP server elsewhere that is asked instead"),
    },
    { error: notAMapping("Write directory: {organisation: <name>}, or directory: {server: ...} for one elsewhere.") },
  )
  .describe("The one directory of people, for all tools");

/** What a description says of its directory. */
export type DirectoryDescription = z.output<typeof directorySchema>;

/** An LDAP server elsewhere. */
export type DirectoryServer = z.output<typeof serverSchema>;
