import { PersistentVolumeClaimV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { claimsOf } from "../config/sandbox/claims";
import type { DatasetDescription } from "../config/sandbox/dataset";
import { STORAGE_CLASSES } from "../storage-classes";
import { DatasetLoad } from "./dataset-load";
import { type FrameNamespace, frameMetadata } from "./frame-namespace";

/** What a `Dataset` is made of. */
export interface DatasetProps {
  readonly namespace: FrameNamespace;
  readonly name: string;
  readonly dataset: DatasetDescription;
  /** Pods that mount it keep to the node of those with the same volumes. */
  readonly group: string | undefined;
  /** What has to be there before. */
  readonly after: ITerraformDependable[];
}

/**
 * A dataset: claims that outlive components, apps and stacks, on a class whose volumes stay when their claims go
 * (INF-31). Nobody waits for them to be bound: their class waits for the first pod.
 */
export class Dataset extends Construct {
  constructor(scope: Construct, id: string, { namespace, name, dataset, group, after }: DatasetProps) {
    super(scope, id);
    const claims = new Construct(this, "claims");
    for (const claim of claimsOf(name, dataset)) {
      new PersistentVolumeClaimV1(claims, claim.name, {
        dependsOn: after,
        metadata: frameMetadata(namespace, claim.name),
        spec: {
          accessModes: [claim.shared ? "ReadWriteMany" : "ReadWriteOnce"],
          storageClassName: claim.shared ? STORAGE_CLASSES.shared : STORAGE_CLASSES.retain,
          resources: { requests: { storage: claim.size } },
        },
        waitUntilBound: false,
      });
    }
    if (dataset.load) new DatasetLoad(this, "load", { namespace, dataset: name, load: dataset.load, group });
  }
}
