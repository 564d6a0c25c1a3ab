import type { DirectoryAccess } from "../directory-access";
import type { Grant } from "../grant";
import { type CloudsOptions, cloudCredentials, clouds } from "./clouds";
import { type FoldersOptions, folderScripts } from "./folders";
import { type Links, linkCredentials, linkSettings } from "./integrations";
import { ldapRealm } from "./ldap";
import { globalLibraries } from "./library";
import { authorization } from "./roles";

/** What the configuration of Jenkins is made of. */
export interface JenkinsConfigurationOptions extends CloudsOptions, FoldersOptions, Links {
  /** Host that people reach it at. */
  readonly host: string;
  readonly directory: DirectoryAccess;
  readonly grants: readonly Grant[];
}

/** How many builds of a job are kept, and of how many of them what they made: a job can ask for less, not for more. */
const KEPT = { builds: 50, artifacts: 5 };

/** How often metrics are taken, in seconds: the plugin's own figure. */
const METRICS_SECONDS = 120;

/**
 * All of Jenkins' configuration as code (keys of the core 2.568 and of the pinned plugins). It is applied whenever the
 * controller starts; one that Jenkins does not understand keeps it from starting.
 */
export function jenkinsConfiguration(options: JenkinsConfigurationOptions): object {
  const { host, directory, grants, groups, gitlab } = options;
  const jobs = folderScripts(options, gitlab !== undefined);
  return {
    jenkins: {
      securityRealm: ldapRealm(directory),
      authorizationStrategy: authorization(groups, grants),
      // Nothing is built where credentials and configuration are.
      numExecutors: 0,
      mode: "EXCLUSIVE",
      // Agents come by HTTP; no other port is listened at.
      slaveAgentPort: -1,
      crumbIssuer: "standard",
      disableRememberMe: true,
      markupFormatter: "plainText",
      clouds: clouds(options, options.deploy !== undefined),
    },
    credentials: {
      system: {
        domainCredentials: [
          { credentials: [...cloudCredentials(options.deploy !== undefined), ...linkCredentials(options)] },
        ],
      },
    },
    security: {
      apiToken: {
        creationOfLegacyTokenEnabled: false,
        tokenGenerationOnCreationEnabled: false,
        usageStatisticsEnabled: true,
      },
      globalJobDslSecurityConfiguration: { useScriptSecurity: true },
      // Nobody but administrators runs anything outside of the sandbox, and nobody asks them for it.
      scriptApproval: { forceSandbox: true },
    },
    unclassified: {
      location: { url: `https://${host}/` },
      globalLibraries: globalLibraries(),
      buildDiscarders: {
        configuredBuildDiscarders: [
          "jobBuildDiscarder",
          {
            simpleBuildDiscarder: {
              discarder: {
                logRotator: { numToKeepStr: String(KEPT.builds), artifactNumToKeepStr: String(KEPT.artifacts) },
              },
            },
          },
        ],
      },
      timestamper: { allPipelines: true },
      // Names of jobs are names of partners' work: only who has the right `Metrics/View` reads them, and administrators do.
      prometheusConfiguration: {
        useAuthenticatedEndpoint: true,
        collectDiskUsage: false,
        collectingMetricsPeriodInSeconds: METRICS_SECONDS,
      },
      ...linkSettings(options),
    },
    ...(jobs.length > 0 ? { jobs } : {}),
  };
}
