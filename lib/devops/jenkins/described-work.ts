import type { DevopsDescription } from "../../config/devops/devops";
import type { Registry } from "../../config/devops/hosts";
import { type CodeGroup, sandboxesOf } from "../grant";
import { nexusAccount, nexusAccountSecret } from "../nexus/names";
import type { RegistryAccount } from "./folders";
import type { RepositoryAccount } from "./repository";
import type { JenkinsOptions } from "./values";

/** What Jenkins builds and deploys, and what it speaks to. */
export type JenkinsWork = Pick<JenkinsOptions, "deploy" | "gitlab" | "projects" | "registry" | "slack">;

/** That work as a description has it. */
export function describedWork(
  { jenkins, projects }: DevopsDescription,
  groups: readonly CodeGroup[],
  registry: Registry | undefined,
): JenkinsWork {
  const { deploy, gitlab, slack } = jenkins ?? {};
  const here = new Set(groups.map(({ name }) => name));
  return {
    // A pilot may be at another place alone, and its projects with it.
    projects: Object.entries(projects)
      .filter(([group]) => here.has(group))
      .flatMap(([group, ofGroup]) =>
        Object.entries(ofGroup).map(([name, { secret, ...source }]) => ({
          group,
          name,
          ...source,
          credentials: repositoryAccount(secret),
        })),
      ),
    registry: groups.flatMap(({ name }) => registryAccount(name, registry?.isOwn, jenkins?.push)),
    gitlab: gitlab && { url: gitlab.url, token: { secret: gitlab.secret, key: "token" } },
    slack: slack && {
      workspace: slack.workspace,
      channel: slack.channel,
      token: { secret: slack.secret, key: "token" },
    },
    deploy:
      deploy && sandboxesOf(groups).length > 0
        ? {
            repository: deploy.repository,
            branch: deploy.branch,
            credentials: repositoryAccount(deploy.secret),
          }
        : undefined,
  };
}

/** With which account the pipelines of a group of code push; without one they do not. */
function registryAccount(group: string, isOwn: boolean | undefined, secret: string | undefined): RegistryAccount[] {
  if (isOwn) {
    const password = { secret: nexusAccountSecret("build", group), key: "password" };
    return [{ group, username: nexusAccount("build", group), password }];
  }
  const account = repositoryAccount(secret);
  return account ? [{ group, ...account }] : [];
}

function repositoryAccount(secret: string | undefined): RepositoryAccount | undefined {
  if (secret === undefined) return undefined;
  return { username: { secret, key: "username" }, password: { secret, key: "password" } };
}
