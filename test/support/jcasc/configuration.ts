import { parse } from "yaml";
import { mergeValues } from "../../../lib/charts/merge-values";
import { type JenkinsOptions, jenkinsValues } from "../../../lib/devops/jenkins/values";

/** The values of the chart as Helm gets them: put together, and what Terraform reads read. */
export function handedValues(options: JenkinsOptions): JenkinsValues {
  const { defaults, fixed } = jenkinsValues(options);
  return JSON.parse(JSON.stringify(mergeValues(defaults, fixed)).replaceAll(/([$%])\1\{/g, "$1{"));
}

/** The part of the values that tests look at. */
export interface JenkinsValues {
  readonly controller: {
    readonly JCasC: { readonly configScripts: Readonly<Record<string, string>> };
    readonly installPlugins: readonly string[];
    readonly additionalExistingSecrets: readonly { readonly name: string; readonly keyName: string }[];
    readonly customInitContainers: readonly { readonly name: string; readonly command: readonly string[] }[];
    readonly javaOpts: string;
    readonly [key: string]: unknown;
  };
  readonly persistence: { readonly volumes: readonly object[]; readonly mounts: readonly object[] };
  readonly [key: string]: unknown;
}

/** The text of the configuration as Jenkins reads it: what Helm's templates make of it. */
export function jcascText(options: JenkinsOptions): string {
  const script = handedValues(options).controller.JCasC.configScripts.testbed ?? "";
  return script.replaceAll('{{ "{{" }}', "{{");
}

/** The configuration as Jenkins reads it, before it resolves references. */
export function jcascOf(options: JenkinsOptions): Configuration {
  return parse(jcascText(options));
}

/** A role as Jenkins' plugin reads it. */
export interface ReadRole {
  readonly name: string;
  readonly pattern?: string;
  readonly permissions: readonly string[];
  readonly entries: readonly { readonly group: string }[];
}

/** The part of the configuration that tests look at. */
export interface Configuration {
  readonly jenkins: {
    readonly securityRealm: { readonly ldap: { readonly configurations: readonly Record<string, unknown>[] } };
    readonly authorizationStrategy: {
      readonly roleBased: {
        readonly roles: { readonly global: readonly ReadRole[]; readonly items: readonly ReadRole[] };
      };
    };
    readonly clouds: readonly { readonly kubernetes: Readonly<Record<string, unknown>> }[];
    readonly [key: string]: unknown;
  };
  readonly credentials: {
    readonly system: {
      readonly domainCredentials: readonly {
        readonly credentials: readonly Readonly<Record<string, Readonly<Record<string, string>>>>[];
      }[];
    };
  };
  readonly security: Readonly<Record<string, unknown>>;
  readonly unclassified: Readonly<Record<string, unknown>>;
  readonly jobs?: readonly { readonly script: string }[];
}
