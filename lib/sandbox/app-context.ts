import type { ComponentDescription } from "../config/sandbox/component";
import type { SandboxDescription } from "../config/sandbox/sandbox";
import { componentLabels } from "./labels";
import type { PlaceReader } from "./place-reader";

/** What the parts of an app know of their sandbox. */
export interface AppContext {
  /** Name of the sandbox and of its namespace. */
  readonly namespace: string;
  readonly sandbox: SandboxDescription;
  readonly place: PlaceReader;
}

/** What a component of an app is made of. */
export interface ComponentProps {
  readonly name: string;
  readonly component: ComponentDescription;
  readonly app: AppContext;
}

/** The metadata of an object of a component. */
export function componentMetadata({ name, app }: ComponentProps, objectName = name) {
  return {
    name: objectName,
    namespace: app.namespace,
    labels: { ...componentLabels(app.namespace, name), "app.kubernetes.io/managed-by": "testbed-blueprint" },
  };
}
