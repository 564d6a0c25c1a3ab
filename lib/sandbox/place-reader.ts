import { DataKubernetesConfigMapV1 } from "@cdktf/provider-kubernetes/lib/data-kubernetes-config-map-v1";
import { propertyAccess, Token } from "cdktf";
import { Construct } from "constructs";
import { FACTS } from "./facts";

/** What a `PlaceReader` is made of. */
export interface PlaceReaderProps {
  readonly namespace: string;
  /** Name of the testbed that the app belongs to. */
  readonly testbed: string;
  /** Facts that the app asks for. */
  readonly keys: readonly string[];
}

/**
 * Reads what an app must know of its place from the config map `testbed` of its namespace. And it makes sure that the
 * cluster is the right one: who deploys brings the connection, and may have brought another cluster's.
 */
export class PlaceReader extends Construct {
  private readonly facts: DataKubernetesConfigMapV1;

  constructor(scope: Construct, id: string, { namespace, testbed, keys }: PlaceReaderProps) {
    super(scope, id);
    this.facts = new DataKubernetesConfigMapV1(this, "facts", {
      metadata: { name: FACTS, namespace },
      lifecycle: {
        postcondition: [
          {
            condition: `\${try(self.data["testbed"], "") == "${testbed}"}`,
            errorMessage:
              `There is no sandbox ${namespace} of the testbed ${testbed} in this cluster. ` +
              "Check which cluster KUBE_CONFIG_PATH or KUBE_HOST leads to, and that the administrators have applied its frame.",
          },
          ...(keys.length > 0 ? [this.knowsAll([...keys].sort(), namespace)] : []),
        ],
      },
    });
  }

  private knowsAll(keys: readonly string[], namespace: string) {
    return {
      condition: `\${alltrue([for key in ${JSON.stringify(keys)} : contains(keys(self.data), key)])}`,
      errorMessage:
        `The frame of ${namespace} does not know all that this app asks for: ${keys.join(", ")}. ` +
        "Apply the frame first; where it is up to date, the sandbox's file or the place there says less than here.",
    };
  }

  /** One fact, which Terraform reads before it plans. */
  get(key: string): string {
    return Token.asString(propertyAccess(this.facts.data, [key]));
  }
}
