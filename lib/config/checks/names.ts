import { type Check, type CheckFinding, placeError } from "./check";

/** Names that AWS would refuse: of security groups, and of tags that differ in case alone. */
export const checkNames: Check = ({ place }) => {
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
  const taken = new Map([
    ["name", "Name"],
    ["testbed", "testbed"],
  ]);
  for (const key of Object.keys(place.tags)) {
    const other = taken.get(key.toLowerCase());
    if (other !== undefined) {
      const what = `"${key}" is taken by the tag ${other}; IAM does not tell upper from lower case`;
      findings.push(placeError(["tags", key], what, "Choose another key.", { target: "key" }));
    }
    taken.set(key.toLowerCase(), key);
  }
  return findings;
};
