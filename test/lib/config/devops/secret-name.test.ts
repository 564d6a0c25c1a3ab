import { describe, expect, it } from "vitest";
import { secretName } from "../../../../lib/config/devops/secret-name";

const messageOf = (value: string) =>
  secretName()
    .safeParse(value)
    .error?.issues.map(({ message }) => message);

describe("the name of a secret", () => {
  it.each(["a", "ldap-bind", "jenkins-gitlab", "xoxo", "glpatty", "a".repeat(63)])("may be %s", (value) => {
    expect(messageOf(value)).toBeUndefined();
  });

  it.each(["", "LDAP Bind", "hunter2!", "a.b", "-a", "a".repeat(64), "constructor", "${x}"])("is not %j", (value) => {
    expect(messageOf(value)).toEqual([expect.stringContaining(" is not the name of a secret of Kubernetes\n")]);
  });

  it.each(["glpat-abcdefghij", "xoxb-1-2-abc", "xoxp-1", "XOXB-1", "GLPAT-x"])(
    "given the token %s, then the message says that it is one, and does not show it",
    (value) => {
      expect(messageOf(value)).toEqual([expect.stringMatching(/^is a token, not the name of a secret\n/)]);
      expect(messageOf(value)?.join()).not.toContain(value);
    },
  );
});
