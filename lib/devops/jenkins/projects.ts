import { groovyText } from "./groovy";
import { LINK_IDS } from "./integrations";
import { type RepositoryAccount, repositoryCredential } from "./repository";

/** A project of a group of code: source with a `Jenkinsfile`. Its job is `<group>/<name>`, as its image is (INF-26). */
export interface Project {
  readonly group: string;
  readonly name: string;
  /** Repository of git. */
  readonly repository: string;
  /** The branch that is built. */
  readonly branch: string;
  /** Default: everybody may read it */
  readonly credentials?: RepositoryAccount | undefined;
}

const GITLAB_PROPERTY = "com.dabsquared.gitlabjenkins.connection.GitLabConnectionProperty";
const TRIGGERS_PROPERTY = "org.jenkinsci.plugins.workflow.job.properties.PipelineTriggersJobProperty";
const GITLAB_TRIGGER = "com.dabsquared.gitlabjenkins.GitLabPushTrigger";

/** The job of a project, in Job DSL. With a GitLab, its webhook at `/project/<group>/<name>` builds what is pushed to the branch. */
export function projectJob(project: Project, hasGitlab: boolean): string {
  const { group, name, repository, branch, credentials } = project;
  const remote = [
    `url(${groovyText(repository)})`,
    ...(credentials ? [`credentials(${groovyText(repositoryCredential(name))})`] : []),
  ];
  const scm = `git { remote { ${remote.join("; ")} }; branch(${groovyText(`refs/heads/${branch}`)}) }`;
  return [
    `pipelineJob(${groovyText(`${group}/${name}`)}) {`,
    `  description(${groovyText(`Builds the image ${group}/${name}`)})`,
    "  properties { disableConcurrentBuilds() }",
    `  definition { cpsScm { scriptPath('Jenkinsfile'); lightweight(true); scm { ${scm} } } }`,
    ...(hasGitlab ? gitlab(branch) : []),
    "}",
  ].join("\n");
}

/** Fields of the plugin 1.9.16, all that it reads when somebody pushes. */
function gitlab(branch: string): string[] {
  const fields = [
    "spec('')",
    ...["triggerOnPush", "ciSkip", "setBuildDescription"].map((field) => `${field}(true)`),
    "triggerOpenMergeRequestOnPush('never')",
    "branchFilterType('NameBasedFilter')",
    `includeBranchesSpec(${groovyText(branch)})`,
    ...["excludeBranchesSpec", "noteRegex", "labelsThatForcesBuildIfAdded"].map((field) => `${field}('')`),
  ];
  const trigger = `'${GITLAB_TRIGGER}' { ${fields.join("; ")} }`;
  return [
    `  configure { it / 'properties' / '${GITLAB_PROPERTY}' { gitLabConnection('${LINK_IDS.gitlab}') } }`,
    `  configure { it / 'properties' / '${TRIGGERS_PROPERTY}' { triggers { ${trigger} } } }`,
  ];
}
