import type { SecretKey } from "../directory-access";
import { secretReference } from "./jcasc-text";

/** A GitLab that is told what became of each commit, and whose webhooks start builds. */
export interface GitlabLink {
  readonly url: string;
  /** Access token with the scope `api`. */
  readonly token: SecretKey;
}

/** Where builds are announced. */
export interface SlackLink {
  readonly workspace: string;
  readonly channel: string;
  readonly token: SecretKey;
}

/** The tools that Jenkins speaks to; each can be left out. */
export interface Links {
  /** Default: none */
  readonly gitlab?: GitlabLink | undefined;
  /** Default: nowhere */
  readonly slack?: SlackLink | undefined;
}

/** Names that pipelines know: of credentials, and of the connection to GitLab. */
export const LINK_IDS = { gitlab: "gitlab", slack: "slack" } as const;

/** The keys of secrets that the links need. */
export function linkSecrets({ gitlab, slack }: Links): SecretKey[] {
  return [gitlab?.token, slack?.token].filter((key) => key !== undefined);
}

/**
 * The credentials of the links. Every pipeline can have that of Slack: it announces itself. The token of GitLab belongs to Jenkins
 * alone.
 */
export function linkCredentials({ gitlab, slack }: Links): object[] {
  return [
    ...(gitlab
      ? [
          {
            gitLabApiTokenImpl: {
              scope: "SYSTEM",
              id: LINK_IDS.gitlab,
              description: "Writes the status of commits",
              apiToken: secretReference(gitlab.token),
            },
          },
        ]
      : []),
    ...(slack
      ? [
          {
            string: {
              scope: "GLOBAL",
              id: LINK_IDS.slack,
              description: "Writes to Slack",
              secret: secretReference(slack.token),
            },
          },
        ]
      : []),
  ];
}

/** The settings of the links (keys of gitlab-plugin 1.9.16 and slack 795). Webhooks come with the token of their job, or as a user who may build it. */
export function linkSettings({ gitlab, slack }: Links): object {
  return {
    ...(gitlab
      ? {
          gitLabConnectionConfig: {
            useAuthenticatedEndpoint: true,
            connections: [
              {
                name: LINK_IDS.gitlab,
                url: gitlab.url,
                apiTokenId: LINK_IDS.gitlab,
                clientBuilderId: "autodetect",
                ignoreCertificateErrors: false,
                connectionTimeout: 10,
                readTimeout: 10,
              },
            ],
          },
        }
      : {}),
    ...(slack
      ? {
          slackNotifier: {
            teamDomain: slack.workspace,
            room: slack.channel,
            tokenCredentialId: LINK_IDS.slack,
            botUser: true,
          },
        }
      : {}),
  };
}
