import { describe, expect, it } from "vitest";
import { Cni } from "../../../lib/sandbox/cni";
import { Subject } from "../../../lib/sandbox/subject";
import { frameOf, only, type Resources } from "../../support/sandbox";

interface Metadata {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
}

interface Job {
  readonly spec: { readonly template: { readonly spec: object } };
}

interface Named extends Metadata {
  readonly spec: Readonly<Record<string, unknown>>;
}

const named = (resources: Resources, type: string, name: string) => {
  const blocks = Object.values(resources[type] ?? {}) as unknown as Named[];
  const found = blocks.find(({ metadata }) => metadata.name === name);
  if (!found) throw new Error(`There is no ${type} ${name}.`);
  return found;
};

const hard = (resources: Resources) =>
  (named(resources, "kubernetes_resource_quota_v1", "sandbox").spec.hard ?? {}) as Record<string, string>;

describe("the frame of a sandbox", () => {
  describe("defaults", () => {
    const frame = frameOf();

    it("is a namespace with its own name as a label, at the level restricted (INF-15, INF-29)", () => {
      expect(only<Metadata>(frame, "kubernetes_namespace_v1").metadata).toMatchObject({
        name: "demo",
        labels: {
          name: "demo",
          "testbed-blueprint/pilot": "demo",
          "pod-security.kubernetes.io/enforce": "restricted",
          "pod-security.kubernetes.io/enforce-version": "v1.35",
        },
      });
    });

    it("has the quota of the documents, and no node port, load balancer or storage (INF-30)", () => {
      expect(hard(frame)).toEqual({
        "requests.cpu": "800m",
        "requests.memory": "2Gi",
        "limits.cpu": "1",
        "limits.memory": "3Gi",
        "limits.ephemeral-storage": "10Gi",
        "requests.storage": "0",
        pods: "50",
        services: "20",
        "services.nodeports": "0",
        "services.loadbalancers": "0",
        persistentvolumeclaims: "10",
        secrets: "50",
        configmaps: "50",
        "count/pods": "500",
        "count/deployments.apps": "50",
        "count/statefulsets.apps": "50",
        "count/cronjobs.batch": "50",
        "count/horizontalpodautoscalers.autoscaling": "50",
        "count/poddisruptionbudgets.policy": "50",
        "count/replicasets.apps": "500",
        "count/jobs.batch": "500",
      });
    });

    it("gives requests and limits to every container that names none", () => {
      expect(named(frame, "kubernetes_limit_range_v1", "containers").spec).toEqual({
        limit: [
          {
            type: "Container",
            default_request: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "64Mi" },
            default: { cpu: "200m", memory: "128Mi", "ephemeral-storage": "512Mi" },
          },
        ],
      });
    });

    it("gives the default service account no token", () => {
      expect(only(frame, "kubernetes_default_service_account_v1")).toMatchObject({
        automount_service_account_token: false,
        image_pull_secret: [],
      });
    });

    it("gives the robot and the groups of the sandbox their roles, and nobody else", () => {
      const subjects = Object.values(frame.kubernetes_role_binding_v1 ?? {}).map(({ metadata, subject }) => [
        (metadata as Metadata["metadata"]).name,
        (subject as { kind: string; name: string }[]).map(
          ({ kind, name }) => `${kind} ${name.replace(/^\$.*robot.*$/, "robot")}`,
        ),
      ]);
      expect(Object.fromEntries(subjects)).toEqual({
        developer: ["ServiceAccount robot", "Group testbed-demo-developers"],
        viewer: ["Group testbed-demo-viewers"],
      });
    });

    it("says nothing of any cloud", () => {
      expect(JSON.stringify(frame)).not.toMatch(/aws|ebs|openstack/i);
    });

    it("holds no secret", () => {
      expect(frame.kubernetes_secret_v1).toBeUndefined();
    });
  });

  describe("custom", () => {
    it("is baseline with the reason where everybody sees it", () => {
      const reason = "The image runs as root until its next release";
      expect(
        only<Metadata>(frameOf({ podSecurity: { level: "baseline", reason } }), "kubernetes_namespace_v1").metadata,
      ).toMatchObject({
        labels: { "pod-security.kubernetes.io/enforce": "baseline" },
        annotations: { "testbed-blueprint/pod-security-reason": reason },
      });
    });

    it("counts node ports and storage exactly as declared", () => {
      const components = { main: { kind: "stateful", image: "a:1", ports: { a: 1, b: 2 } } };
      const expose = [
        { component: "main", port: "a", nodePort: 30001, from: ["office"] },
        { component: "main", port: "b", nodePort: 30002, from: ["office"] },
        { component: "main", port: "b", host: "demo" },
      ];
      const frame = frameOf({ components, expose, datasets: { one: { size: "10Gi" }, two: { size: "512Mi" } } });
      expect(hard(frame)).toMatchObject({ "services.nodeports": "2", "requests.storage": "10752Mi" });
    });

    it("pulls images with the secrets of the project and of the pilot (INF-35)", () => {
      const frame = frameOf({ pullSecrets: ["pilot"] }, { pullSecret: "project" });
      expect(only(frame, "kubernetes_default_service_account_v1").image_pull_secret).toEqual([
        { name: "project" },
        { name: "pilot" },
      ]);
    });

    it("gives roles to those who are named, as the target names them", () => {
      const frame = frameOf({}, { developers: [Subject.user("oidc:ada")], viewers: [] });
      const [binding, ...others] = Object.values(frame.kubernetes_role_binding_v1 ?? {});
      expect(others).toEqual([]);
      expect(binding?.subject).toMatchObject([{ kind: "ServiceAccount" }, { kind: "User", name: "oidc:ada" }]);
    });

    it("tells the app what differs from place to place, and its advertised addresses (INF-34)", () => {
      const components = { main: { kind: "stateful", image: "a:1", ports: { a: 9092 } } };
      const expose = [{ component: "main", port: "a", nodePort: 30040, advertise: "advertised.url", from: ["office"] }];
      expect(only(frameOf({ components, expose }), "kubernetes_config_map_v1").data).toEqual({
        testbed: "test",
        sandbox: "demo",
        "public.address": "203.0.113.7",
        domain: "example.org",
        registry: "registry.example.org",
        "class.standard": "testbed-standard",
        "class.retain": "testbed-retain",
        "class.shared": "testbed-shared",
        "advertised.main.advertised.url": "203.0.113.7:30040",
      });
    });
  });

  describe("what the app is told of its hosts", () => {
    it("is their HTTPS address", () => {
      const components = { main: { kind: "stateless", image: "a:1", ports: { http: 80 } } };
      const expose = [{ component: "main", host: "demo", advertise: "public.url" }];
      expect(only(frameOf({ components, expose }), "kubernetes_config_map_v1").data).toMatchObject({
        "advertised.main.public.url": "https://demo.example.org",
      });
    });
  });

  describe("datasets (INF-31)", () => {
    const claims = (datasets: object) =>
      Object.values(frameOf({ datasets }).kubernetes_persistent_volume_claim_v1 ?? {}).map((claim) => ({
        ...(claim as unknown as { metadata: { name: string }; spec: object; wait_until_bound: boolean }),
      }));

    it("are claims of 10Gi on a class that retains, and nobody waits for them", () => {
      expect(claims({ risk: {} })).toMatchObject([
        {
          metadata: { name: "risk" },
          spec: {
            access_modes: ["ReadWriteOnce"],
            storage_class_name: "testbed-retain",
            resources: { requests: { storage: "10Gi" } },
          },
          wait_until_bound: false,
        },
      ]);
    });

    it("are one claim for each replica where they say so, named as a stateful set looks for them", () => {
      const names = claims({ chain: { perReplica: { component: "peer", replicas: 3 } } }).map(
        ({ metadata }) => metadata.name,
      );
      expect(names).toEqual(["chain-peer-0", "chain-peer-1", "chain-peer-2"]);
    });

    it("take many writers where they are shared", () => {
      expect(claims({ common: { shared: true } })).toMatchObject([
        { spec: { access_modes: ["ReadWriteMany"], storage_class_name: "testbed-shared" } },
      ]);
    });

    it("are loaded by a locked job, which leaves no right to write but to the dataset", () => {
      const load = { url: "https://data.example.org/a.csv", sha256: "a".repeat(64) };
      const job = only<Job>(frameOf({ datasets: { risk: { load } } }), "kubernetes_job_v1");
      expect(job.spec.template.spec).toMatchObject({
        automount_service_account_token: false,
        security_context: { run_as_non_root: true, run_as_user: "65534", fs_group: "1000" },
        container: [
          {
            security_context: { read_only_root_filesystem: true, allow_privilege_escalation: false },
            volume_mount: [{ name: "risk", mount_path: "/dataset" }],
          },
        ],
      });
    });

    it("are loaded by a job of another name when the source changes", () => {
      const jobOf = (sha256: string) => {
        const load = { url: "https://data.example.org/a.csv", sha256: sha256.repeat(64) };
        return only<Metadata>(frameOf({ datasets: { risk: { load } } }), "kubernetes_job_v1").metadata.name;
      };
      expect(jobOf("a")).toMatch(/^load-risk-[0-9a-f]{8}$/);
      expect(jobOf("a")).toBe(jobOf("a"));
      expect(jobOf("a")).not.toBe(jobOf("b"));
    });
  });

  describe("node ports (INF-33)", () => {
    const components = { peer: { kind: "stateful", image: "a:1", replicas: 2, ports: { p2p: 30303 } } };

    it("keep the source address of what comes in", () => {
      const expose = [{ component: "peer", nodePort: 30001, from: ["office"] }];
      expect(only(frameOf({ components, expose }), "kubernetes_service_v1").spec).toEqual({
        type: "NodePort",
        external_traffic_policy: "Local",
        selector: { "app.kubernetes.io/name": "peer" },
        port: [{ name: "in", port: 30303, target_port: "30303", protocol: "TCP", node_port: 30001 }],
      });
    });

    it("lead to one replica where they name one", () => {
      const expose = [{ component: "peer", replica: 1, nodePort: 30001, from: ["office"] }];
      expect(only(frameOf({ components, expose }), "kubernetes_service_v1").spec).toMatchObject({
        selector: { "app.kubernetes.io/name": "peer", "statefulset.kubernetes.io/pod-name": "peer-1" },
      });
    });

    it("take the port by number where a partner describes the component elsewhere", () => {
      const expose = [{ component: "peer", portNumber: 9000, protocol: "UDP", nodePort: 30001, from: ["office"] }];
      expect(only(frameOf({ expose }), "kubernetes_service_v1").spec).toMatchObject({
        port: [{ port: 9000, protocol: "UDP" }],
      });
    });
  });

  describe("errors", () => {
    it("refuses host names in egress where the CNI knows none, and says what to do", () => {
      const egress = [{ host: "api.example.com", port: 443 }];
      expect(() => frameOf({ egress }, { cni: Cni.of("Calico") })).toThrow(
        "The sandbox demo has a way out to the host api.example.com, and Calico knows no host names. " +
          "Name a network instead (egress: [{network: ..., port: ...}]), or use Cilium.",
      );
    });

    it("takes networks in egress with any CNI", () => {
      const egress = [{ network: "203.0.113.0/24", port: 1521 }];
      expect(() => frameOf({ egress }, { cni: Cni.of("Calico") })).not.toThrow();
    });

    it("refuses an exposure of a port that is not there", () => {
      const expose = [{ component: "main", port: "http", nodePort: 30001, from: ["office"] }];
      expect(() => frameOf({ expose })).toThrow("main has no port http to expose. Check the description.");
    });
  });
});
