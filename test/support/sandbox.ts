import { type SandboxDescription, sandboxSchema } from "../../lib/config/sandbox/sandbox";
import { expandShorthands } from "../../lib/config/sandbox/shorthand";
import { SandboxApp } from "../../lib/sandbox/sandbox-app";
import { SandboxFrame, type SandboxFrameProps } from "../../lib/sandbox/sandbox-frame";
import { type StackJson, synthesizeConstruct } from "./synth";

/** A sandbox as its file would say it, with all defaults filled in. */
export function sandboxOf(input: object = {}): SandboxDescription {
  return sandboxSchema.parse(expandShorthands(input));
}

/** The resources of a stack: by type, then by address. */
export type Resources = NonNullable<StackJson["resource"]>;

/** What the frame of a sandbox `demo` is made of. */
export function framePropsOf(input: object = {}): SandboxFrameProps {
  return {
    name: "demo",
    sandbox: sandboxOf(input),
    place: {
      testbed: "test",
      publicAddress: "203.0.113.7",
      domain: "example.org",
      registry: "registry.example.org",
      sources: { office: ["203.0.113.0/24"] },
    },
    kubernetesMinor: "1.35",
    entrySources: ["192.168.0.10/32"],
    closedNetworks: ["169.254.0.0/16", "10.42.0.0/16", "172.20.0.0/16", "192.168.0.0/16"],
  };
}

/** The frame of a sandbox `demo`, synthesized. */
export function frameOf(input: object = {}, props: Partial<SandboxFrameProps> = {}): Resources {
  const text = synthesizeConstruct((scope) => {
    new SandboxFrame(scope, "frame", { ...framePropsOf(input), ...props });
  });
  return JSON.parse(text).resource;
}

/** The app of a sandbox `demo` with a component `main` of these parts, and others, synthesized. */
export function appOf(component: object, rest: object = {}, others: object = {}): Resources {
  const components = { ...others, main: { kind: "stateless", image: "example.org/main:1", ...component } };
  const sandbox = sandboxOf({ components, ...rest });
  const text = synthesizeConstruct((scope) => {
    new SandboxApp(scope, "app", { name: "demo", testbed: "test", sandbox });
  });
  return JSON.parse(text).resource;
}

/** The only resource of a type. */
export function only<T = Record<string, unknown>>(resources: Resources, type: string): T {
  const found = Object.values(resources[type] ?? {});
  if (found.length !== 1) throw new Error(`There are ${found.length} resources ${type}, not one.`);
  return found[0] as T;
}
