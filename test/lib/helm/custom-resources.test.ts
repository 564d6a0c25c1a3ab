import { Release } from "@cdktf/provider-helm/lib/release";
import { DataTerraformRemoteStateLocal } from "cdktf";
import { describe, expect, it } from "vitest";
import { CustomResources } from "../../../lib/helm/custom-resources";
import { synthesizeConstruct } from "../../support/synth";

const object = (spec: object) => ({ apiVersion: "example.org/v1", kind: "Thing", metadata: { name: "thing" }, spec });

describe("custom resources", () => {
  it("travel as values of our own chart, which goes with the stack", () => {
    const resource = object({ text: 'it\'s "quoted"' });
    const stack = synthesizeConstruct((scope) => {
      new CustomResources(scope, "things", {
        releaseName: "things",
        namespace: "kube-system",
        resources: { resource },
      });
    });
    expect(stack).toHaveResourceWithProperties(Release, {
      name: "things",
      namespace: "kube-system",
      // All of them, or none: half of a policy might open what the other half closes.
      atomic: true,
      chart: expect.stringMatching(/^assets\//),
      values: [JSON.stringify({ resources: { resource } })],
    });
  });

  it("may refer to what another stack publishes, which Terraform fills in", () => {
    const stack = synthesizeConstruct((scope) => {
      const state = new DataTerraformRemoteStateLocal(scope, "other", { path: "other.tfstate" });
      const resources = { plain: object({}), referring: object({ list: state.getList("names") }) };
      new CustomResources(scope, "things", { releaseName: "things", namespace: "kube-system", resources });
    });
    expect(stack).toHaveResourceWithProperties(Release, {
      values: [
        JSON.stringify({ resources: { plain: object({}), referring: { ...object({}), spec: undefined } } }),
        '${jsonencode({"resources" = {"referring" = {"spec" = {"list" = data.terraform_remote_state.other.outputs.names}}}})}',
      ],
    });
  });
});
