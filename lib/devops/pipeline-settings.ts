import type { Mirror } from "../charts/mirror";
import type { DevopsDescription } from "../config/devops/devops";
import type { Registry } from "../config/devops/hosts";
import { IMAGES } from "../versions";
import { imageAt } from "./image-at";
import { REGISTRY_ACCOUNT, repositoryCredential } from "./jenkins/repository";
import type { PipelineSettings } from "./jenkins-library";

/** Where pipelines run. */
export interface PipelinePlace {
  /** Name of the testbed: what its stacks begin with. */
  readonly testbed: string;
  /** The file of the place, as `TESTBED_PLACE` names it. */
  readonly place: string;
  readonly registry: Registry | undefined;
  readonly mirror: Mirror;
}

/** What the pipelines know of a testbed, as its description has it. */
export function pipelineSettings(
  devops: DevopsDescription,
  { testbed, place, registry, mirror }: PipelinePlace,
): PipelineSettings {
  const at = (image: string) => imageAt(mirror, image);
  return {
    testbed,
    place,
    registry: registry && { address: registry.address, push: repositoryCredential(REGISTRY_ACCOUNT) },
    branches: Object.fromEntries(
      Object.entries(devops.projects).flatMap(([group, projects]) =>
        Object.entries(projects).map(([name, { branch }]) => [`${group}/${name}`, branch]),
      ),
    ),
    gitlab: devops.jenkins?.gitlab !== undefined,
    slack: devops.jenkins?.slack && { channel: devops.jenkins.slack.channel },
    images: {
      agent: at(IMAGES.agent),
      buildah: at(IMAGES.buildah),
      node: at(IMAGES.node),
      terraform: at(IMAGES.terraform),
      curl: at(IMAGES.load),
    },
  };
}
