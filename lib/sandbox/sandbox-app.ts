import { Construct } from "constructs";
import type { ComponentDescription, KINDS } from "../config/sandbox/component";
import { advertisedKey } from "../config/sandbox/exposed-port";
import type { SandboxDescription } from "../config/sandbox/sandbox";
import type { ComponentProps } from "./app-context";
import { JobComponent, ScheduleComponent } from "./job-component";
import { PlaceReader } from "./place-reader";
import { StatefulComponent } from "./stateful-component";
import { StatelessComponent } from "./stateless-component";

/** What a `SandboxApp` is made of. */
export interface SandboxAppProps {
  /** Name of the sandbox and of its namespace. */
  readonly name: string;
  /** Name of the testbed that it belongs to. */
  readonly testbed: string;
  readonly sandbox: SandboxDescription;
}

const COMPONENTS: Readonly<
  Record<(typeof KINDS)[number], new (scope: Construct, id: string, props: ComponentProps) => Construct>
> = {
  stateful: StatefulComponent,
  stateless: StatelessComponent,
  job: JobComponent,
  schedule: ScheduleComponent,
};

/**
 * The app of a sandbox, which its partner keeps: all components (INF-37 to INF-40). It needs the rights of a developer and
 * nothing else, and reads what it must know of the place from the namespace itself.
 */
export class SandboxApp extends Construct {
  constructor(scope: Construct, id: string, { name, testbed, sandbox }: SandboxAppProps) {
    super(scope, id);
    const place = new PlaceReader(this, "testbed", { namespace: name, testbed, keys: factsFor(sandbox) });
    const app = { namespace: name, sandbox, place };
    for (const [component, description] of Object.entries<ComponentDescription>(sandbox.components)) {
      new COMPONENTS[description.kind](this, component, { name: component, component: description, app });
    }
  }
}

/** The facts of the place that an app asks for: its registry, and what its ways in are called outside. */
function factsFor({ components, expose }: SandboxDescription): string[] {
  const images = Object.values(components).flatMap(({ image, init }) => [image, ...init.map((step) => step.image)]);
  const registry = images.some((image) => image?.project !== undefined) ? ["registry"] : [];
  const advertised = expose.filter(({ component, advertise }) => advertise !== undefined && component in components);
  return [...registry, ...advertised.map(advertisedKey)];
}
