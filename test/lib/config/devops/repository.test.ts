import { describe, expect, it } from "vitest";
import { gitRepository } from "../../../../lib/config/devops/repository";

const mendOf = (value: string) => gitRepository().safeParse(value).error?.issues[0]?.message.split("\n")[1];

describe("the address of a repository of git", () => {
  it.each([
    "https://gitlab.example.org/bp/testbed.git",
    "https://gitlab.example.org:8443/bp/testbed",
    "https://gitlab.example.org/a/b/c_d~e.git",
    "https://dev.azure.example/org/_git/testbed",
  ])("may be %s", (value) => expect(mendOf(value)).toBeUndefined());

  it.each([
    ["http://gitlab.example.org/bp/testbed.git", 'Write "https://gitlab.example.org/bp/testbed.git".'],
    ["gitlab.example.org/bp/testbed.git", 'Write "https://gitlab.example.org/bp/testbed.git".'],
    ["git@gitlab.example.org:bp/testbed.git", 'Write "https://gitlab.example.org/bp/testbed.git".'],
    ["ssh://git@gitlab.example.org:2222/bp/testbed.git", 'Write "https://gitlab.example.org/bp/testbed.git".'],
    ["https://gitlab.example.org/bp/testbed.git?x=y#z", 'Write "https://gitlab.example.org/bp/testbed.git".'],
    ["https://GitLab.example.org:8443/bp/testbed.git?x", 'Write "https://gitlab.example.org:8443/bp/testbed.git".'],
    [
      "https://ann:hunter2@gitlab.example.org/bp/testbed.git",
      'Write it without user and password, "https://gitlab.example.org/bp/testbed.git": those stand in a secret, which secret names.',
    ],
    [
      "https://oauth2@gitlab.example.org/bp/test bed",
      "Write it without user and password: those stand in a secret, which secret names.",
    ],
  ])("given %s, then the mend says what was meant", (value, mend) => expect(mendOf(value)).toBe(mend));

  it.each([
    "",
    "..",
    "/srv/testbed.git",
    "bp/testbed.git",
    "https://gitlab.example.org",
    "https://gitlab.example.org/${x}",
    "testbed",
  ])("given %j, then the mend shows one", (value) =>
    expect(mendOf(value)).toBe('Write it as in "https://gitlab.example.org/blueprint/testbed.git".'),
  );
});
