import { z } from "zod";
import type { Moto } from "./moto";

const made = z.object({ HostedZone: z.object({ Id: z.string() }) });
const records = z.object({
  ResourceRecordSets: z.array(
    z.object({
      Name: z.string(),
      Type: z.string(),
      AliasTarget: z.object({ DNSName: z.string(), HostedZoneId: z.string() }).optional(),
    }),
  ),
});

/** Makes a zone for a domain, and gives its id. */
export async function addHostedZone(moto: Moto, domain: string): Promise<string> {
  const question = { Name: domain, CallerReference: domain };
  const { HostedZone } = await moto.ask(made, "route53", "create_hosted_zone", question);
  return HostedZone.Id.replace("/hostedzone/", "");
}

/** The records of a zone, without those that every zone has. */
export async function recordsIn(moto: Moto, zone: string) {
  const { ResourceRecordSets } = await moto.ask(records, "route53", "list_resource_record_sets", {
    HostedZoneId: zone,
  });
  return ResourceRecordSets.filter(({ Type }) => Type !== "NS" && Type !== "SOA");
}
