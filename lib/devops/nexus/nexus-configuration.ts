import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { JobV1 } from "@cdktf/provider-kubernetes/lib/job-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Mirror } from "../../charts/mirror";
import { literal } from "../../literal";
import { LOCKED_CONTAINER, lockedPod } from "../../locked-pod";
import { IMAGES } from "../../versions";
import { digestOf } from "../digest";
import { imageAt } from "../image-at";
import { script } from "../script";
import { type NexusOptions, nexusConfiguration, nexusSecretFiles } from "./configuration";
import { NEXUS } from "./names";

/** What a `NexusConfiguration` is made of. */
export interface NexusConfigurationProps extends NexusOptions {
  /** Namespace of the tools, where Nexus runs and its secrets are. */
  readonly namespace: string;
  readonly mirror: Mirror;
  /** What has to be there before: Nexus, and the secrets. */
  readonly after: ITerraformDependable[];
}

/** Where the job finds what: its steps, its secrets, and memory for what holds a password. */
const FOLDERS = { configuration: "/configuration", secrets: "/secrets", work: "/work" } as const;

/** How long the job waits for Nexus, in seconds: it starts within a minute, or within ten where its database has to be brought up to date. */
const PATIENCE = 1200;

/** What the job is called, and how policies know its pod: it only asks Nexus. */
const JOB = `${NEXUS.name}-configuration`;
const LABELS = { "app.kubernetes.io/name": JOB };

/** A user that owns nothing in any image. */
const NOBODY = 65534;

/**
 * The job that configures Nexus by its REST API, and waits until it has. Another description, another script or other secrets to read make another
 * job. It is never taken away by time: Terraform would make it again, and Nexus would be written anew at each apply.
 */
export class NexusConfiguration extends Construct {
  readonly job: JobV1;

  constructor(scope: Construct, id: string, props: NexusConfigurationProps) {
    super(scope, id);
    const { namespace, mirror, after } = props;
    const image = imageAt(mirror, IMAGES.tools);
    const data = {
      "configuration.json": JSON.stringify(nexusConfiguration(props)),
      "configure.sh": script("nexus/configure.sh"),
    };
    const files = nexusSecretFiles(props);
    const name = `${JOB}-${digestOf({ ...data, secrets: JSON.stringify(files), image })}`;
    const metadata = { name, namespace, labels: { ...LABELS } };
    const configuration = new ConfigMapV1(this, "configuration", {
      metadata,
      immutable: true,
      data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, literal(text)])),
    });
    this.job = new JobV1(this, "job", {
      dependsOn: [configuration, ...after],
      metadata,
      spec: {
        // Once more, and no oftener: after three wrong passwords Nexus shuts the account out for a quarter of an hour.
        backoffLimit: 1,
        activeDeadlineSeconds: PATIENCE * 2,
        template: {
          metadata: { labels: { ...LABELS } },
          spec: {
            ...lockedPod({ id: NOBODY, group: NOBODY }),
            restartPolicy: "Never",
            container: [
              {
                name: "configure",
                image,
                command: ["bash", `${FOLDERS.configuration}/configure.sh`],
                env: [
                  { name: "NEXUS_URL", value: `http://${NEXUS.name}.${namespace}.svc:${NEXUS.ports.http}` },
                  { name: "NEXUS_USER", value: NEXUS.admin },
                  { name: "CONFIGURATION", value: `${FOLDERS.configuration}/configuration.json` },
                  { name: "SECRETS", value: FOLDERS.secrets },
                  { name: "WORK", value: FOLDERS.work },
                  { name: "PATIENCE", value: String(PATIENCE) },
                ],
                resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } },
                securityContext: LOCKED_CONTAINER,
                volumeMount: [
                  { name: "configuration", mountPath: FOLDERS.configuration, readOnly: true },
                  { name: "secrets", mountPath: FOLDERS.secrets, readOnly: true },
                  { name: "work", mountPath: FOLDERS.work },
                ],
              },
            ],
            volume: [
              { name: "configuration", configMap: { name, defaultMode: "0444" } },
              {
                name: "secrets",
                projected: [
                  {
                    defaultMode: "0440",
                    sources: Object.entries(files).map(([path, { secret, key }]) => ({
                      secret: [{ name: secret, items: [{ key, path }] }],
                    })),
                  },
                ],
              },
              { name: "work", emptyDir: { medium: "Memory", sizeLimit: "16Mi" } },
            ],
          },
        },
      },
      waitForCompletion: true,
      timeouts: { create: `${PATIENCE / 30}m`, update: `${PATIENCE / 30}m` },
    });
  }
}
