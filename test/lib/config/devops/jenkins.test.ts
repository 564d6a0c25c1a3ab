import { describe, expect, it } from "vitest";
import { jenkinsSchema } from "../../../../lib/config/devops/jenkins";

const SLACK = { workspace: "infinitech", channel: "#builds", secret: "jenkins-slack" };
const DEPLOY = { repository: "https://gitlab.example.org/bp/testbed.git" };
const mendOf = (value: unknown) =>
  jenkinsSchema.safeParse(value).error?.issues.map(({ message }) => message.split("\n")[1]);

describe("Jenkins, by default,", () => {
  it("has a volume of 20Gi, tells nobody and deploys nothing", () => {
    expect(jenkinsSchema.parse({})).toEqual({ size: "20Gi" });
  });

  it("deploys from the branch main of a repository that everybody may read", () => {
    expect(jenkinsSchema.parse({ deploy: DEPLOY }).deploy).toEqual({ ...DEPLOY, branch: "main" });
  });
});

describe("Jenkins", () => {
  it.each([null, true, "yes", ["x"]])("given %j, then the mend is to write {}", (value) => {
    expect(mendOf(value)).toEqual(["Write jenkins: {} to have it as it is by default, or leave it out."]);
  });

  it.each(["main", "release/1.2", "a_b-c.d", "a".repeat(100)])("given the branch %s, then it takes it", (branch) => {
    expect(mendOf({ deploy: { ...DEPLOY, branch } })).toBeUndefined();
  });

  it.each(["", "a b", "-x", "../x", "a..b", "a//b", "a/", "a.", "a/.b", "a.lock", "a.lock/b", "${x}", "a".repeat(101)])(
    "given the branch %j, then it does not take it",
    (branch) => expect(mendOf({ deploy: { ...DEPLOY, branch } })).toEqual(['Write it as in "main".']),
  );

  it.each([
    [{ workspace: "infinitech.slack.com" }, 'Write "infinitech".'],
    [{ workspace: "https://Infinitech.slack.com/archives" }, 'Write "infinitech".'],
    [{ workspace: "my team" }, 'Write it as in "infinitech".'],
    [{ channel: "Builds" }, 'Write "#builds".'],
    [{ channel: "#my builds" }, 'Write it as in "#builds".'],
  ])("given %j of Slack, then the mend says what was meant", (slip, mend) => {
    expect(mendOf({ slack: { ...SLACK, ...slip } })).toEqual([mend]);
  });

  it("given Slack as it is, then it takes it", () => {
    expect(mendOf({ slack: SLACK })).toBeUndefined();
  });
});
