import { z } from "zod";
import type { ControlPlane } from "./control-plane/control-plane";
import { copyWithout, readStack } from "./reduced-stack";
import { SandboxProject } from "./sandbox-project";
import { TerraformStackRun } from "./terraform-stack";

const releasesSchema = z.record(z.string(), z.looseObject({ name: z.string(), repository: z.string().optional() }));

/** metrics-server would make an API that nobody answers, which stops whatever asks for all APIs. */
const NEVER = ["metrics-server"];

/** The reference testbed, whose platform and devops tools can be applied too: as far as a cluster goes in which no container runs. */
export class PlatformProject extends SandboxProject {
  /** @param archives archives of charts, by the names of their releases; what has none is left out */
  constructor(
    controlPlane: ControlPlane,
    private readonly archives: Readonly<Partial<Record<string, string>>>,
  ) {
    super(controlPlane);
  }

  /** The platform as the administrators apply it, with charts from their archives. */
  platform(): TerraformStackRun {
    return this.withArchives("platform");
  }

  /** The devops tools as the administrators apply them, with charts from their archives. */
  devops(): TerraformStackRun {
    return this.withArchives("devops");
  }

  private withArchives(stack: string): TerraformStackRun {
    const folder = this.folder(stack);
    const { helm_release = {} } = readStack(folder).resource ?? {};
    const published = Object.entries(releasesSchema.parse(helm_release)).filter(([, { repository }]) => repository);
    const charts = new Map(
      published.map(([id, { name }]) => [`helm_release.${id}`, NEVER.includes(name) ? undefined : this.archives[name]]),
    );
    const left = [...charts].filter(([, archive]) => archive === undefined).map(([address]) => address);
    const copy = copyWithout(folder, left, (address, { repository, ...release }) =>
      charts.has(address)
        ? { ...release, chart: charts.get(address) }
        : { ...release, ...(repository !== undefined && { repository }) },
    );
    return new TerraformStackRun(copy, {});
  }
}
