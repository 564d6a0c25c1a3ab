import { createHash } from "node:crypto";
import { JobV1 } from "@cdktf/provider-kubernetes/lib/job-v1";
import { Construct } from "constructs";
import type { LoadDescription } from "../config/sandbox/dataset";
import { DEFAULTS } from "../defaults";
import { literal } from "../literal";
import { LOCKED_CONTAINER, lockedPod } from "../locked-pod";
import { IMAGES } from "../versions";
import { type FrameNamespace, frameMetadata } from "./frame-namespace";
import { volumesLabel } from "./labels";
import { sameNode } from "./same-node";

/** What a `DatasetLoad` is made of. */
export interface DatasetLoadProps {
  readonly namespace: FrameNamespace;
  readonly dataset: string;
  readonly load: LoadDescription;
  /** Group of pods that share volumes of one node. Default: none, the dataset takes many nodes */
  readonly group: string | undefined;
}

const FOLDER = "/dataset";

/** Attempts after the first; Kubernetes waits longer before each, up to 6 minutes. */
const RETRIES = 20;

/**
 * The script of the load. A part that has arrived stays on the volume, so each attempt goes on where the last one stopped,
 * or from the start where the server cannot (curl ends with 33). A file with another sum is thrown away, and one that is
 * there already is left alone.
 */
const SCRIPT = `set -eu
cd "$FOLDER"
has_sum() { [ -f "$1" ] && [ "$(sha256sum "$1" | cut -d ' ' -f 1)" = "$SHA256" ]; }
if has_sum "$FILE"; then echo "$FILE is there"; exit 0; fi
if [ -n "\${ACCESS_KEY_ID:-}" ]; then set -- --aws-sigv4 "aws:amz:$REGION:s3" --user "$ACCESS_KEY_ID:$SECRET_ACCESS_KEY"; fi
if ! has_sum "$FILE.part"; then
  curl --fail --location --silent --show-error --continue-at - --output "$FILE.part" "$@" "$URL" || {
    status=$?
    if [ $status -eq 33 ]; then rm "$FILE.part"; fi
    exit $status
  }
  if ! has_sum "$FILE.part"; then echo "$URL has another sum than $SHA256" >&2; rm "$FILE.part"; exit 1; fi
fi
mv "$FILE.part" "$FILE"
echo "$FILE is loaded"
`;

/** The job that loads a file into a dataset once (INF-31); another source or sum makes another job. */
export class DatasetLoad extends Construct {
  constructor(scope: Construct, id: string, { namespace, dataset, load, group }: DatasetLoadProps) {
    super(scope, id);
    const file =
      load.file ??
      load.url
        .replace(/[?#].*$/, "")
        .split("/")
        .at(-1) ??
      dataset;
    const source = createHash("sha256")
      .update(JSON.stringify([load, file]))
      .digest("hex")
      .slice(0, 8);
    const secret = load.objectStore?.secret;
    const secretKey = (key: string) => ({ secretKeyRef: { name: secret, key } });
    new JobV1(this, "job", {
      metadata: frameMetadata(namespace, `load-${dataset}-${source}`),
      spec: {
        backoffLimit: RETRIES,
        template: {
          metadata: { labels: { "app.kubernetes.io/part-of": namespace.name, ...volumesLabel(group) } },
          spec: {
            ...lockedPod({ id: 65534, group: 1000 }),
            restartPolicy: "Never",
            affinity: sameNode(group),
            container: [
              {
                name: "load",
                image: IMAGES.load,
                command: ["sh", "-c", literal(SCRIPT), "load"],
                env: [
                  { name: "FOLDER", value: FOLDER },
                  { name: "URL", value: literal(load.url) },
                  { name: "SHA256", value: load.sha256 },
                  { name: "FILE", value: file },
                  ...(load.objectStore
                    ? [
                        { name: "REGION", value: literal(load.objectStore.region) },
                        { name: "ACCESS_KEY_ID", valueFrom: secretKey("accessKeyId") },
                        { name: "SECRET_ACCESS_KEY", valueFrom: secretKey("secretAccessKey") },
                      ]
                    : []),
                ],
                resources: { requests: { ...DEFAULTS.container.requests }, limits: { ...DEFAULTS.container.limits } },
                securityContext: LOCKED_CONTAINER,
                volumeMount: [{ name: dataset, mountPath: FOLDER }],
              },
            ],
            volume: [{ name: dataset, persistentVolumeClaim: { claimName: dataset } }],
          },
        },
      },
      waitForCompletion: false,
    });
  }
}
