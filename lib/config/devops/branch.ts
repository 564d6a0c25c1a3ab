import { quote } from "../../quote";
import { text } from "../fields";

const PATTERN = /^(?!refs\/)(?!.*(\.\.|\/\/|\/\.|[./]$|\.lock(\/|$)))[A-Za-z0-9][\w./-]{0,99}$/;

/** The name of a branch of git (git-check-ref-format), without what stands before it in a reference. */
export function gitBranch() {
  return text(PATTERN, "is not the name of a branch", (value) => {
    const meant = value.replace(/^refs\/heads\//, "");
    return meant !== value && PATTERN.test(meant) ? `Write ${quote(meant)}.` : 'Write it as in "main".';
  }).default("main");
}
