import type { PipelineSettings } from "../../../../lib/devops/jenkins-library";

/** Settings of pipelines with everything that there is. */
export const SETTINGS: PipelineSettings = {
  testbed: "infinitech-bp",
  place: "aws",
  registry: {
    address: "registry.testbed.example.org",
    push: "nexus-build",
    pull: "nexus-pull",
    authority: "registry-authority",
  },
  gitlab: true,
  slack: { channel: "#builds" },
  images: { agent: "agent:1", buildah: "buildah:1", node: "node:1", terraform: "terraform:1", curl: "curl:1" },
};
