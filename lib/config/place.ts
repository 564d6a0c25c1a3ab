import { z } from "zod";
import { CERTIFICATE_SOURCES } from "../certificate-source";
import { awsSchema } from "./aws";
import { existingSchema } from "./existing";
import { cidr, dnsLabel, text } from "./fields";
import { mirrorSchema } from "./mirror";
import { openstackSchema } from "./openstack";
import { rancherSchema } from "./rancher";
import { stateSchema } from "./state";
import { storageSchema } from "./storage";

/** The name that stands for all addresses of the internet, instead of a list of `sources`. */
export const ANYWHERE = "anywhere";

/** All addresses of the internet. */
export const EVERYWHERE = "0.0.0.0/0";

const HOST_NAME = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/;

const version = () =>
  text(
    /^ *(=|!=|>|>=|<|<=|~>)? *\d+(\.\d+){0,2} *(, *(=|!=|>|>=|<|<=|~>)? *\d+(\.\d+){0,2} *)*$/,
    "is not a version constraint",
    'Write a version such as "6.25.0" or a range such as "~> 6.0".',
  );

/** One file under `places/`: one installation of a testbed. */
export const placeSchema = z
  .strictObject({
    name: dnsLabel(32, "it prefixes AWS role names, which hold 64 characters, and we append up to 32")
      .meta({ examples: ["infinitech-bp"] })
      .describe("Prefix of the stacks and of every resource name; each place has its own"),
    state: stateSchema.optional(),
    domain: text(HOST_NAME, "is not a domain", 'Write it as in "testbed.example.org".')
      .optional()
      .describe("Domain of the public host names: a sandbox that exposes the host pilot2 gets pilot2.<domain>"),
    hosts: z
      .array(
        text(
          HOST_NAME,
          "is not a full host name",
          'Write it as in "risk.bank.example"; hosts below the domain need no entry here.',
        ),
      )
      .default([])
      .meta({ examples: [["risk.bank.example"]] })
      .describe("Full host names beyond the domain that sandboxes may claim. Whoever owns them points them here"),
    contact: text(
      /^[\w.+-]+@([a-z0-9-]+\.)+[a-z]{2,}$/i,
      "is not an e-mail address",
      'Write it as in "admin@example.org".',
    )
      .optional()
      .describe("Address that the authority of the certificates writes to. Default: none"),
    certificates: z
      .enum(CERTIFICATE_SOURCES)
      .default("letsencrypt")
      .describe(
        "Who signs the certificates of hosts (INF-17): Let's Encrypt, for practice its staging service, which nobody trusts; a private authority, whose certificate and key are in the secret private-authority of the namespace cert-manager; or an authority that the testbed makes for itself",
      ),
    registry: z
      .strictObject({
        address: text(
          /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
          "is not the address of a registry",
          'Write it without https://, as in "registry.testbed.example.org".',
        )
          .meta({ examples: ["registry.testbed.example.org"] })
          .describe("Address of the registry, with a path where it has one"),
        pullSecret: dnsLabel(63, "it is the name of a secret")
          .optional()
          .describe("Secret in each sandbox to pull images with. Default: everybody may pull"),
      })
      .meta({ examples: [{ address: "registry.testbed.example.org" }] })
      .optional()
      .describe("The testbed's own registry, which components name images of as {project: ...} (INF-35)"),
    sandboxes: z
      .array(dnsLabel(40, "it is the name of a file"))
      .optional()
      .describe("Sandboxes of this place: names of files under sandboxes/. Default: all of them"),
    sources: z
      .record(
        dnsLabel(32, "it appears in the names of firewall rules"),
        z
          .array(cidr())
          .min(1)
          .meta({ examples: [["203.0.113.0/24"]] })
          .describe("IPv4 networks, in CIDR form"),
      )
      .default({})
      .meta({ examples: [{ office: ["203.0.113.0/24"] }] })
      .describe("Named lists of source addresses, for apiAccess and for exposures"),
    directoryGroups: z
      .strictObject({
        prefix: text(/^[\w.:/@-]{0,64}$/, "is no prefix", 'Write it as in "ldap:".')
          .default("")
          .meta({ examples: ["ldap:"] })
          .describe("What it writes before the name of a group"),
      })
      .optional()
      .describe(
        "The API server takes groups of the testbed's directory from whoever signs people in: those who develop a pilot then have the role developer in its sandboxes (INF-24). Default: it knows none of them",
      ),
    storage: storageSchema,
    mirror: mirrorSchema,
    tags: z
      .record(
        text(
          /^(?!aws:)[\p{L}\p{N} _.:/=+@-]{1,128}$/iu,
          "is not a tag key",
          "Use letters, digits, spaces and _.:/=+@-; it must not start with aws:.",
        ),
        text(/^[\p{L}\p{N} _.:/=+@-]{0,256}$/u, "is not a tag value", "Use letters, digits, spaces and _.:/=+@-."),
      )
      .default({})
      .describe("Tags for everything that the target lets us tag; the tag testbed: <name> is always there"),
    providers: z
      .strictObject({
        aws: version().optional().describe("Version of hashicorp/aws"),
        helm: version().optional().describe("Version of hashicorp/helm"),
        kubernetes: version().optional().describe("Version of hashicorp/kubernetes"),
        openstack: version().optional().describe("Version of terraform-provider-openstack/openstack"),
        rancher2: version().optional().describe("Version of rancher/rancher2: its major follows the minor of Rancher"),
      })
      .default({})
      .describe("Narrower versions of Terraform providers than the tested ranges, for places that pin them"),
    aws: awsSchema.optional().describe("The target AWS"),
    openstack: openstackSchema.optional().describe("The target OpenStack: servers that a Rancher makes a cluster of"),
    rancher: rancherSchema.optional().describe("The target Rancher: prepared hosts that it makes a cluster of"),
    existing: existingSchema.optional().describe("The target of a cluster that exists already"),
  })
  .describe("A place: one installation of a testbed on one target");

/** What one file under `places/` says, with all defaults filled in. */
export type PlaceDescription = z.output<typeof placeSchema>;

/** Targets that the design knows; a place has exactly one. */
export const TARGETS = ["aws", "openstack", "rancher", "existing"] as const;

/** The kind of a place: the key by which its file describes it. */
export type Target = (typeof TARGETS)[number];

/** A place on one target. */
export type PlaceOn<T extends Target> = PlaceDescription & {
  readonly [Key in T]-?: NonNullable<PlaceDescription[Key]>;
};

/** Whether a place is on a target. */
export function isOn<T extends Target>(place: PlaceDescription, target: T): place is PlaceOn<T> {
  return place[target] !== undefined;
}

/** The target of a place; undefined where its file describes none, which is reported. */
export function targetOf(place: PlaceDescription): Target | undefined {
  return TARGETS.find((target) => isOn(place, target));
}
