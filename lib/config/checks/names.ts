import { type CheckFinding, checkOn, placeError } from "./check";

/** AWS takes 50 tags for each resource; this leaves room for those of EKS, Cilium, the EBS driver and ours. */
const MOST_TAGS = 40;

/** Tags that Kubernetes and the EBS driver set, and refuse from others. */
const RESERVED_TAG = /^(([a-z0-9.-]+\.)?(kubernetes|k8s)\.io\/|ebs\.csi\.aws\.com\/|eks:|CSIVolumeName$)/;

/** Names that AWS would refuse: of security groups, and of tags that differ in case alone. */
export const checkNames = checkOn("aws", (place) => {
  const findings: CheckFinding[] = [];
  if (place.name.startsWith("sg-")) {
    findings.push(
      placeError(
        ["name"],
        `"${place.name}" begins like the id of a security group`,
        "Begin it otherwise: AWS refuses such a group.",
      ),
    );
  }
  if (place.name.startsWith("internal-")) {
    const what = `"${place.name}" begins like the name of an internal load balancer`;
    findings.push(placeError(["name"], what, "Begin it otherwise: AWS refuses such a load balancer."));
  }
  const taken = new Map([
    ["name", "Name"],
    ["testbed", "testbed"],
  ]);
  for (const key of Object.keys(place.tags)) {
    const other = taken.get(key.toLowerCase());
    if (RESERVED_TAG.test(key)) {
      const what = `"${key}" is a tag that Kubernetes and its drivers keep for themselves`;
      findings.push(placeError(["tags", key], what, "Choose another key.", { target: "key" }));
    }
    if (other !== undefined) {
      const what = `"${key}" is taken by the tag ${other}; IAM does not tell upper from lower case`;
      findings.push(placeError(["tags", key], what, "Choose another key.", { target: "key" }));
    }
    taken.set(key.toLowerCase(), key);
  }
  if (Object.keys(place.tags).length > MOST_TAGS) {
    const what = `has ${Object.keys(place.tags).length} tags, more than ${MOST_TAGS}`;
    findings.push(
      placeError(["tags"], what, "Remove some: AWS takes 50, and EKS and we add our own.", { target: "key" }),
    );
  }
  return findings;
});
