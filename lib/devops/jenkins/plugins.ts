/**
 * The plugins that Jenkins 2.568 gets, with everything that they depend on: exact versions, so that nothing is chosen when the
 * controller starts. All versions are those of the line 2.568.x in Jenkins' own bill of materials (jenkinsci/bom 6916.v15ec97679743 of
 * August 2026), whose plugins are tested together on that line. What depends on what was read in the `pom.xml` of each plugin, at
 * the tag of its version but for the last two groups below and for cloudbees-folder, job-dsl, kubernetes, ldap,
 * pipeline-model-definition, pipeline-stage-step, prometheus, workflow-cps and workflow-multibranch, which were read at the newest
 * commit at hand. What should be missing for that, Jenkins' own tool fetches in the lowest version that will do.
 */
export const JENKINS_PLUGINS: Readonly<Record<string, string>> = {
  // What we use.
  /** Folders, one for each group of code. */
  "cloudbees-folder": "6.1106.v3a_d9a_6d2465e",
  /** All of this configuration. */
  "configuration-as-code": "2117.vc05a_0b_e6b_f4e",
  /** Credentials in pipelines. */
  "credentials-binding": "728.v902a_273b_8947",
  /** Repositories, and the library. */
  git: "5.10.1",
  /** Webhooks of GitLab and the status of its commits (INF-26). */
  "gitlab-plugin": "1.9.16",
  /** Folders and jobs as code. */
  "job-dsl": "3732.v9a_c49a_61a_313",
  /** Results of tests. */
  junit: "1421.v99cb_b_2577709",
  /** Agents as pods. */
  kubernetes: "4547.v52f3080db_8cd",
  /** People and groups of the directory. */
  ldap: "807.809.vd3a_4e5e4ec98",
  /** The library of pipelines. */
  "pipeline-groovy-lib": "798.v5cc688825312",
  /** A pipeline that asks before it goes on. */
  "pipeline-input-step": "560.v56198a_642157",
  /** Pipelines that say what, not how. */
  "pipeline-model-definition": "2.2293.v6e7193cec599",
  /** Stages of pipelines. */
  "pipeline-stage-step": "345.va_96187909426",
  /** Tokens as credentials. */
  "plain-credentials": "199.v9f8e1f741799",
  /** Metrics. */
  prometheus: "860.v532442b_44e9a_",
  /** Roles for groups. */
  "role-strategy": "898.vc050ed2424ca_",
  /** Messages about builds (INF-26). */
  slack: "795.v4b_9705b_e6d47",
  /** Times in logs. */
  timestamper: "1.30",
  /** Steps of pipelines. */
  "workflow-basic-steps": "1098.v808b_fd7f8cf4",
  /** The language of pipelines. */
  "workflow-cps": "4370.v49a_6937566b_6",
  /** Steps that run on agents. */
  "workflow-durable-task-step": "1479.v56e587f413a_7",
  /** Jobs that are a pipeline. */
  "workflow-job": "1571.1580.v18e46842c125",
  /** Jobs for each branch of a repository. */
  "workflow-multibranch": "841.vec5b_9e1806ec",
  // What those depend on.
  "antisamy-markup-formatter": "173.v680e3a_b_69ff3",
  "apache-httpcomponents-client-4-api": "4.5.14-269.vfa_2321039a_83",
  "apache-httpcomponents-client-5-api": "5.6.4-204.vfa_29df89ffcf",
  "authentication-tokens": "1.144.v5ff4a_5ec5c33",
  "bootstrap5-api": "5.3.8-1048.va_c299057e35c",
  "bouncycastle-api": "2.30.1.84-291.v9f17b_21896e2",
  "branch-api": "2.1280.v0d4e5b_b_460ef",
  "checks-api": "415.vf022234a_931d",
  "commons-lang3-api": "3.20.0-109.ve43756e2d2b_4",
  "commons-text-api": "1.15.0-218.va_61573470393",
  "display-url-api": "2.217.va_6b_de84cc74b_",
  "durable-task": "686.v80ff80875b_82",
  "git-client": "6.6.1",
  "instance-identity": "203.v15e81a_1b_7a_38",
  "ionicons-api": "94.vcc3065403257",
  "jakarta-activation-api": "2.1.4-1",
  "jakarta-mail-api": "2.1.5-1",
  "javax-activation-api": "1.2.0-8",
  jaxb: "2.3.9-143.v5979df3304e6",
  "jersey3-api": "3.1.11-4.v77818819c2e1",
  "jquery3-api": "3.7.1-687.v68d468e40b_30",
  "json-path-api": "3.0.0-218.vcd4dd1355de2",
  "kubernetes-client-api": "7.3.1-256.v788a_0b_787114",
  "kubernetes-credentials": "207.v492f58828b_ed",
  mailer: "534.v1b_36f5864073",
  "matrix-project": "905.vcc6831e8760a_",
  "okhttp-api": "5.3.2-200.vedb_720a_cf1f8",
  "pipeline-graph-analysis": "254.v0f63a_a_447dca_",
  "plugin-util-api": "7.1341.v039f146993d9",
  "scm-api": "728.vc30dcf7a_0df5",
  structs: "362.va_b_695ef4fdf9",
  "token-macro": "477.vd4f0dc3cb_cf1",
  variant: "70.va_d9f17f859e0",
  "workflow-api": "1413.v2ff1a_5e720fa_",
  "workflow-scm-step": "466.va_d69e602552b_",
  "workflow-support": "1015.v785e5a_b_b_8b_22",
  // What those depend on, read at another commit than that of the version: what these need may be more.
  "asm-api": "9.10.1-216.va_9256d3b_844b_",
  "caffeine-api": "3.2.4-208.v7e2da_a_7db_82b_",
  credentials: "1511.v2e3cb_0008ef0",
  "echarts-api": "6.1.0-1306.vcee1648c16a_4",
  "font-awesome-api": "7.3.1-1013.v0835a_879ec6d",
  "gson-api": "2.14.0-201.v8eefe5515533",
  "jackson-annotations2-api": "2.22-19.v10a_a_582ea_26e",
  "jackson2-api": "2.22.1-443.vc91f592333c4",
  "jackson3-api": "3.2.2-96.v599957900a_1a_",
  "jakarta-xml-bind-api": "4.0.9-19.v2b_a_5b_44d9a_1c",
  "joda-time-api": "2.14.3-200.v65623733c99f",
  "json-api": "20260814-226.v20f9685d642c",
  metrics: "4.2.37-494.v06f9a_939d33a_",
  "mina-sshd-api-common": "2.19.0-192.v2b_a_7b_2c1dc71",
  "mina-sshd-api-core": "2.19.0-192.v2b_a_7b_2c1dc71",
  "pipeline-model-api": "2.2293.v6e7193cec599",
  "pipeline-model-extensions": "2.2293.v6e7193cec599",
  "pipeline-rest-api": "2.41",
  "pipeline-stage-tags-metadata": "2.2293.v6e7193cec599",
  "prism-api": "1.30.0-741.v034eb_0b_0a_a_fa_",
  "script-security": "1412.v7737b_3405f86",
  "snakeyaml-api": "2.5-149.v72471e9c6371",
  "ssh-credentials": "372.va_250881b_08cd",
  "workflow-step-api": "724.v538c2362b_dfb_",
  // What those depend on; whether it depends on more could not be read.
  "snakeyaml-engine-api": "3.1.1-12.v4320c7d6f89c",
  "woodstox-core-api": "7.2.2-10.vcb_629759b_2c2",
};

/** The plugins as the chart takes them. */
export function pluginList(): string[] {
  return Object.entries(JENKINS_PLUGINS)
    .map(([name, version]) => `${name}:${version}`)
    .sort();
}
