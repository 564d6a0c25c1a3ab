import { join } from "node:path";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { DataTerraformRemoteStateLocal, TerraformStack } from "cdktf";
import { type JenkinsOptions, jenkinsValues } from "../../../lib/devops/jenkins/values";
import { ChartRelease } from "../../../lib/helm/chart-release";
import { synthesize } from "../../support/synth";
import { type HandedRelease, handedReleases, releaseOf } from "./handed-releases";

/** The release of Jenkins as Terraform hands it to Helm. */
export function jenkinsRelease(options: JenkinsOptions): HandedRelease {
  const { outdir } = synthesize((app) => {
    const stack = new TerraformStack(app, "devops");
    new HelmProvider(stack, "helm");
    // Terraform takes no empty list of other stacks that are read.
    new DataTerraformRemoteStateLocal(stack, "other", { path: "other.tfstate" });
    new ChartRelease(stack, "jenkins", {
      chart: "jenkins",
      releaseName: "jenkins",
      namespace: "devops",
      values: jenkinsValues(options),
      mirror: options.mirror,
    });
  });
  return releaseOf(handedReleases(join(outdir, "stacks/devops"), { other: {} }), "jenkins");
}
