import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { Agents } from "../../../lib/devops/agents";
import { directoryCertificates } from "../../../lib/devops/directory/certificates";
import { Directory } from "../../../lib/devops/directory/directory";
import { DirectoryNames } from "../../../lib/devops/directory/names";
import { ToolsSecrets, type ToolsSecretsProps } from "../../../lib/devops/tools-secrets";
import type { Resources } from "../../support/sandbox";
import { synthesizeConstruct } from "../../support/synth";
import { toolsNamespace } from "./support/tools-namespace";

const resourcesOf = (build: (scope: Construct) => void): Resources => JSON.parse(synthesizeConstruct(build)).resource;
const BOOTSTRAP = {
  organisation: "ACME",
  names: new DirectoryNames("ACME"),
  groups: [{ name: "platform-admins", title: "Administrators" }],
  people: [{ uid: "ann", name: "Ann ${x}", mail: "ann@example.org", groups: [] }],
  tools: ["jenkins", "nexus"] as const,
  administrators: ["platform-admins"],
};

const COMMON = (scope: Construct) => ({ namespace: toolsNamespace(scope), size: "2Gi", mirror: {}, after: [] });

describe("a namespace of the tools", () => {
  const resources = resourcesOf(toolsNamespace);

  it("holds its pods to a level, and lets nobody in by itself", () => {
    expect(JSON.stringify(resources.kubernetes_namespace_v1)).toContain(
      '"pod-security.kubernetes.io/enforce":"restricted"',
    );
    expect(Object.values(resources.kubernetes_network_policy_v1 ?? {})).toMatchObject([
      { spec: { ingress: [], pod_selector: {}, policy_types: ["Ingress"] } },
    ]);
  });

  it("gives pods no token", () => {
    expect(Object.values(resources.kubernetes_default_service_account_v1 ?? {})).toMatchObject([
      { automount_service_account_token: false },
    ]);
  });
});

describe("the directory", () => {
  const resources = resourcesOf((scope) => {
    new Directory(scope, "directory", { ...COMMON(scope), bootstrap: BOOTSTRAP });
  });
  const text = JSON.stringify(resources);
  const [set] = Object.values(resources.kubernetes_stateful_set_v1 ?? {}) as {
    spec: { template: { spec: { container: Record<string, unknown>[]; security_context: object; volume: object[] } } };
  }[];

  it("keeps entries and backups on claims whose volumes stay (INF-24)", () => {
    expect(Object.values(resources.kubernetes_persistent_volume_claim_v1 ?? {})).toMatchObject(
      ["directory-backup", "directory-data"].map((name) => ({
        metadata: { name },
        spec: { storage_class_name: "testbed-retain", resources: { requests: { storage: "2Gi" } } },
        wait_until_bound: false,
      })),
    );
  });

  it("is not root, and each of its containers says so", () => {
    expect(set?.spec.template.spec.security_context).toMatchObject({ run_as_non_root: true, run_as_user: "10389" });
    for (const container of set?.spec.template.spec.container ?? []) {
      expect(container.security_context).toMatchObject({ run_as_non_root: true, read_only_root_filesystem: true });
    }
  });

  it("answers at the port of LDAPS alone", () => {
    expect(Object.values(resources.kubernetes_service_v1 ?? {})).toMatchObject([
      { spec: { port: [{ port: 636, target_port: "ldaps" }] } },
    ]);
  });

  it("mounts each tool's password by its own secret, and holds none", () => {
    const volumes = set?.spec.template.spec.volume ?? [];
    expect(JSON.stringify(volumes)).toContain('"name":"directory-bind-jenkins"');
    expect(JSON.stringify(volumes)).toContain('"name":"directory-bind-nexus"');
    expect(text).not.toMatch(/userPassword: (?!\{CRYPT\}!)/);
  });

  it("given a name that looks like an expression, then Terraform hands it on as it is written", () => {
    expect(text).toContain("Ann $${x}");
  });

  it("given other people, then its pod starts anew with them", () => {
    const other = JSON.stringify(
      resourcesOf((scope) => {
        const bootstrap = { ...BOOTSTRAP, people: [] };
        new Directory(scope, "directory", { ...COMMON(scope), bootstrap });
      }).kubernetes_stateful_set_v1,
    );
    const digestIn = (json: string) => /"testbed-blueprint\/digest":"(\w+)"/.exec(json)?.[1];
    expect(digestIn(other)).not.toBe(digestIn(JSON.stringify(resources.kubernetes_stateful_set_v1)));
  });

  it("given a mirror, then its image comes from there", () => {
    const mirrored = JSON.stringify(
      resourcesOf((scope) => {
        const mirror = { images: "mirror.example.org/proxy" };
        new Directory(scope, "directory", { ...COMMON(scope), bootstrap: BOOTSTRAP, mirror });
      }),
    );
    const images = mirrored.match(/"image":"[^"]+"/g) ?? [];
    expect(images.length).toBeGreaterThan(0);
    for (const image of images) expect(image).toContain('"mirror.example.org/proxy/docker.io/');
  });

  it("has an authority of its own, whose key stays the same", () => {
    const { rootCertificate } = directoryCertificates();
    expect(rootCertificate).toMatchObject({ spec: { isCA: true, privateKey: { rotationPolicy: "Never" } } });
  });

  it("given people, then its pod waits for their passwords: whoever is put in without one gets none later", () => {
    expect(JSON.stringify(set?.spec.template.spec.volume)).toContain(
      '"optional":false,"secret_name":"directory-people"',
    );
  });

  it("given no tools, then it mounts no password of theirs", () => {
    const alone = JSON.stringify(
      resourcesOf((scope) => {
        const bootstrap = { ...BOOTSTRAP, tools: [] };
        new Directory(scope, "directory", { ...COMMON(scope), bootstrap });
      }).kubernetes_stateful_set_v1,
    );
    expect(alone).not.toContain("projected");
    expect(alone).toContain('{"empty_dir":{},"name":"services"}');
  });
});

describe("the secrets of the tools", () => {
  const secrets = (props: Partial<ToolsSecretsProps> = {}) =>
    resourcesOf((scope) => {
      new ToolsSecrets(scope, "secrets", {
        namespace: toolsNamespace(scope),
        wanted: [
          { secret: "directory-bind-jenkins", key: "password" },
          { secret: "demo", key: "user", text: "admin" },
        ],
        mirror: {},
        after: [],
        ...props,
      });
    });
  const dataOf = (resources: Resources) =>
    (Object.values(resources.kubernetes_config_map_v1 ?? {})[0] as { data: Record<string, string> }).data;

  it("are told by name and key, never by value", () => {
    expect(dataOf(secrets()).secrets).toBe("directory-bind-jenkins password random\ndemo user text:admin\n");
  });

  it("are made by an account that may read these alone", () => {
    expect(Object.values(secrets().kubernetes_role_v1 ?? {})).toMatchObject([
      {
        rule: [
          { resources: ["secrets"], verbs: ["create"] },
          { resource_names: ["directory-bind-jenkins", "demo"], verbs: ["get", "patch"] },
        ],
      },
    ]);
  });

  it("given none, then the account may read none: a rule without names would be about all", () => {
    expect(JSON.stringify(secrets({ wanted: [] }).kubernetes_role_v1)).not.toContain('"get"');
  });

  it("are made before the tools come, and again when one is missing", () => {
    expect(Object.values(secrets().kubernetes_job_v1 ?? {})).toMatchObject([{ wait_for_completion: true }]);
    expect(Object.values(secrets().kubernetes_cron_job_v1 ?? {})).toMatchObject([
      { spec: { schedule: "*/5 * * * *" } },
    ]);
  });

  it("given others, then another job makes them", () => {
    const nameOf = (resources: Resources) =>
      (Object.values(resources.kubernetes_job_v1 ?? {})[0] as { metadata: { name: string } }).metadata.name;
    expect(nameOf(secrets())).not.toBe(nameOf(secrets({ wanted: [] })));
    expect(nameOf(secrets())).toBe(nameOf(secrets()));
  });

  it("given accounts that pull, then each sandbox is handed out that of its pilot", () => {
    const pull = {
      registry: "registry.example.org",
      secret: "registry",
      accounts: [{ namespace: "pilot1", username: "pull-pilot1", password: "nexus-pull-pilot1" }],
    };
    const resources = secrets({ pull });
    expect(dataOf(resources).accounts).toBe("pilot1 nexus-pull-pilot1 pull-pilot1\n");
    expect(JSON.stringify(resources.kubernetes_job_v1)).toContain('{"name":"REGISTRY","value":"registry.example.org"}');
  });

  it("reach the script as it is written", () => {
    expect(dataOf(secrets())["secrets.sh"]).toContain("wanted=$${WANTED:-/wanted/secrets}");
  });
});

describe("the agents of Jenkins", () => {
  const agents = (deploys: readonly string[]) =>
    resourcesOf((scope) => {
      new Agents(scope, "agents", {
        tools: toolsNamespace(scope),
        kubernetesMinor: "1.35",
        egress: { closedNetworks: [], entryAddress: "203.0.113.7" },
        deploys,
      });
    });
  const namespacesOf = (resources: Resources) =>
    Object.values(resources.kubernetes_namespace_v1 ?? {}).map(
      (one) => (one as { metadata: { name: string } }).metadata.name,
    );

  it("build in a namespace of their own, and never in a sandbox", () => {
    expect(namespacesOf(agents([]))).toEqual(["devops-builds", "devops"]);
  });

  it("given pipelines that deploy, then those run in another namespace, each sandbox by its own account (INF-27)", () => {
    const resources = agents(["pilot1", "pilot2"]);
    expect(namespacesOf(resources)).toContain("devops-deploys");
    expect(JSON.stringify(resources.kubernetes_service_account_v1)).toContain('"name":"deploy-pilot2"');
  });

  it("are started by an account that may touch pods of one namespace", () => {
    const bindings = Object.values(agents(["pilot1"]).kubernetes_role_binding_v1 ?? {}) as {
      metadata: { namespace: string };
      subject: { name: string }[];
    }[];
    expect(bindings).toHaveLength(2);
    expect(new Set(bindings.map(({ metadata }) => metadata.namespace)).size).toBe(2);
    expect(new Set(bindings.map(({ subject }) => JSON.stringify(subject))).size).toBe(2);
  });

  it("have tokens that Kubernetes fills in: none stands in the release", () => {
    const text = JSON.stringify(agents([]).helm_release);
    expect(text).toContain("kubernetes.io/service-account-token");
    expect(text).not.toMatch(/\\"(data|stringData)\\"/);
  });

  it("together ask for no more than their quota, and hold no claims", () => {
    expect(JSON.stringify(agents([]).kubernetes_resource_quota_v1)).toContain('"requests.cpu":"2"');
    expect(JSON.stringify(agents([]).kubernetes_resource_quota_v1)).toContain('"persistentvolumeclaims":"0"');
  });
});
