import type { DevopsDescription } from "../../devops/devops";
import { registryOf } from "../../devops/hosts";
import { pilotsOf } from "../../devops/pilots";
import type { CheckFinding, Description } from "../check";
import { error, unknown, warning } from "./finding";

/** Projects are of groups of code that are there, somebody builds them, and their images have somewhere to go. */
export function checkProjects(
  { projects, groups, jenkins }: DevopsDescription,
  { testbed, place, sandboxes }: Description,
): CheckFinding[] {
  const names = Object.keys(projects);
  const known = [...pilotsOf(sandboxes).keys(), ...groups];
  const strangers = names.flatMap((name) => unknown(name, known, ["projects", name], "pilots and groups"));
  if (names.length === 0) return [];
  if (!jenkins) {
    const restsOn = [["devops", "jenkins"]];
    const mend = "Add jenkins: {}, or remove them.";
    return [...strangers, warning(["projects"], "there is no Jenkins that builds them", mend, { restsOn })];
  }
  // Without a domain Nexus is nowhere, which is told already.
  const registry = registryOf(testbed, place);
  if (registry && !registry.isOwn && jenkins.push === undefined) {
    const what = `become images, and nobody may push them to ${registry.address}`;
    const mend = "Add push: <secret> to jenkins, with the keys username and password.";
    const restsOnFiles = [{ file: "place", path: ["registry"] }];
    return [...strangers, error(["projects"], what, mend, { restsOn: [["devops", "jenkins"]], restsOnFiles })];
  }
  if (place.domain === undefined || registry) return strangers;
  const what = "become images, and there is no registry that nodes pull them from";
  const mend =
    "Add nexus to devops, at a place with certificates: letsencrypt, or registry: {address: ...} to the file of the place.";
  const restsOnFiles = ["registry", "certificates"].map((key) => ({ file: "place", path: [key] }));
  return [...strangers, error(["projects"], what, mend, { restsOn: [["devops", "nexus"]], restsOnFiles })];
}

/** Pipelines that deploy share the states of the apps with everybody else who applies them. */
export function checkDeploy({ jenkins }: DevopsDescription, { place }: Description): CheckFinding[] {
  if (jenkins?.deploy === undefined || place.state?.s3 !== undefined) return [];
  const what = "pipelines apply the apps, and the states of this place are files on somebody's machine";
  const mend = "Add state: {s3: ...} to the file of the place, or remove deploy.";
  return [error(["jenkins", "deploy"], what, mend, { restsOnFiles: [{ file: "place", path: ["state"] }] })];
}

/** An account to push with is for a registry elsewhere. */
export function checkPush({ jenkins }: DevopsDescription, { testbed, place }: Description): CheckFinding[] {
  if (jenkins?.push === undefined || !registryOf(testbed, place)?.isOwn) return [];
  const what =
    "is for a registry elsewhere, and images go to the testbed's own Nexus, to which each group pushes as itself";
  const mend = "Remove it, or name a registry in the file of the place.";
  return [
    warning(["jenkins", "push"], what, mend, {
      restsOn: [["devops", "nexus"]],
      restsOnFiles: [{ file: "place", path: ["registry"] }],
    }),
  ];
}
