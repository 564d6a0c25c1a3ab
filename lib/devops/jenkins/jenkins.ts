import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ChartRelease } from "../../helm/chart-release";
import { literalValues } from "../../literal";
import { digestOf } from "../digest";
import { libraryFiles, libraryServer, type PipelineSettings } from "../jenkins-library";
import type { ToolsNamespace } from "../tools-namespace";
import { LIBRARY } from "./library";
import { JENKINS_SERVICE } from "./service";
import { type JenkinsOptions, jenkinsValues } from "./values";

/** What a `Jenkins` is made of. */
export interface JenkinsProps {
  readonly namespace: ToolsNamespace;
  readonly options: Omit<JenkinsOptions, "libraryChecksum">;
  /** What its pipelines know of the testbed. */
  readonly settings: PipelineSettings;
  /** Values of its chart for what the testbed leaves open. Default: none */
  readonly free?: object | undefined;
  /** What has to be there before: its secrets, and the accounts of its agents. */
  readonly after: ITerraformDependable[];
}

/** Jenkins with all of its configuration as code, and the library of pipelines beside it (INF-22, INF-26, INF-27). */
export class Jenkins extends Construct {
  constructor(scope: Construct, id: string, { namespace, options, settings, free, after }: JenkinsProps) {
    super(scope, id);
    const server = { "serve-library.sh": libraryServer() };
    const library = new ConfigMapV1(this, "library", {
      metadata: { name: LIBRARY.configMap, namespace: namespace.reference },
      data: literalValues({ ...libraryFiles(settings), ...server }),
    });
    new ChartRelease(this, "jenkins", {
      chart: "jenkins",
      releaseName: JENKINS_SERVICE.name,
      namespace: namespace.reference,
      values: jenkinsValues({ ...options, libraryChecksum: digestOf(server) }),
      mirror: options.mirror,
      free,
      after: [library, ...after],
    });
  }
}
