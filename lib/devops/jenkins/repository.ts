import type { SecretKey } from "../directory-access";
import { groovyText } from "./groovy";
import { encodedReference } from "./jcasc-text";

/** User name and password to read a repository of git. */
export interface RepositoryAccount {
  readonly username: SecretKey;
  readonly password: SecretKey;
}

/** An account in the folder whose jobs use it: no job elsewhere sees it. */
export interface FolderAccount {
  readonly folder: string;
  /** What it is of: the second part of the id. A repository's is the name of its project. */
  readonly of: string;
  /** What people are told of it. */
  readonly description: string;
  readonly username: SecretKey | string;
  readonly password: SecretKey;
}

/** What ids of such credentials begin with: others in a folder are its developers' own. */
const PREFIX = "testbed-";

/** What the account of the registry is of; no project has a dot in its name. */
export const REGISTRY_ACCOUNT = "registry.push";

/** The id of the credential of an account. */
export function repositoryCredential(of: string): string {
  return `${PREFIX}${of}`;
}

/**
 * A script that puts the credentials into their folders, and takes those away that are there no longer. Job DSL has no word
 * for credentials of a folder that would neither write them to the disk as they are nor lose those of developers: this asks Jenkins itself.
 */
export function credentialScript(accounts: readonly FolderAccount[], folders: readonly string[]): string {
  const lists = folders.map((folder) => {
    const here = accounts.filter((one) => one.folder === folder);
    return `put(${groovyText(folder)}, [${here.map(credential).join(", ")}])`;
  });
  return [...IMPORTS.map((name) => `import ${name}`), ...PUT, ...lists].join("\n");
}

const IMPORTS = [
  "com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty",
  "com.cloudbees.plugins.credentials.CredentialsScope",
  "com.cloudbees.plugins.credentials.common.IdCredentials",
  "com.cloudbees.plugins.credentials.domains.Domain",
  "com.cloudbees.plugins.credentials.domains.DomainCredentials",
  "com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl",
  "jenkins.model.Jenkins",
];

const PUT = [
  "def text = { String encoded -> new String(encoded.decodeBase64(), 'UTF-8').trim() }",
  "def account = { String id, String about, String username, String password ->",
  "  new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, id, about, text(username), text(password))",
  "}",
  "def put = { String path, List ours ->",
  "  def folder = Jenkins.get().getItemByFullName(path)",
  "  def domains = new LinkedHashMap(folder.getProperties().get(FolderCredentialsProperty)?.getDomainCredentialsMap() ?: [:])",
  `  def theirs = domains.get(Domain.global()).findAll { !(it instanceof IdCredentials && it.id.startsWith('${PREFIX}')) }`,
  "  domains.put(Domain.global(), theirs + ours)",
  "  def all = domains.collect { domain, credentials -> new DomainCredentials(domain, credentials as List) }",
  "  folder.getProperties().removeAll(FolderCredentialsProperty)",
  "  folder.addProperty(new FolderCredentialsProperty(all as DomainCredentials[]))",
  "}",
];

function credential({ of, description, username, password }: FolderAccount): string {
  const user = typeof username === "string" ? Buffer.from(username).toString("base64") : encodedReference(username);
  const about = [repositoryCredential(of), description].map(groovyText).join(", ");
  return `account(${about}, '${user}', '${encodedReference(password)}')`;
}
