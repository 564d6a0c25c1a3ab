import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import { Construct } from "constructs";
import { DEFAULTS } from "../defaults";
import { type FrameNamespace, frameMetadata } from "./frame-namespace";

/** The requests and limits of every container that names none: without them the quota would refuse it. */
export class ContainerDefaults extends Construct {
  constructor(scope: Construct, id: string, { namespace }: { readonly namespace: FrameNamespace }) {
    super(scope, id);
    const { container, containerDisk } = DEFAULTS;
    new LimitRangeV1(this, "containers", {
      metadata: frameMetadata(namespace, "containers"),
      spec: {
        limit: [
          {
            type: "Container",
            defaultRequest: { ...container.requests, "ephemeral-storage": containerDisk.request },
            default: { ...container.limits, "ephemeral-storage": containerDisk.limit },
          },
        ],
      },
    });
  }
}
