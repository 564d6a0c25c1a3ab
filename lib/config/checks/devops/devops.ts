import type { Check } from "../check";
import { checkCodeGroups, checkPilots, checkPulledImages } from "./code-groups";
import { checkDirectory, checkDirectoryGroups } from "./directory";
import { checkDeploy, checkProjects, checkPush } from "./jenkins";
import { checkNeeds, checkToolValues } from "./tools";

/** The devops tools: what they need is there, and groups that are named are known. */
export const checkDevops: Check = (description) => {
  const { devops } = description.testbed;
  if (devops === undefined) return checkDirectoryGroups(description);
  return [
    ...checkNeeds(devops, description),
    ...(devops.directory ? checkDirectory(devops.directory, devops, description) : []),
    ...checkDirectoryGroups(description),
    ...checkCodeGroups(devops, description),
    ...checkPilots(devops, description),
    ...checkPulledImages(devops, description),
    ...checkProjects(devops, description),
    ...checkDeploy(devops, description),
    ...checkPush(devops, description),
    ...checkToolValues(devops),
  ];
};
