import { z } from "zod";
import { quote } from "../quote";
import { certificates } from "./certificates";
import { dnsLabel, says, serverAddress, text, webAddress } from "./fields";

const dn = (what: string, example: string) =>
  text(
    /^[\w-]+=[^$%{}"\\\n]+(,[\w-]+=[^$%{}"\\\n]+)*$/,
    `is not the DN of ${what}`,
    `Write it as in "${example}".`,
  ).meta({
    examples: [example],
  });

const principals = () =>
  z.array(
    text(
      /^(local|[a-z]+_(user|group)):\/\/[^$%{}"\\\n]+$/,
      "is not a principal of Rancher",
      'Write it as in "openldap_group://cn=admins,ou=groups,dc=example,dc=org" or "genericoidc_group://admins".',
    ),
  );

const signInSchema = z
  .strictObject({
    openldap: z
      .strictObject({
        servers: z
          .array(serverAddress("ldap.example.org"))
          .min(1)
          .meta({ examples: [["ldap.example.org"]] })
          .describe("Addresses of the directory"),
        port: z.int().min(1).max(65535).default(636).describe("Its port"),
        tls: z.boolean().default(true).describe("Whether it speaks TLS from the start (LDAPS)"),
        certificateAuthority: certificates("certificateAuthority")
          .optional()
          .describe(
            "Certificate of the authority behind its own, in PEM. Default: an authority that the public trusts",
          ),
        serviceAccount: dn("an account", "cn=rancher,ou=services,dc=example,dc=org").describe(
          "Account that searches the directory; its password is given at run time",
        ),
        users: dn("a subtree", "ou=people,dc=example,dc=org").describe("Where people are"),
        groups: dn("a subtree", "ou=groups,dc=example,dc=org")
          .optional()
          .describe("Where groups are. Default: where people are"),
        testUser: text(/^[\w.@-]+$/, "is not the name of a user", 'Write it as in "admin".')
          .meta({ examples: ["admin"] })
          .describe(
            "User with whom Rancher tries the directory, and who administers it from then on; the password is given at run time",
          ),
      })
      .optional()
      .describe("An LDAP directory"),
    oidc: z
      .strictObject({
        issuer: webAddress({
          of: "an issuer",
          example: "https://login.example.org/realms/testbed",
          path: "(/(?!\\.well-known)[\\w.~-]+)*/?",
        }).describe("Address of the provider: what its own description calls issuer"),
        clientId: text(/^[\w.-]+$/, "is not the id of a client", 'Write it as in "rancher".')
          .meta({ examples: ["rancher"] })
          .describe("Id that it knows Rancher by; the secret is given at run time"),
        groupsClaim: text(/^[\w.:/-]+$/, "is not a claim", 'Write it as in "groups".')
          .default("groups")
          .describe("Claim that names the groups of a person"),
        scopes: z
          .array(text(/^[\w.:/-]+$/, "is not a scope", 'Write it as in "profile".'))
          .min(1)
          .default(["openid", "profile", "email"])
          .describe("What Rancher asks for; some providers name groups only to those who ask for groups"),
      })
      .optional()
      .describe("A provider of OpenID Connect"),
  })
  .optional();

/** The Rancher that makes a cluster and looks after it. It is there before, and its token is given at run time. */
export const rancherServerSchema = z.strictObject({
  url: webAddress({ of: "Rancher", example: "https://rancher.example.org" }).describe(
    "Its address; the token for its API is given at run time, as RANCHER_TOKEN_KEY",
  ),
  certificateAuthority: certificates("certificateAuthority")
    .optional()
    .describe(
      "Certificate of the authority behind its own, in PEM, or several. Default: an authority that the public trusts",
    ),
  rke2: text(
    /^v1\.\d{2}\.\d{1,2}\+rke2r\d{1,2}$/,
    "is not a version of RKE2",
    'Write it as Rancher offers it, such as "v1.35.7+rke2r1".',
  )
    .optional()
    .meta({ examples: ["v1.35.7+rke2r1"] })
    .describe(
      "Version of RKE2, of the minor that testbed.yaml names; Rancher must offer it. Default: the one that was the newest when this version of the testbed was made",
    ),
  admins: principals()
    .default([])
    .meta({ examples: [["openldap_group://cn=admins,ou=groups,dc=example,dc=org"]] })
    .describe("Who owns the cluster in Rancher, beside whoever deploys: principals as Rancher writes them (INF-46)"),
  signIn: signInSchema.describe(
    "How people sign in at Rancher (INF-46); it is one setting for the whole of Rancher, so one place alone describes it. Default: left as it is",
  ),
  catalogues: z
    .record(
      dnsLabel(40, "it is the name of a repository in Rancher"),
      text(
        /^(https|oci):\/\/[^$%{}"\\\s]+$/,
        "is not the address of a chart repository",
        'Write it as in "https://charts.example.org".',
      ).refine((value) => !value.endsWith(".git"), {
        error: ({ input }) =>
          says(`${quote(input)} is a repository of git`, "Name the address at which its index.yaml is served."),
      }),
    )
    .default({})
    .meta({ examples: [{ pilots: "https://charts.example.org" }] })
    .describe("Chart repositories that the cluster's application catalogue offers beside Rancher's own (INF-46)"),
  monitoring: z
    .boolean()
    .default(false)
    .describe("Whether Rancher's own monitoring is installed, which it shows over all of its clusters (INF-46)"),
});

/** The Rancher of a place, with all defaults filled in. */
export type RancherServerDescription = z.output<typeof rancherServerSchema>;
