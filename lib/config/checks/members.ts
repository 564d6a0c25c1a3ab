import { suggest } from "../../suggest";
import { type CheckFinding, checkOn, placeError, repeated } from "./check";

/** Who works in a sandbox works in one that is there, and is not an administrator already. */
export const checkMembers = checkOn("aws", (place, { sandboxes }) =>
  Object.entries(place.aws.members).flatMap(([name, roles]) => {
    const path = ["aws", "members", name];
    const findings: CheckFinding[] = [];
    if (!Object.hasOwn(sandboxes, name)) {
      const what = `there is no sandbox "${name}" at this place`;
      const mend = suggest(name, Object.keys(sandboxes), "sandboxes");
      const restsOnFiles = [{ file: `sandboxes/${name}`, path: [] }];
      findings.push(placeError(path, what, mend, { target: "key", restsOn: [["sandboxes"]], restsOnFiles }));
    }
    const listed = (["developers", "viewers"] as const).flatMap((role) =>
      roles[role].map((text, index) => ({ path: [...path, role, index], text })),
    );
    for (const { path: at, text } of listed) {
      if (text.includes(":sts:")) {
        const mend = "Write the role: arn:aws:iam::<account>:role/<name>.";
        findings.push(placeError(at, `"${text}" is a session of a role, and is gone when the session ends`, mend));
      }
      if (place.aws.admins.includes(text)) {
        findings.push(
          placeError(at, `"${text}" is an administrator already`, "Remove it here.", { restsOn: [["aws", "admins"]] }),
        );
      }
    }
    return [...findings, ...repeated(listed)];
  }),
);
