import { quote } from "../../quote";
import type { PlaceOn } from "../place";
import { type CheckFinding, checkOn, placeError } from "./check";

/** A tag holds so many characters (Neutron, `MAX_TAG_LEN`, since Xena), and anything so many tags (`MAX_TAGS_COUNT`), of which one is ours. */
const LONGEST_TAG = 255;
const MOST_TAGS = 49;

/** What Nova gives a project without asking (`[quota] server_groups` and `server_group_members`). */
const SERVER_GROUPS = 10;
const SERVER_GROUP_MEMBERS = 10;

/** The system, the images of RKE2 and of the platform take nearly so many GiB, and the kubelet wants a part of them free. */
const SMALLEST_DISK = 20;

/** What OpenStack would refuse, or hand out more freely than anybody wants. */
export const checkOpenstack = checkOn("openstack", (place) => [
  ...checkTags(place),
  ...checkGroups(place),
  ...checkRole(place),
]);

type Place = PlaceOn<"openstack">;

/** Tags are texts there: we write `key=value`. */
function checkTags({ tags }: Place): CheckFinding[] {
  const findings = Object.entries(tags).flatMap(([key, value]) => {
    const text = `${key}=${value}`;
    if (key === "testbed") return [placeError(["tags", key], `"${key}" is the testbed's own tag`, ANOTHER_KEY, AT_KEY)];
    if (text.length <= LONGEST_TAG) return [];
    const what = `${quote(text)} has ${text.length} characters, more than the ${LONGEST_TAG} of a tag in OpenStack`;
    return [placeError(["tags", key], what, "Shorten it.")];
  });
  const count = Object.keys(tags).length;
  if (count <= MOST_TAGS) return findings;
  const mend = `Remove some: OpenStack takes ${MOST_TAGS + 1}, and one is ours.`;
  return [...findings, placeError(["tags"], `has ${count} tags, more than ${MOST_TAGS}`, mend, AT_KEY)];
}

const ANOTHER_KEY = "Choose another key.";
const AT_KEY = { target: "key" } as const;

function checkGroups({ openstack }: Place): CheckFinding[] {
  const groups = Object.entries(openstack.nodes);
  const quotas = groups.flatMap(([name, { count, disk }]) => {
    const path = ["openstack", "nodes", name];
    const findings: CheckFinding[] = [];
    if (count > SERVER_GROUP_MEMBERS) {
      const what = `is ${count}, and OpenStack takes ${SERVER_GROUP_MEMBERS} servers in a server group without asking`;
      const mend = "Have the quota server-group-members raised, or make several groups.";
      findings.push(placeError([...path, "count"], what, mend, { severity: "warning" }));
    }
    if (Number.parseInt(disk, 10) < SMALLEST_DISK) {
      const what = `"${disk}" is too small for a node and the images of a cluster`;
      findings.push(placeError([...path, "disk"], what, `Write ${SMALLEST_DISK}Gi or more.`));
    }
    return findings;
  });
  if (groups.length <= SERVER_GROUPS) return quotas;
  const what = `has ${groups.length} groups, and OpenStack takes ${SERVER_GROUPS} server groups without asking`;
  const mend = "Have the quota server-groups raised, or make fewer groups.";
  return [...quotas, placeError(["openstack", "nodes"], what, mend, { ...AT_KEY, severity: "warning" })];
}

function checkRole({ openstack: { role } }: Place): CheckFinding[] {
  if (role !== "admin") return [];
  const what = "makes the cluster an administrator of the whole cloud, and every pod in kube-system with it";
  return [placeError(["openstack", "role"], what, "Choose a role such as member.", { severity: "warning" })];
}
