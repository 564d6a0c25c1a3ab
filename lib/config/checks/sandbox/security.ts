import { RELAXATIONS } from "../../sandbox/component";
import { eachComponent, finding, type SandboxCheck } from "./sandbox-check";

const MEND = 'Add podSecurity: {level: baseline, reason: "..."} to the sandbox, or remove this.';

const ROOT_MEND =
  'Choose another id, or add podSecurity: {level: baseline, reason: "..."} to the sandbox and root-user to relax.';

/** What a component is freed from, the Pod Security level of its sandbox admits; and a lower level has a reason. */
export const checkSecurity: SandboxCheck = (sandbox) => {
  const { level, reason } = sandbox.podSecurity;
  const restsOn = [["podSecurity"]];
  const unexplained =
    level === "baseline" && reason === undefined
      ? [finding(["podSecurity", "reason"], "is missing", "Say why pods may go further than restricted allows.")]
      : [];
  const needless =
    level === "restricted" && reason !== undefined
      ? [
          finding(["podSecurity", "reason"], "is a reason for nothing: restricted is the default", "Remove it.", {
            target: "key",
            restsOn: [["podSecurity", "level"]],
          }),
        ]
      : [];
  const refused =
    level === "baseline"
      ? []
      : eachComponent(sandbox, ({ relax, capabilities, user }, path) => [
          ...relax.flatMap((name, index) =>
            RELAXATIONS[name].restricted
              ? []
              : [finding([...path, "relax", index], `"${name}" is refused at the level restricted`, MEND, { restsOn })],
          ),
          ...capabilities.flatMap((name, index) =>
            name === "NET_BIND_SERVICE"
              ? []
              : [
                  finding([...path, "capabilities", index], `"${name}" is refused at the level restricted`, MEND, {
                    restsOn,
                  }),
                ],
          ),
          ...(user.id === 0
            ? [
                finding([...path, "user", "id"], "0 is root, and refused at the level restricted", ROOT_MEND, {
                  restsOn,
                }),
              ]
            : []),
        ]);
  const contradictory = eachComponent(sandbox, ({ relax, user }, path) =>
    user.id === 0 && !relax.includes("root-user")
      ? [
          finding([...path, "user", "id"], "is root", "Add root-user to relax, or choose another id.", {
            restsOn: [...restsOn, [...path, "relax"]],
          }),
        ]
      : [],
  );
  return [...unexplained, ...needless, ...refused, ...(level === "baseline" ? contradictory : [])];
};
