import { describe, expect, it } from "vitest";
import { appOf, only, type Resources } from "../../support/sandbox";

interface Container {
  readonly name: string;
  readonly [key: string]: unknown;
}

interface PodSpec {
  readonly container: readonly Container[];
  readonly init_container: readonly Container[];
  readonly [key: string]: unknown;
}

interface Template {
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: PodSpec;
}

interface Workload {
  readonly spec: {
    readonly template: Template;
    readonly job_template?: { readonly spec: { readonly template: Template } };
    readonly [key: string]: unknown;
  };
}

const workload = (resources: Resources, type = "kubernetes_deployment_v1") => only<Workload>(resources, type);
const pod = (resources: Resources, type?: string) => workload(resources, type).spec.template.spec;
const container = (resources: Resources, type?: string) => {
  const [first] = pod(resources, type).container;
  if (!first) throw new Error("The pod has no container.");
  return first;
};
const STATEFUL = { kind: "stateful", ports: { sql: 1529, udp: { port: 53, protocol: "UDP" } } };
const SET = "kubernetes_stateful_set_v1";

describe("a component", () => {
  describe("defaults", () => {
    const app = appOf({});

    it("is locked: not root, nothing but its volumes to write to, no capabilities, the default seccomp profile", () => {
      expect(container(app).security_context).toEqual({
        run_as_non_root: true,
        read_only_root_filesystem: true,
        allow_privilege_escalation: false,
        privileged: false,
        capabilities: { drop: ["ALL"] },
        seccomp_profile: { type: "RuntimeDefault" },
      });
      expect(pod(app).security_context).toMatchObject({
        run_as_non_root: true,
        seccomp_profile: { type: "RuntimeDefault" },
      });
    });

    it("has no token of the API, and no variables of services around it", () => {
      expect(pod(app)).toMatchObject({ automount_service_account_token: false, enable_service_links: false });
    });

    it("has one replica, no service, no probe and no autoscaler", () => {
      expect(workload(app).spec.replicas).toBe("1");
      expect(Object.keys(app)).toEqual(["kubernetes_deployment_v1"]);
      expect(container(app)).not.toHaveProperty("startup_probe");
      expect(container(app)).not.toHaveProperty("readiness_probe");
    });

    it("is found by its name (INF-40, SB-5)", () => {
      const service = only<{ metadata: object; spec: object }>(appOf({ ports: { http: 80 } }), "kubernetes_service_v1");
      expect(service).toMatchObject({
        metadata: { name: "main" },
        spec: { selector: { "app.kubernetes.io/name": "main" }, port: [{ name: "http", port: 80, target_port: "80" }] },
      });
    });
  });

  describe("freed by name", () => {
    it.each([
      ["root-user", { run_as_non_root: false }],
      ["writable-root-filesystem", { read_only_root_filesystem: false }],
      ["privilege-escalation", { allow_privilege_escalation: true }],
      ["default-capabilities", { capabilities: {} }],
    ])("from %s", (name, expected) => {
      expect(container(appOf({ relax: [name] })).security_context).toMatchObject(expected);
    });

    it("from its seccomp profile, in the container and in the pod", () => {
      const app = appOf({ relax: ["no-seccomp-profile"] });
      expect(container(app).security_context).not.toHaveProperty("seccomp_profile");
      expect(pod(app).security_context).not.toHaveProperty("seccomp_profile");
    });

    it("from root-user, in the pod too: it says so as Kubernetes would take the stricter one", () => {
      expect(pod(appOf({ relax: ["root-user"], user: { id: 0 } })).security_context).toMatchObject({
        run_as_non_root: false,
        run_as_user: "0",
      });
    });

    it("from nothing else", () => {
      const { security_context: context } = container(appOf({ relax: ["writable-root-filesystem"] }));
      expect(context).toMatchObject({ run_as_non_root: true, allow_privilege_escalation: false });
    });

    it("with capabilities that it adds", () => {
      expect(container(appOf({ capabilities: ["NET_BIND_SERVICE"] })).security_context).toMatchObject({
        capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
      });
    });
  });

  describe("config and environment (INF-39)", () => {
    const app = appOf(
      { config: { "connection.url": "jdbc:x" }, env: { A: "${HOME} %{x}", B: { secret: "s", key: "k" } } },
      { secrets: { s: ["k"] } },
    );

    it("is a config map whose keys the process sees as variables", () => {
      expect(only(app, "kubernetes_config_map_v1").data).toEqual({ "connection.url": "jdbc:x" });
      expect(container(app).env).toContainEqual({
        name: "connection_url",
        value_from: { config_map_key_ref: { name: "main", key: "connection.url" } },
      });
    });

    it("rolls the pods when it changes", () => {
      const { annotations } = workload(app).spec.template.metadata;
      expect(annotations["testbed-blueprint/config-sum"]).toMatch(
        /^\$\{sha256\(jsonencode\(kubernetes_config_map_v1\.app_main_config_map_\w+\.data\)\)\}$/,
      );
    });

    it("never becomes an expression of Terraform", () => {
      const quoted = appOf({ config: { script: "echo ${HOME} %{x}" } });
      expect(only(quoted, "kubernetes_config_map_v1").data).toEqual({ script: "echo $${HOME} %%{x}" });
      expect(container(app).env).toContainEqual({ name: "A", value: "$${HOME} %%{x}" });
    });

    it("refers to secrets, and never holds them", () => {
      expect(container(app).env).toContainEqual({ name: "B", value_from: { secret_key_ref: { name: "s", key: "k" } } });
      expect(app.kubernetes_secret_v1).toBeUndefined();
    });

    it("takes advertised addresses from the place (INF-34)", () => {
      const expose = [{ component: "main", port: "a", nodePort: 30040, advertise: "advertised.url", from: ["office"] }];
      const told = appOf({ ports: { a: 9092 } }, { expose });
      expect(only(told, "kubernetes_config_map_v1").data).toEqual({
        "advertised.url": expect.stringMatching(/^\${data\..*_facts_.*\.data\["advertised\.main\.advertised\.url"\]}$/),
      });
    });

    it("takes images of the testbed's own registry by project (INF-35)", () => {
      expect(container(appOf({ image: { project: "pilot2/ui:1" } })).image).toMatch(
        /^\$\{data\.kubernetes_config_map_v1\..*registry.*\}\/pilot2\/ui:1$/,
      );
    });
  });

  describe("stateful (INF-37)", () => {
    const app = appOf(STATEFUL);

    it("is ordered, updated one by one, and has a headless service of its own name", () => {
      expect(workload(app, SET).spec).toMatchObject({
        service_name: "main",
        replicas: "1",
        pod_management_policy: "OrderedReady",
        update_strategy: [{ type: "RollingUpdate" }],
      });
      expect(only(app, "kubernetes_service_v1").spec).toMatchObject({
        cluster_ip: "None",
        publish_not_ready_addresses: true,
      });
    });

    it("has the start-up probe of the documents: 5 s time-out, 30 failures, every 10 s", () => {
      expect(container(app, SET).startup_probe).toMatchObject({
        tcp_socket: [{ port: "1529" }],
        timeout_seconds: 5,
        failure_threshold: 30,
        period_seconds: 10,
      });
    });

    it("asks a command instead where it names one, with the same numbers", () => {
      const probes = { startup: { exec: ["check", "${x}"] } };
      const { startup_probe: probe } = container(appOf({ ...STATEFUL, probes }), SET);
      expect(probe).toMatchObject({ exec: { command: ["check", "$${x}"] }, timeout_seconds: 5, failure_threshold: 30 });
      expect(probe).not.toHaveProperty("tcp_socket");
    });

    it("leaves its claims when it goes, and is not waited for", () => {
      expect(workload(app, SET)).toMatchObject({
        wait_for_rollout: false,
        spec: { persistent_volume_claim_retention_policy: [{ when_deleted: "Retain", when_scaled: "Retain" }] },
      });
    });

    it("takes over the volumes of its replicas, which the frame has made", () => {
      const datasets = { chain: { size: "5Gi", perReplica: { component: "main", replicas: 3 } } };
      const peers = appOf({ ...STATEFUL, replicas: 3, mounts: { chain: "/chain" } }, { datasets });
      expect(workload(peers, SET).spec.volume_claim_template).toMatchObject([
        {
          metadata: { name: "chain" },
          spec: { storage_class_name: "testbed-retain", access_modes: ["ReadWriteOnce"] },
        },
      ]);
      expect(pod(peers, SET).volume).toEqual([]);
      expect(container(peers, SET).volume_mount).toEqual([{ name: "chain", mount_path: "/chain" }]);
    });

    it("has further names where images expect them", () => {
      const services = appOf({ ...STATEFUL, aliases: ["main-service"] }).kubernetes_service_v1 ?? {};
      const seen = Object.values(services).map(({ metadata, spec }) => [
        (metadata as { name: string }).name,
        (spec as { cluster_ip?: string }).cluster_ip,
      ]);
      expect(Object.fromEntries(seen)).toEqual({ main: "None", "main-service": undefined });
    });
  });

  describe("stateless (INF-38)", () => {
    it("is updated without a gap", () => {
      expect(workload(appOf({})).spec.strategy).toEqual({
        type: "RollingUpdate",
        rolling_update: { max_surge: "1", max_unavailable: "0" },
      });
    });

    it("goes before it comes where it mounts a volume of one node, and keeps to the node of those that mount it too", () => {
      const app = appOf({ mounts: { model: "/model" } }, { datasets: { model: {} } });
      expect(workload(app).spec.strategy).toEqual({ type: "Recreate" });
      expect(workload(app).spec.template.metadata.labels).toMatchObject({ "testbed-blueprint/volumes": "model" });
      expect(pod(app).affinity).toMatchObject({
        pod_affinity: {
          required_during_scheduling_ignored_during_execution: [
            {
              topology_key: "kubernetes.io/hostname",
              label_selector: [{ match_labels: { "testbed-blueprint/volumes": "model" } }],
            },
          ],
        },
      });
    });

    it("is in one group with all that share its volumes by chains, so that all of them meet on one node", () => {
      const other = (mounts: object) => ({ kind: "stateless", image: "a:1", mounts });
      const app = appOf(
        { mounts: { b: "/b", c: "/c" } },
        { datasets: { a: {}, b: {}, c: {}, alone: {} } },
        { first: other({ a: "/a", b: "/b" }), second: other({ c: "/c" }), third: other({ alone: "/alone" }) },
      );
      const groups = Object.values(app.kubernetes_deployment_v1 ?? {}).map((deployment) => {
        const { labels } = (deployment as unknown as Workload).spec.template.metadata;
        return [labels["app.kubernetes.io/name"], labels["testbed-blueprint/volumes"]];
      });
      expect(Object.fromEntries(groups)).toEqual({ first: "a", main: "a", second: "a", third: "alone" });
    });

    it("has a disruption budget from two replicas on, and is spread over nodes", () => {
      expect(appOf({}).kubernetes_pod_disruption_budget_v1).toBeUndefined();
      const two = appOf({ replicas: 2 });
      expect(only(two, "kubernetes_pod_disruption_budget_v1").spec).toMatchObject({ max_unavailable: "1" });
      expect(pod(two).topology_spread_constraint).toMatchObject([
        { topology_key: "kubernetes.io/hostname", when_unsatisfiable: "ScheduleAnyway" },
        { topology_key: "topology.kubernetes.io/zone" },
      ]);
    });
  });

  describe("scaling (INF-36)", () => {
    it("leaves the replicas to the autoscaler", () => {
      const app = appOf({ scale: { min: 2, max: 4, cpu: 60 } });
      expect(workload(app).spec).not.toHaveProperty("replicas");
      expect(only(app, "kubernetes_horizontal_pod_autoscaler_v2").spec).toMatchObject({
        min_replicas: 2,
        max_replicas: 4,
        scale_target_ref: { kind: "Deployment" },
        metric: [{ resource: { name: "cpu", target: { type: "Utilization", average_utilization: 60 } } }],
      });
    });

    it("scales a stateful one too", () => {
      const app = appOf({ ...STATEFUL, scale: { max: 2 } });
      expect(only(app, "kubernetes_horizontal_pod_autoscaler_v2").spec).toMatchObject({
        scale_target_ref: { kind: "StatefulSet" },
      });
    });
  });

  describe("low ports", () => {
    it("may be listened on by processes that are not root", () => {
      expect(pod(appOf({ ports: { http: 80 } })).security_context).toMatchObject({
        sysctl: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }],
      });
      expect(pod(appOf({ ports: { http: 8080 } })).security_context).not.toHaveProperty("sysctl");
    });
  });

  describe("time", () => {
    it("is given to each replica as its start-up probe allows, and to images and nodes", () => {
      const probes = { startup: { exec: ["ready"], periodSeconds: 10, failureThreshold: 30 } };
      expect(workload(appOf({ probes, replicas: 3 }))).toMatchObject({ timeouts: { create: "30m" } });
      expect(workload(appOf({}))).toMatchObject({ timeouts: { create: "15m", update: "15m" } });
    });
  });

  describe("jobs", () => {
    it("run once, are tried again three times, and nobody waits for them", () => {
      const job = only<Workload>(appOf({ kind: "job" }), "kubernetes_job_v1");
      expect(job).toMatchObject({ spec: { backoff_limit: 3 }, wait_for_completion: false });
      expect(job.spec.template.spec.restart_policy).toBe("Never");
    });

    it("run by the clock one at a time, in a time zone (INF-42)", () => {
      const app = appOf({
        kind: "schedule",
        schedule: "0 3 * * *",
        timeZone: "Europe/Nicosia",
        deadlineSeconds: 60,
        retries: 0,
      });
      expect(only(app, "kubernetes_cron_job_v1").spec).toMatchObject({
        schedule: "0 3 * * *",
        timezone: "Europe/Nicosia",
        concurrency_policy: "Forbid",
        job_template: { spec: { backoff_limit: 0, active_deadline_seconds: 60 } },
      });
    });
  });

  describe("what comes before it", () => {
    it("waits for the ports of others, locked and bounded, and then takes its own steps in order", () => {
      const app = appOf(
        { dependsOn: ["store"], init: [{ name: "one" }, { name: "two", image: "b:2", args: ["${x}"] }] },
        {},
        { store: { kind: "stateful", image: "a:1", ports: { sql: 1529 } } },
      );
      const [wait, one, two] = pod(app).init_container;
      expect(wait).toMatchObject({
        name: "wait-store-sql",
        security_context: { run_as_non_root: true, read_only_root_filesystem: true, run_as_user: "65534" },
      });
      expect(wait?.command).toEqual(["sh", "-c", expect.any(String), "wait", "store", "1529"]);
      expect(one).toMatchObject({ name: "one", image: "example.org/main:1" });
      expect(two).toMatchObject({ name: "two", image: "b:2", args: ["$${x}"] });
    });
  });

  describe("scratch folders", () => {
    it("have a size, and the container's limit holds them", () => {
      const app = appOf({ scratch: { "/tmp": "256Mi", "/var/cache/x": "1Gi" } });
      expect(pod(app).volume).toEqual([
        { name: expect.stringMatching(/^scratch-[0-9a-f]{8}$/), empty_dir: { size_limit: "256Mi" } },
        { name: expect.stringMatching(/^scratch-[0-9a-f]{8}$/), empty_dir: { size_limit: "1Gi" } },
      ]);
      expect(container(app).resources).toMatchObject({ limits: { "ephemeral-storage": "1792Mi" } });
    });
  });
});
