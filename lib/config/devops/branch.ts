import { text } from "../fields";

/** The name of a branch of git (git-check-ref-format). */
export function gitBranch() {
  return text(
    /^(?!.*(\.\.|\/\/|\/\.|[./]$|\.lock(\/|$)))[A-Za-z0-9][\w./-]{0,99}$/,
    "is not the name of a branch",
    'Write it as in "main".',
  ).default("main");
}
