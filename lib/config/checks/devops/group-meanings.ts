import type { DevopsDescription } from "../../devops/devops";
import { ADMINS_GROUP, GUESTS_GROUP } from "../../devops/groups";

/** What to do about a name that means something else. */
export const ANOTHER_NAME = "Choose another name.";

/** Folder of Jenkins that is no group's. */
export const DEPLOY_FOLDER = "deploy";

/** What a tool would take a group of a name for; undefined where it is a group like any other. */
export function meaningOf(name: string): string | undefined {
  if (/^(anonymous|authenticated)$/i.test(name)) return "is everybody to Jenkins";
  if (/^(nx|testbed)-/i.test(name)) return "begins as the roles that Nexus has itself";
  return undefined;
}

/** What a group of code of a name would be beside that; undefined where the name is free. */
export function codeMeaningOf(name: string, { directory }: DevopsDescription): string | undefined {
  if (name === DEPLOY_FOLDER) return "is a folder of the administrators in Jenkins";
  // In a server elsewhere it is others who have groups, of any names.
  if (directory?.organisation === undefined) return undefined;
  if (name === ADMINS_GROUP) return "is the group of administrators";
  if (name === GUESTS_GROUP) return "is the group of guests";
  return meaningOf(name);
}
