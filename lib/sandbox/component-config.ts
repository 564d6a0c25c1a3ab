import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { advertisedKey } from "../config/sandbox/exposed-port";
import { variableOf } from "../config/sandbox/variable";
import { literal } from "../literal";
import { type ComponentProps, componentMetadata } from "./app-context";

/** An environment variable that takes its value from a config map. */
export interface ConfigVariable {
  readonly name: string;
  readonly valueFrom: { readonly configMapKeyRef: { readonly name: string; readonly key: string } };
}

/**
 * The config map of a component (INF-39), with the addresses that it is told about itself (INF-34). There is none where a
 * component has no config.
 */
export class ComponentConfig extends Construct {
  /** A variable for each key. */
  readonly variables: readonly ConfigVariable[];
  /** Annotations for the pods: another config makes other pods, so a change rolls them. */
  readonly annotations: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ComponentProps) {
    super(scope, id);
    const { name, component, app } = props;
    const advertised = app.sandbox.expose
      .filter(({ component: other, advertise }) => other === name && advertise !== undefined)
      .map((exposure) => [exposure.advertise ?? "", app.place.get(advertisedKey(exposure))] as const)
      // So that the order of the ways in the file does not roll the pods.
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const data: Record<string, string> = {
      ...Object.fromEntries(Object.entries(component.config).map(([key, value]) => [key, literal(value)])),
      ...Object.fromEntries(advertised),
    };
    this.variables = Object.keys(data).map((key) => ({
      name: variableOf(key),
      valueFrom: { configMapKeyRef: { name, key } },
    }));
    if (this.variables.length === 0) {
      this.annotations = {};
      return;
    }
    const map = new ConfigMapV1(this, "map", { metadata: componentMetadata(props), data });
    this.annotations = { "testbed-blueprint/config-sum": Fn.sha256(Fn.jsonencode(map.data)) };
  }
}
