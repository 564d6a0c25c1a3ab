import { z } from "zod";
import { copyWithout, readStack } from "../reduced-stack";

/** Archives of charts, by the names of their releases. */
export type Archives = Readonly<Partial<Record<string, string>>>;

const releasesSchema = z.record(z.string(), z.looseObject({ name: z.string(), repository: z.string().optional() }));

/** metrics-server would make an API that nobody answers, which stops whatever asks for all APIs. */
const NEVER = ["metrics-server"];

/** Copies a platform into a folder beside it, with charts from their archives; releases without an archive are left out. */
export function withArchives(folder: string, archives: Archives): string {
  const { helm_release = {} } = readStack(folder).resource ?? {};
  const published = Object.entries(releasesSchema.parse(helm_release)).filter(([, { repository }]) => repository);
  const charts = new Map(
    published.map(([id, { name }]) => [`helm_release.${id}`, NEVER.includes(name) ? undefined : archives[name]]),
  );
  const left = [...charts].filter(([, archive]) => archive === undefined).map(([address]) => address);
  return copyWithout(folder, left, (address, release) => {
    if (!charts.has(address)) return release;
    const { repository: _, ...kept } = release;
    return { ...kept, chart: charts.get(address) };
  });
}
