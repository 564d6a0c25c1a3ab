import { z } from "zod";
import { text, webAddress } from "../fields";
import { objectName } from "../sandbox/names";
import { bytes } from "../sandbox/quantity";

/** Jenkins: builds, and deployments of apps (INF-22, INF-26, INF-27). */
export const jenkinsSchema = z
  .strictObject({
    size: bytes().default("20Gi").describe("Size of its volume: configuration, histories and logs of builds"),
    deploy: z
      .strictObject({
        repository: text(
          /^(https:\/\/|ssh:\/\/git@|git@)[A-Za-z0-9][^\s$%{}"'\\@]*$/,
          "is not the address of a repository of git",
          'Write it as in "https://gitlab.example.org/blueprint/testbed.git".',
        )
          .meta({ examples: ["https://gitlab.example.org/blueprint/testbed.git"] })
          .describe("Repository of git with this description"),
        branch: text(/^[A-Za-z0-9][\w./-]{0,99}$/, "is not the name of a branch", 'Write it as in "main".')
          .default("main")
          .describe("Branch that is deployed"),
        secret: objectName()
          .optional()
          .describe(
            "Secret of the namespace devops with the keys username and password, to read the repository. Default: everybody may read it",
          ),
      })
      .optional()
      .describe(
        "Pipelines that deploy and remove the apps of sandboxes, one of each for every sandbox (INF-27). Default: apps are deployed by hand",
      ),
    gitlab: z
      .strictObject({
        url: webAddress({ of: "GitLab", example: "https://gitlab.example.org" }).describe("Its address"),
        secret: objectName()
          .meta({ examples: ["jenkins-gitlab"] })
          .describe("Secret of the namespace devops whose key token is an access token with the scope api"),
      })
      .optional()
      .describe("A GitLab that is told what became of each commit (INF-26). Default: none"),
    slack: z
      .strictObject({
        workspace: text(/^[a-z0-9][a-z0-9-]{0,62}$/, "is not a workspace of Slack", 'Write it as in "infinitech".')
          .meta({ examples: ["infinitech"] })
          .describe("Workspace: what stands before .slack.com"),
        channel: text(/^#[a-z0-9_-]{1,80}$/, "is not a channel of Slack", 'Write it as in "#builds".')
          .meta({ examples: ["#builds"] })
          .describe("Channel that is told of builds that fail, and of those that are well again"),
        secret: objectName()
          .meta({ examples: ["jenkins-slack"] })
          .describe("Secret of the namespace devops whose key token is the token of its app"),
      })
      .optional()
      .describe("Where builds are announced (INF-26). Default: nowhere"),
  })
  .describe("Jenkins, at https://jenkins.<domain>");

/** What a description says of Jenkins. */
export type JenkinsDescription = z.output<typeof jenkinsSchema>;
