import { type Schema, Validator } from "@cfworker/json-schema";

// What Jenkins takes as configuration of the parts that we configure, written by hand from the sources of the core and of the pinned
// plugins: the setters and constructors that are bound to data, and the names that descriptors have. Jenkins refuses a key that it does
// not know; so does this. Keys that we do not use are left out unless a misspelling would be hard to tell from them.

type Properties = Readonly<Record<string, Schema>>;

const text: Schema = { type: "string", minLength: 1 };
const yesOrNo: Schema = { type: "boolean" };
const count: Schema = { type: "integer", minimum: 0 };

/** A text that refers to a secret: never the secret itself. */
const reference: Schema = { type: "string", pattern: "^\\$\\{[a-z0-9.-]+\\}$" };

const list = (items: Schema): Schema => ({ type: "array", items });

/** A mapping of these keys and no others. */
const mapping = (properties: Properties, required: readonly string[] = Object.keys(properties)): Schema => ({
  type: "object",
  properties: { ...properties },
  required: [...required],
  additionalProperties: false,
});

/** One of several things, each by its name. */
const oneOf = (kinds: Properties): Schema => ({
  type: "object",
  properties: { ...kinds },
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
});

// ldap-plugin 807: LDAPSecurityRealm and LDAPConfiguration (constructors, setters), FromGroupSearchLDAPGroupMembershipStrategy; its test
// casc_ldap_secure.yml has the same form.
const ldap = mapping(
  {
    configurations: list(
      mapping(
        {
          server: { type: "string", pattern: "^ldaps://[^ /]+:[0-9]+$" },
          rootDN: text,
          inhibitInferRootDN: yesOrNo,
          managerDN: text,
          managerPasswordSecret: reference,
          userSearchBase: { type: "string" },
          userSearch: { type: "string", pattern: "\\{0\\}" },
          groupSearchBase: { type: "string" },
          groupSearchFilter: { type: "string", pattern: "\\{0\\}" },
          groupMembershipStrategy: oneOf({
            fromGroupSearch: mapping({ filter: { type: "string", pattern: "\\{0\\}" } }),
            fromUserRecord: mapping({ attributeName: text }),
          }),
          displayNameAttributeName: text,
          mailAddressAttributeName: text,
          ignoreIfUnavailable: yesOrNo,
        },
        ["server", "rootDN", "managerDN", "managerPasswordSecret", "userSearch", "groupMembershipStrategy"],
      ),
    ),
    cache: mapping({ size: count, ttl: count }),
    userIdStrategy: { enum: ["caseInsensitive", "caseSensitive", "caseSensitiveEmailAddress"] },
    groupIdStrategy: { enum: ["caseInsensitive", "caseSensitive", "caseSensitiveEmailAddress"] },
    disableMailAddressResolver: yesOrNo,
    disableRolePrefixing: yesOrNo,
  },
  ["configurations"],
);

// Permissions by the names of their groups: hudson.model.{Hudson,Item,Run,View} of the core 2.568.2, ReplayAction of workflow-cps,
// CredentialsProvider of credentials, Metrics of metrics. role-strategy logs one that it does not know, and goes on without it.
const PERMISSIONS = [
  ...["Administer", "Read"].map((name) => `Overall/${name}`),
  ...["Build", "Cancel", "Configure", "Create", "Delete", "Discover", "Move", "Read", "Workspace"].map(
    (name) => `Job/${name}`,
  ),
  ...["Delete", "Replay", "Update"].map((name) => `Run/${name}`),
  ...["Create", "Delete", "ManageDomains", "Update", "View"].map((name) => `Credentials/${name}`),
  "Metrics/View",
];

// role-strategy 898: casc/{GrantedRoles,RoleDefinition,RoleBasedAuthorizationStrategyConfigurator}; the name `roleBased` as in its own
// sample-casc.yml. `assignments` is left out on purpose: it does not tell people from groups.
const role = (required: readonly string[]): Schema =>
  mapping(
    {
      name: text,
      description: { type: "string" },
      pattern: text,
      permissions: list({ enum: PERMISSIONS }),
      entries: list(oneOf({ group: text, user: text })),
    },
    ["name", "permissions", "entries", ...required],
  );
const roles = mapping({ global: list(role([])), items: list(role(["pattern"])), agents: list(role(["pattern"])) }, [
  "global",
]);

// kubernetes: the setters of KubernetesCloud and PodTemplate at commit a82d78a0 (4423), and pod/retention and pod/yaml for the names.
const retention: Schema = { enum: ["never", "always", "onFailure", "evicted", "default"] };
const podTemplate = mapping(
  {
    name: text,
    label: text,
    namespace: text,
    inheritFrom: { type: "string" },
    nodeUsageMode: { enum: ["NORMAL", "EXCLUSIVE"] },
    idleMinutes: count,
    instanceCap: count,
    podRetention: retention,
    serviceAccount: text,
    showRawYaml: yesOrNo,
    slaveConnectTimeout: count,
    yaml: text,
    yamlMergeStrategy: { enum: ["merge", "override"] },
  },
  ["name", "label", "yaml"],
);
const kubernetes = mapping(
  {
    name: text,
    namespace: text,
    serverUrl: { type: "string", pattern: "^https://" },
    serverCertificate: reference,
    skipTlsVerify: { const: false },
    credentialsId: text,
    jenkinsUrl: { type: "string", pattern: "^https?://" },
    webSocket: yesOrNo,
    usageRestricted: yesOrNo,
    restrictedPssSecurityContext: yesOrNo,
    containerCapStr: { type: "string", pattern: "^[0-9]+$" },
    connectTimeout: count,
    readTimeout: count,
    waitForPodSec: count,
    podRetention: retention,
    jnlpregistry: text,
    templates: list(podTemplate),
  },
  ["name", "namespace", "serverUrl", "serverCertificate", "credentialsId", "jenkinsUrl", "webSocket"],
);

// credentials 1511 and plain-credentials 199 (constructors; the symbols of their descriptors), gitlab-plugin 1.9.16: GitLabApiTokenImpl,
// as in its test global-config.yml.
const credential = (secret: string, more: Properties = {}): Schema =>
  mapping({
    scope: { enum: ["GLOBAL", "SYSTEM"] },
    id: text,
    description: { type: "string" },
    [secret]: reference,
    ...more,
  });
const credentials = mapping({
  system: mapping({
    domainCredentials: list(
      mapping({
        credentials: list(
          oneOf({
            string: credential("secret"),
            usernamePassword: credential("password", { username: text }),
            gitLabApiTokenImpl: credential("apiToken"),
          }),
        ),
      }),
    ),
  }),
});

// pipeline-groovy-lib 798: the setters of LibraryConfiguration and SCMBasedRetriever, `globalLibraries` and `modernSCM` their names;
// git 5.10.1: GitSCMSource and traits/BranchDiscoveryTrait; its test global-with-modern-casc.yaml has the same form.
const library = mapping(
  {
    name: text,
    defaultVersion: text,
    implicit: yesOrNo,
    allowVersionOverride: yesOrNo,
    includeInChangesets: yesOrNo,
    retriever: oneOf({
      modernSCM: mapping(
        {
          scm: oneOf({
            git: mapping(
              {
                id: text,
                remote: text,
                credentialsId: text,
                traits: list({ enum: ["gitBranchDiscovery", "gitTagDiscovery"] }),
              },
              ["remote"],
            ),
          }),
          libraryPath: text,
          clone: yesOrNo,
        },
        ["scm"],
      ),
    }),
  },
  ["name", "retriever"],
);

// Jenkins' core 2.568.2: model/Jenkins.java, LogRotator, SimpleGlobalBuildDiscarderStrategy, JobGlobalBuildDiscarderStrategy,
// JenkinsLocationConfiguration, security/apitoken/ApiTokenPropertyConfiguration, DefaultCrumbIssuer, EscapedMarkupFormatter.
const buildDiscarder: Schema = {
  anyOf: [
    { const: "jobBuildDiscarder" },
    oneOf({
      simpleBuildDiscarder: mapping({
        discarder: oneOf({
          logRotator: mapping(
            {
              daysToKeepStr: text,
              numToKeepStr: text,
              artifactDaysToKeepStr: text,
              artifactNumToKeepStr: text,
            },
            [],
          ),
        }),
      }),
    }),
  ],
};

/** The schema of the whole configuration. */
export const JCASC_SCHEMA: Schema = mapping(
  {
    jenkins: mapping(
      {
        securityRealm: oneOf({ ldap }),
        authorizationStrategy: oneOf({ roleBased: mapping({ roles }) }),
        numExecutors: count,
        mode: { enum: ["NORMAL", "EXCLUSIVE"] },
        slaveAgentPort: { type: "integer", minimum: -1 },
        crumbIssuer: { const: "standard" },
        disableRememberMe: yesOrNo,
        markupFormatter: { const: "plainText" },
        clouds: list(oneOf({ kubernetes })),
      },
      ["securityRealm", "authorizationStrategy", "numExecutors", "crumbIssuer", "clouds"],
    ),
    credentials,
    security: mapping({
      apiToken: mapping({
        creationOfLegacyTokenEnabled: yesOrNo,
        tokenGenerationOnCreationEnabled: yesOrNo,
        usageStatisticsEnabled: yesOrNo,
      }),
      // job-dsl: GlobalJobDslSecurityConfiguration, without a name of its own: that of its class.
      globalJobDslSecurityConfiguration: mapping({ useScriptSecurity: yesOrNo }),
      // script-security 1412: ScriptApproval.
      scriptApproval: mapping({ forceSandbox: yesOrNo }),
    }),
    unclassified: mapping(
      {
        location: mapping({ url: { type: "string", pattern: "^https://[^ ]+/$" }, adminAddress: text }, ["url"]),
        globalLibraries: mapping({ libraries: list(library) }),
        buildDiscarders: mapping({ configuredBuildDiscarders: list(buildDiscarder) }),
        // timestamper 1.30: the setters of TimestamperConfig.
        timestamper: mapping({ allPipelines: yesOrNo, systemTimeFormat: text, elapsedTimeFormat: text }, []),
        // prometheus 860: the setters of PrometheusConfiguration, without a name of its own.
        prometheusConfiguration: mapping(
          {
            path: text,
            useAuthenticatedEndpoint: yesOrNo,
            collectDiskUsage: yesOrNo,
            collectingMetricsPeriodInSeconds: count,
            defaultNamespace: text,
            processingDisabledBuilds: yesOrNo,
            perBuildMetrics: yesOrNo,
          },
          [],
        ),
        // gitlab-plugin 1.9.16: GitLabConnectionConfig and GitLabConnection (constructor).
        gitLabConnectionConfig: mapping({
          useAuthenticatedEndpoint: yesOrNo,
          connections: list(
            mapping({
              name: text,
              url: text,
              apiTokenId: text,
              clientBuilderId: text,
              ignoreCertificateErrors: yesOrNo,
              connectionTimeout: count,
              readTimeout: count,
            }),
          ),
        }),
        // slack 795: the setters of SlackNotifier.DescriptorImpl; `slackNotifier` as in its test configuration-as-code.yml.
        slackNotifier: mapping(
          { teamDomain: text, room: text, tokenCredentialId: text, botUser: yesOrNo, baseUrl: text },
          ["tokenCredentialId"],
        ),
      },
      ["location"],
    ),
    // job-dsl: casc/{SeedJobConfigurator,InlineGroovyScriptSource}.
    jobs: list(oneOf({ script: text })),
  },
  ["jenkins", "credentials", "security", "unclassified"],
);

const validator = new Validator(JCASC_SCHEMA, "2020-12", false);

/** What Jenkins would not take: where it stands, and why. Messages about mappings that hold it are left out. */
export function jcascProblems(configuration: unknown): string[] {
  const { errors } = validator.validate(configuration);
  return errors
    .filter(({ keyword }) => !["properties", "items", "anyOf"].includes(keyword))
    .map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
}
