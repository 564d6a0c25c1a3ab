import type { Bootstrap } from "../../../lib/devops/directory/bootstrap";
import type { Person } from "../../../lib/devops/directory/entries";
import { DIRECTORY_TOOLS, DirectoryNames } from "../../../lib/devops/directory/names";
import type { Grant } from "../../../lib/devops/grant";

/** Somebody of the tests' directory. */
export function somebody(uid: string, ...groups: string[]): Person {
  return { uid, name: `${uid} of Testing`, mail: `${uid}@example.org`, groups };
}

/** The time that locks somebody for good (slapo-ppolicy(5)). */
export const LOCKED = "000001010000Z";

/** The groups' roles; nothing is granted to the group `choir`. */
export const GRANTS: readonly Grant[] = [
  { group: "platform-admins", role: "admin", of: [] },
  { group: "guests", role: "guest", of: [] },
  ...["pilot1", "pilot2", "pilot15"].map((name): Grant => ({ group: name, role: "developer", of: [name] })),
];

/** A directory with somebody of every kind. */
export const BOOTSTRAP: Bootstrap = {
  organisation: "INFINITECH",
  names: new DirectoryNames("INFINITECH"),
  groups: [...GRANTS.map(({ group }) => group), "choir"].map((name) => ({ name, title: `Group ${name}` })),
  people: [
    somebody("admin", "platform-admins"),
    somebody("developer", "pilot2"),
    somebody("colleague", "pilot2", "guests"),
    somebody("one", "pilot1"),
    somebody("fifteen", "pilot15"),
    somebody("guest", "guests"),
    somebody("locked", "pilot2"),
    somebody("singer", "choir"),
    somebody("nobody-yet"),
  ],
  tools: DIRECTORY_TOOLS,
  administrators: ["platform-admins"],
};

/** The same with fewer people and tools, for tests that start it again and again. */
export const SMALL_BOOTSTRAP: Bootstrap = {
  ...BOOTSTRAP,
  people: BOOTSTRAP.people.filter(({ uid }) => ["admin", "developer", "one", "fifteen", "guest"].includes(uid)),
  tools: ["gitlab", "jenkins", "nexus"],
};
