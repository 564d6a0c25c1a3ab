import { z } from "zod";
import { quote } from "../quote";
import { networkOf, parseCidr } from "./cidr";

/** Joins what is wrong and what to do into the one message that zod carries; `explain` takes them apart again. */
export function says(what: string, mend: string): string {
  return `${what}\n${mend}`;
}

/** A text of one pattern. None of the patterns in the schemas admits `$`, `%` or `{`: no text becomes a Terraform expression. */
export function text(pattern: RegExp, what: string, mend: string | ((value: string) => string)) {
  const mendOf = (value: string) => (typeof mend === "string" ? mend : mend(value));
  return z.string().regex(pattern, {
    error: ({ input }) => says(`${quote(input)} ${what}`, mendOf(String(input))),
    abort: true, // What follows speaks of texts of the pattern.
  });
}

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** The name or IPv4 address of a machine, as part of a pattern. */
const MACHINE = "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*";

/** The port behind it, 1 to 65535. */
const PORT = ":([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])";

/** The RFC 1123 label that a text probably meant; the text itself where it is one, and empty where nothing is left of it. */
export function repairedLabel(text: string): string {
  if (DNS_LABEL.test(text)) return text;
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/**
 * A name as Kubernetes and DNS want it (RFC 1123 label) of at most `max` characters.
 *
 * @param meant what to write instead of a text; undefined for what is left of it without the strange characters
 */
export function dnsLabel(max: number, reason: string, meant: (value: string) => string | undefined = () => undefined) {
  return z
    .string()
    .superRefine((value, context) => {
      if (!DNS_LABEL.test(value)) {
        const repaired = meant(value) ?? repairedLabel(value);
        const mend = "Use lower-case letters, digits and inner hyphens";
        context.addIssue(
          says(
            `${quote(value)} is not an RFC 1123 name`,
            repaired === "" ? `${mend}.` : `${mend}, as in ${quote(repaired)}.`,
          ),
        );
      }
      if (value in {}) {
        context.addIssue(says(`${quote(value)} is a word that programs keep for themselves`, "Choose another name."));
      }
      if (value.length > max) {
        context.addIssue(
          says(`${quote(value)} has ${value.length} characters, more than ${max}`, `Shorten it: ${reason}.`),
        );
      }
    })
    .meta({ pattern: DNS_LABEL.source, maxLength: max });
}

/** An IPv4 network such as `192.168.0.0/16`. */
export function cidr() {
  return z
    .string()
    .superRefine((value, context) => {
      if (parseCidr(value)) return;
      const meant = networkOf(value);
      context.addIssue(
        meant
          ? says(`${quote(value)} has bits set behind its prefix`, `Write ${quote(meant)}.`)
          : says(`${quote(value)} is not an IPv4 network`, withPrefix(value)),
      );
    })
    .meta({ pattern: "^\\d+(\\.\\d+){3}/\\d+$", examples: ["192.168.0.0/16"] });
}

function withPrefix(value: string): string {
  if (!isAddress(value)) return 'Write address and prefix, as in "192.168.0.0/16".';
  const [zeros = ""] = /(\.0){0,3}$/.exec(value) ?? [];
  const prefix = 32 - 4 * zeros.length;
  return `Write its prefix too, as in ${quote(`${value}/${prefix}`)}${prefix === 32 ? " for it alone" : ""}.`;
}

function isAddress(value: string): boolean {
  return /^\d+(\.\d+){3}$/.test(value) && parseCidr(`${value}/32`) !== undefined;
}

/** An IPv4 address such as `192.0.2.1`. */
export function ipv4() {
  return z
    .string()
    .refine(isAddress, {
      error: ({ input }) => {
        const [address = ""] = String(input).split("/");
        const mend = isAddress(address)
          ? `Write ${quote(address)}.`
          : 'Write four numbers of 0 to 255, as in "192.0.2.1".';
        return says(`${quote(input)} is not an IPv4 address`, mend);
      },
    })
    .meta({ pattern: "^\\d+(\\.\\d+){3}$", examples: ["192.0.2.1"] });
}

/** The name or IPv4 address of a server, such as `nfs.example.org`: no scheme, no path. */
export function serverAddress(example: string) {
  return text(new RegExp(`^${MACHINE}$`), "is not the address of a server", (value) => {
    const [, meant = ""] = /^(?:[a-z]+:\/\/)?([^/:]+)/.exec(value.toLowerCase()) ?? [];
    const repaired = meant !== value && new RegExp(`^${MACHINE}$`).test(meant);
    return repaired ? `Write ${quote(meant)}.` : `Write its name or IPv4 address, as in ${quote(example)}.`;
  }).meta({ examples: [example] });
}

/** What an address on the web has. */
export interface WebAddressOptions {
  /** What answers there, as in "Rancher". */
  readonly of: string;
  readonly example: string;
  /** Whether `http://` will do. Default: `https://` alone */
  readonly open?: boolean;
  /** Pattern of the path behind the server. Default: none */
  readonly path?: string;
}

/** An address on the web, such as `https://rancher.example.org`. The mend is what a slip probably meant. */
export function webAddress({ of, example, open = false, path = "" }: WebAddressOptions) {
  const pattern = new RegExp(`^http${open ? "s?" : "s"}://${MACHINE}(${PORT})?${path}$`);
  return text(pattern, `is not the address of ${of}`, (value) => {
    if (/^[^/]*(\/\/)?[^/]*@/.test(value)) return "Write it without user and password.";
    const meant = repairedAddress(value, open).find((address) => pattern.test(address));
    return meant === undefined ? `Write it as in ${quote(example)}.` : `Write ${quote(meant)}.`;
  }).meta({ examples: [example] });
}

/** What an address probably meant: all of it, or without the path that a browser shows. */
function repairedAddress(value: string, open: boolean): string[] {
  const [, scheme = "https", server = "", path = ""] = /^(?:(https?):\/\/)?([^/?#]+)([^?#]*)/i.exec(value.trim()) ?? [];
  const start = `${open ? scheme.toLowerCase() : "https"}://${server.toLowerCase()}`;
  // Browsers show more than the address, and OpenID Connect keeps its description below it.
  return [path, path.replace(/\/+$/, ""), path.replace(/\/\.well-known\/.*/, ""), ""].map((end) => start + end);
}

const AWS_REGION = /^(?!cn-)[a-z]{2}(-[a-z]+)+-\d$/;

/** Whether a text is an AWS region that we can deploy to. */
export function isAwsRegion(text: string): boolean {
  return AWS_REGION.test(text);
}

/** An AWS region. */
export function awsRegion() {
  return text(
    AWS_REGION,
    "is not a region that we can deploy to",
    'Write it as in "eu-west-1"; the regions of China have services of other names.',
  ).meta({
    examples: ["eu-west-1"],
  });
}

/** CloudWatch keeps logs for these numbers of days and no others (`retention_in_days` of hashicorp/aws 5.100.0). */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** How long logs are kept in CloudWatch, in days. */
export function logRetention() {
  return z.literal([...LOG_RETENTION_DAYS]);
}

/** The name of a list under `sources`, not an address itself; a check across keys tells whether there is such a list. */
export function sourceName() {
  return z
    .string()
    .refine((value) => networkOf(value) === undefined, {
      error: ({ input }) =>
        says(`${quote(input)} is an address`, "Put it into a list under sources, and name that list here."),
    })
    .meta({ pattern: DNS_LABEL.source });
}
