import { quote } from "../../quote";
import { text } from "../fields";

const PATTERN = /^https:\/\/[A-Za-z0-9][A-Za-z0-9.-]*(:\d{1,5})?\/[A-Za-z0-9][\w.~/-]*$/;

const EXAMPLE = "https://gitlab.example.org/blueprint/testbed.git";

/** The address of a repository of git. By https alone: who reads it has a user name and a password, and no key. */
export function gitRepository() {
  return text(PATTERN, "is not the address of a repository of git", mendOf).meta({ examples: [EXAMPLE] });
}

function mendOf(value: string): string {
  const [, user, server = "", path = ""] =
    /^(?:(?:https?|ssh|git):\/\/)?([^/@]*@)?([^/:@]+(?::\d+(?=\/))?)[/:]([^?#]*)/i.exec(value.trim()) ?? [];
  const isShell = /^(ssh|git):|^git@/i.test(value);
  const meant = `https://${(isShell ? server.replace(/:.*/, "") : server).toLowerCase()}/${path}`;
  const written = PATTERN.test(meant) && server.includes(".") ? quote(meant) : undefined;
  if (user !== undefined && !isShell) {
    return `Write it without user and password${written ? `, ${written}` : ""}: those stand in a secret, which secret names.`;
  }
  return written ? `Write ${written}.` : `Write it as in ${quote(EXAMPLE)}.`;
}
