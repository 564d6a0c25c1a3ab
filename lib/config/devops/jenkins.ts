import { z } from "zod";
import { quote } from "../../quote";
import { text, webAddress } from "../fields";
import { bytes } from "../sandbox/quantity";
import { gitBranch } from "./branch";
import { notAMapping } from "./mapping";
import { gitRepository } from "./repository";
import { secretName } from "./secret-name";

const WORKSPACE = /^[a-z0-9][a-z0-9-]{0,62}$/;

const CHANNEL = /^#[a-z0-9_-]{1,80}$/;

/** The mend that names what a text probably meant, or else an example. */
function meant(repaired: string, pattern: RegExp, example: string): string {
  return pattern.test(repaired) ? `Write ${quote(repaired)}.` : `Write it as in ${quote(example)}.`;
}

/** Jenkins: builds, and deployments of apps (INF-22, INF-26, INF-27). */
export const jenkinsSchema = z
  .strictObject(
    {
      size: bytes().default("20Gi").describe("Size of its volume: configuration, histories and logs of builds"),
      push: secretName()
        .optional()
        .describe(
          "Secret of the namespace devops with the keys username and password, to push images to a registry elsewhere. Default: each group of code pushes to the testbed's Nexus with an account of its own",
        ),
      deploy: z
        .strictObject(
          {
            repository: gitRepository().describe("Repository of git with this description"),
            branch: gitBranch().describe("Branch that is deployed"),
            secret: secretName()
              .optional()
              .describe(
                "Secret of the namespace devops with the keys username and password, to read the repository. Default: everybody may read it",
              ),
          },
          { error: notAMapping("Write deploy: {repository: <address>}.") },
        )
        .optional()
        .describe(
          "Pipelines that deploy and remove the apps of sandboxes, one of each for every sandbox (INF-27). Default: apps are deployed by hand",
        ),
      gitlab: z
        .strictObject(
          {
            url: webAddress({ of: "GitLab", example: "https://gitlab.example.org" }).describe("Its address"),
            secret: secretName()
              .meta({ examples: ["jenkins-gitlab"] })
              .describe("Secret of the namespace devops whose key token is an access token with the scope api"),
          },
          { error: notAMapping("Write gitlab: {url: <address>, secret: <name of a secret>}.") },
        )
        .optional()
        .describe("A GitLab that is told what became of each commit (INF-26). Default: none"),
      slack: z
        .strictObject(
          {
            workspace: text(WORKSPACE, "is not a workspace of Slack", (value) =>
              meant(
                value.toLowerCase().replace(/^(https?:\/\/)?([^./]+)\.slack\.com.*$/, "$2"),
                WORKSPACE,
                "infinitech",
              ),
            )
              .meta({ examples: ["infinitech"] })
              .describe("Workspace: what stands before .slack.com"),
            channel: text(CHANNEL, "is not a channel of Slack", (value) =>
              meant(value.toLowerCase().replace(/^#?/, "#"), CHANNEL, "#builds"),
            )
              .meta({ examples: ["#builds"] })
              .describe("Channel that is told of builds that fail, and of those that are well again"),
            secret: secretName()
              .meta({ examples: ["jenkins-slack"] })
              .describe("Secret of the namespace devops whose key token is the token of its app"),
          },
          { error: notAMapping('Write slack: {workspace: <name>, channel: "#<name>", secret: <name of a secret>}.') },
        )
        .optional()
        .describe("Where builds are announced (INF-26). Default: nowhere"),
    },
    { error: notAMapping("Write jenkins: {} to have it as it is by default, or leave it out.") },
  )
  .describe("Jenkins, at https://jenkins.<domain>");

/** What a description says of Jenkins. */
export type JenkinsDescription = z.output<typeof jenkinsSchema>;
