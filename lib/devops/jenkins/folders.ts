import type { SecretKey } from "../directory-access";
import type { CodeGroup } from "../grant";
import { AGENT_CLOUDS } from "./clouds";
import { groovyText } from "./groovy";
import { ResolvedText } from "./jcasc-text";
import { type Project, projectJob } from "./projects";
import {
  credentialScript,
  type FolderAccount,
  REGISTRY_ACCOUNT,
  type RepositoryAccount,
  repositoryCredential,
} from "./repository";

/** The folder of the jobs that deploy and remove apps. */
export const DEPLOY_FOLDER = "deploy";

/** What the repository is of that apps are deployed from; its credential is in that folder, where no job of a partner sees it. */
const DESCRIPTION = "description";

/** Which description the apps of sandboxes are deployed from. */
export interface DeployOptions {
  /** Repository of git with the description. */
  readonly repository: string;
  /** The branch that is deployed; who may change it may deploy. */
  readonly branch: string;
  /** Default: everybody may read it */
  readonly credentials?: RepositoryAccount | undefined;
}

/** What folders and jobs are made of. */
export interface FoldersOptions {
  readonly groups: readonly CodeGroup[];
  /** Projects of these groups. Default: none; administrators make jobs by hand */
  readonly projects?: readonly Project[] | undefined;
  /** Default: no jobs that deploy */
  readonly deploy?: DeployOptions | undefined;
  /** Accounts with which groups of code push images and artefacts. Default: nobody pushes */
  readonly registry?: readonly RegistryAccount[] | undefined;
}

/** The account with which the pipelines of a group of code push. */
export interface RegistryAccount {
  readonly group: string;
  readonly username: SecretKey | string;
  readonly password: SecretKey;
}

/**
 * The folders and jobs, as scripts of Job DSL in the order in which they run: a folder for each group of code with the jobs of its
 * projects, and one for the deployments with a folder for each sandbox. What is no longer here stays in Jenkins until somebody removes it.
 *
 * @throws when a group of code has the name of the folder of the deployments, or a project or an account is of a group that is
 * not there
 */
export function folderScripts(
  { groups, projects = [], deploy, registry }: FoldersOptions,
  hasGitlab: boolean,
): object[] {
  const names = groups.map(({ name }) => name);
  if (names.includes(DEPLOY_FOLDER)) {
    throw new Error(`A group of code cannot have the name ${DEPLOY_FOLDER}: it is the folder of the deployments.`);
  }
  const [stray] = projects.filter(({ group }) => !names.includes(group));
  if (stray) throw new Error(`The project ${stray.name} is of the group of code ${stray.group}, which is not there.`);
  const lost = registry?.find(({ group }) => !names.includes(group));
  if (lost) throw new Error(`An account that pushes is of the group of code ${lost.group}, which is not there.`);
  const sandboxes = deploy ? groups.flatMap((group) => group.sandboxes) : [];
  const items = [
    ...names.map((name) => folder(name, `Group of code ${name}`, [AGENT_CLOUDS.builds.name])),
    ...projects.map((project) => projectJob(project, hasGitlab)),
    ...(deploy ? [folder(DEPLOY_FOLDER, "Deployments of the apps of sandboxes", [AGENT_CLOUDS.deploys.name])] : []),
    ...sandboxes.flatMap((sandbox) => (deploy ? sandboxJobs(sandbox, deploy) : [])),
  ];
  const accounts = folderAccounts({ projects, deploy, registry });
  const folders = [...names, ...(deploy ? [DEPLOY_FOLDER] : [])];
  return [
    ...(items.length > 0 ? [{ script: items.join("\n") }] : []),
    ...(folders.length > 0 ? [{ script: new ResolvedText(credentialScript(accounts, folders)) }] : []),
  ];
}

/** The accounts for repositories and for the registry, each in the folder of the jobs that use it. */
export function folderAccounts({
  projects = [],
  deploy,
  registry = [],
}: Pick<FoldersOptions, "deploy" | "projects" | "registry">): FolderAccount[] {
  const description = "Reads a repository";
  return [
    ...registry.map(({ group, ...account }) => ({
      folder: group,
      of: REGISTRY_ACCOUNT,
      description: `Pushes as the group ${group}`,
      ...account,
    })),
    ...projects.flatMap(({ group, name, credentials }) =>
      credentials ? [{ folder: group, of: name, description, ...credentials }] : [],
    ),
    ...(deploy?.credentials ? [{ folder: DEPLOY_FOLDER, of: DESCRIPTION, description, ...deploy.credentials }] : []),
  ];
}

function folder(path: string, description: string, clouds: readonly string[]): string {
  const permitted = clouds.map((cloud) => `string(${groovyText(cloud)})`).join("; ");
  const property = "org.csanchez.jenkins.plugins.kubernetes.KubernetesFolderProperty";
  return [
    `folder(${groovyText(path)}) {`,
    `  description(${groovyText(description)})`,
    `  configure { it / 'properties' / '${property}' { permittedClouds { ${permitted} } } }`,
    "}",
  ].join("\n");
}

function sandboxJobs(sandbox: string, deploy: DeployOptions): string[] {
  const path = `${DEPLOY_FOLDER}/${sandbox}`;
  return [
    [`folder(${groovyText(path)}) {`, `  description(${groovyText(`App of the sandbox ${sandbox}`)})`, "}"].join("\n"),
    job(`${path}/deploy`, `Deploys the app of ${sandbox}`, step("deploySandbox", sandbox, deploy, false)),
    job(`${path}/remove`, `Removes the app of ${sandbox}; datasets stay`, step("removeSandbox", sandbox, deploy, true)),
  ];
}

function job(path: string, description: string, pipeline: string): string {
  return [
    `pipelineJob(${groovyText(path)}) {`,
    `  description(${groovyText(description)})`,
    "  properties { disableConcurrentBuilds() }",
    `  definition { cps { script(${groovyText(pipeline)}); sandbox(true) } }`,
    "}",
  ].join("\n");
}

/** The whole pipeline of a job: a step of the library, with what it is told. */
function step(name: string, sandbox: string, { repository, branch, credentials }: DeployOptions, approve: boolean) {
  const told = [
    `sandbox: ${groovyText(sandbox)}`,
    `repository: ${groovyText(repository)}`,
    ...(credentials ? [`credentials: ${groovyText(repositoryCredential(DESCRIPTION))}`] : []),
    `ref: ${groovyText(branch)}`,
    `approve: ${approve}`,
  ];
  return `${name}(${told.join(", ")})`;
}
