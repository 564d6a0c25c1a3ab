import type { DevopsDescription } from "../../devops/devops";
import { registryOf } from "../../devops/hosts";
import { pilotsOf } from "../../devops/pilots";
import type { CheckFinding, Description } from "../check";
import { sandboxError } from "../check";
import { error, repeated } from "./finding";
import { ANOTHER_NAME, codeMeaningOf, DEPLOY_FOLDER } from "./group-meanings";

/** Groups of code have names that are free. */
export function checkCodeGroups(devops: DevopsDescription, { sandboxes }: Description): CheckFinding[] {
  const { groups } = devops;
  const pilots = pilotsOf(sandboxes);
  const twice = repeated(groups, ["groups"]);
  const others = groups.flatMap((name, index) => {
    if (groups.indexOf(name) < index) return [];
    const other = pilots.has(name) ? "is a pilot, which has a group already" : codeMeaningOf(name, devops);
    const mend = pilots.has(name) ? "Remove it, or rename it." : ANOTHER_NAME;
    return other === undefined ? [] : [error(["groups", index], `"${name}" ${other}`, mend, { target: "value" })];
  });
  return [...twice, ...others];
}

/** Pilots have groups of code of their name, so some names are not for pilots. */
export function checkPilots(devops: DevopsDescription, { sandboxes }: Description): CheckFinding[] {
  return Object.entries(sandboxes).flatMap(([name, { pilot }]) => {
    const group = pilot ?? name;
    const other = group === DEPLOY_FOLDER && !devops.jenkins ? undefined : codeMeaningOf(group, devops);
    if (other === undefined) return [];
    const restsOnFiles = [{ file: "testbed", path: ["devops"] }];
    const mend = pilot === undefined ? "Add pilot: <another name>, or rename the file." : ANOTHER_NAME;
    const what = `"${group}" is no name for a pilot: it ${other}`;
    return [sandboxError(name, pilot === undefined ? [] : ["pilot"], what, mend, { restsOnFiles })];
  });
}

/** Sandboxes pull from the testbed's own registry what their pilot and the consortium have there, and nothing else. */
export function checkPulledImages(devops: DevopsDescription, description: Description): CheckFinding[] {
  const { testbed, place, sandboxes } = description;
  if (!registryOf(testbed, place)?.isOwn) return [];
  return Object.entries(sandboxes).flatMap(([sandbox, { pilot = sandbox, components }]) =>
    Object.entries(components).flatMap(([name, { image }]) => {
      const [group] = image.project?.split("/") ?? [];
      if (group === undefined || group === pilot || devops.groups.includes(group)) return [];
      const what = `"${image.project}" is of the group of code "${group}", which ${sandbox} cannot read`;
      const mend = `Name an image of ${pilot}, or add ${group} to devops.groups, for everybody to read.`;
      const restsOnFiles = [{ file: "testbed", path: ["devops", "groups"] }];
      const path = ["components", name, "image", "project"];
      return [sandboxError(sandbox, path, what, mend, { severity: "warning", restsOnFiles })];
    }),
  );
}
