import type { DevopsDescription } from "../../devops/devops";
import type { DirectoryDescription } from "../../devops/directory";
import { type CheckFinding, type Description, placeError } from "../check";
import { checkGranted, checkGrants, checkGroupNames } from "./directory-groups";
import { belowDirectory, checkServer } from "./directory-server";
import { error } from "./finding";
import { checkPeople } from "./people";

/** The directory is one of the testbed's own or one elsewhere, and its groups and people are what they are said to be. */
export function checkDirectory(
  directory: DirectoryDescription,
  devops: DevopsDescription,
  description: Description,
): CheckFinding[] {
  const { organisation, server } = directory;
  if (organisation === undefined && server === undefined) {
    const mend = "Add organisation: <name>, which cannot be changed later, or server: for an LDAP server elsewhere.";
    const restsOn = belowDirectory("organisation", "server");
    return [error(["directory"], "has neither an organisation nor a server", mend, { restsOn })];
  }
  return [
    ...(server ? checkServer(directory, server, devops) : []),
    ...(server ? [] : checkGroupNames(directory, devops, description)),
    ...(server ? [] : checkPeople(directory, devops, description)),
    ...checkGrants(directory),
    ...checkGranted(directory, devops, description),
  ];
}

/** The API server of a place can know groups of a directory alone. */
export function checkDirectoryGroups({ testbed, place }: Description): CheckFinding[] {
  if (place.directoryGroups === undefined || testbed.devops?.directory) return [];
  const what = "is about groups of the testbed's directory, and it has none";
  const mend = "Remove it, or add devops: {directory: ...} to testbed.yaml.";
  const restsOnFiles = [{ file: "testbed", path: ["devops", "directory"] }];
  return [placeError(["directoryGroups"], what, mend, { severity: "warning", target: "key", restsOnFiles })];
}
