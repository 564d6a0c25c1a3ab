import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Attempt, budget, object, pod, service, unlocked, workload } from "./support/attempts";
import type { ControlPlane } from "./support/control-plane/control-plane";
import { prepareSandboxes, robotToken, startSandboxCluster } from "./support/sandbox-cluster";
import { SandboxProject } from "./support/sandbox-project";
import { suite } from "./support/suite";

const RBAC = "rbac.authorization.k8s.io/v1";
const ROLE_REF = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "admin" };
const SUBJECTS = [{ kind: "ServiceAccount", name: "robot", namespace: "pilot2" }];
const STORAGE = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };

/** What the robot may create. */
const PROMISED: Readonly<Record<string, Attempt>> = {
  "a pod": pod(),
  "a deployment": workload("apps/v1", "Deployment"),
  "a stateful set": workload("apps/v1", "StatefulSet"),
  "a job": workload("batch/v1", "Job"),
  "a cron job": workload("batch/v1", "CronJob"),
  "a config map": object("v1", "ConfigMap", { data: { a: "b" } }),
  "a secret of its own": object("v1", "Secret", { stringData: { a: "b" } }),
  "a secret whose name it does not choose": object("v1", "Secret", { metadata: { generateName: "attempt-" } }),
  "a pod with every kind of volume that ends with it": pod(
    {},
    {
      volumes: [
        { name: "scratch", emptyDir: {} },
        { name: "settings", configMap: { name: "testbed" } },
        { name: "data", persistentVolumeClaim: { claimName: "risk" } },
        { name: "both", projected: { sources: [{ configMap: { name: "testbed" } }, { downwardAPI: { items: [] } }] } },
      ],
    },
  ),
  "a service": service({}),
  "a headless service": service({ clusterIP: "None" }),
  "an autoscaler": object("autoscaling/v2", "HorizontalPodAutoscaler", {
    spec: { maxReplicas: 2, scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "ui" } },
  }),
  "a disruption budget": budget({ maxUnavailable: 1 }),
};

/** What the server refuses the robot, and the words that it refuses it with. */
const REFUSED: Readonly<Record<string, readonly [Attempt, string]>> = {
  "a pod that is root": [pod(unlocked({ runAsNonRoot: false, runAsUser: 0 })), "runAsNonRoot != true"],
  "a pod that does not say that it is not root": [pod(unlocked({ runAsNonRoot: undefined })), "runAsNonRoot != true"],
  "a privileged pod": [pod(unlocked({ privileged: true, allowPrivilegeEscalation: true })), "privileged"],
  "a pod that may escalate": [pod(unlocked({ allowPrivilegeEscalation: true })), "allowPrivilegeEscalation != false"],
  "a pod that keeps capabilities": [pod(unlocked({ capabilities: {} })), "unrestricted capabilities"],
  "a pod on the network of its node": [pod({}, { hostNetwork: true }), "host namespaces"],
  "a pod that mounts its node": [
    pod({}, { volumes: [{ name: "node", hostPath: { path: "/" } }] }),
    "restricted volume types",
  ],
  "a pod that asks for more than the limit that it is given": [
    pod({ resources: { requests: { memory: "1Gi" } } }),
    "must be less than or equal to memory limit",
  ],
  "a pod over the quota": [
    pod({ resources: { requests: { cpu: "6", memory: "16Mi" }, limits: { cpu: "10", memory: "16Mi" } } }),
    "exceeded quota: sandbox",
  ],
  "a pod that pushes others out": [pod({}, { priorityClassName: "system-cluster-critical" }), "quota: no-priority"],
  "a pod of a priority class of the platform": [pod({}, { priorityClassName: "platform" }), "quota: no-priority"],
  "a pod that chooses its node": [pod({}, { nodeName: "node-1" }), "The scheduler chooses"],
  "a pod for tainted nodes": [
    pod({}, { tolerations: [{ operator: "Exists" }] }),
    "Tainted nodes are not for sandboxes",
  ],
  "a pod that holds up a drain": [pod({}, { terminationGracePeriodSeconds: 86_400 }), "ends within 600 seconds"],
  "a pod with the robot's account": [pod({}, { serviceAccountName: "robot" }), "have the service account default"],
  "a pod with a token": [pod({}, { automountServiceAccountToken: true }), "without its token"],
  "a pod with a token among its volumes": [
    pod({}, { volumes: [{ name: "token", projected: { sources: [{ serviceAccountToken: { path: "token" } }] } }] }),
    "without its token",
  ],
  "a pod that mounts by a driver of the platform": [
    pod({}, { volumes: [{ name: "server", csi: { driver: "nfs.csi.k8s.io" } }] }),
    "Volumes of a sandbox are claims",
  ],
  "a pod that keeps its node from being taken away": [
    {
      ...pod(),
      metadata: { name: "attempt", annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" } },
    },
    "safe-to-evict",
  ],
  "the certificate of a host": [
    object("v1", "Secret", { metadata: { name: "host-pilot2" } }),
    "The certificates of hosts are kept by cert-manager",
  ],
  "a token without an end": [
    object("v1", "Secret", {
      metadata: { name: "attempt", annotations: { "kubernetes.io/service-account.name": "robot" } },
      type: "kubernetes.io/service-account-token",
    }),
    "made on demand, with an end",
  ],
  "a stateful set that takes claims with it": [
    workload("apps/v1", "StatefulSet", {
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Retain" },
    }),
    "Datasets outlive what uses them",
  ],
  "a disruption budget that allows none": [budget({ maxUnavailable: 0 }), "lets nodes be drained"],
  "a disruption budget that wants all": [budget({ minAvailable: "100%" }), "lets nodes be drained"],
  "a finalizer": [
    object("v1", "ConfigMap", { metadata: { name: "attempt", finalizers: ["example.org/never"] } }),
    "keep the sandbox from being removed",
  ],
  "the label of the frame": [
    object("v1", "ConfigMap", { metadata: { name: "attempt", labels: { "testbed-blueprint/frame": "pilot2" } } }),
    "is for what belongs to the sandbox's frame",
  ],
  "a service that stands for another": [
    service({ type: "ExternalName", externalName: "backend.pilot-ref.svc.cluster.local" }),
    "other types are not for sandboxes",
  ],
  "a network policy": [
    object("networking.k8s.io/v1", "NetworkPolicy", { spec: { podSelector: {}, egress: [{}] } }),
    "cannot create resource",
  ],
  "a policy of Cilium": [
    object("cilium.io/v2", "CiliumNetworkPolicy", { spec: { endpointSelector: {}, egress: [{}] } }),
    "cannot create resource",
  ],
  "a quota": [object("v1", "ResourceQuota", { spec: { hard: { pods: "1000" } } }), "cannot create resource"],
  "a limit range": [object("v1", "LimitRange", { spec: { limits: [] } }), "cannot create resource"],
  "a role": [
    object(RBAC, "Role", { rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }] }),
    "cannot create resource",
  ],
  "a role binding": [object(RBAC, "RoleBinding", { roleRef: ROLE_REF, subjects: SUBJECTS }), "cannot create resource"],
  "a service account": [object("v1", "ServiceAccount"), "cannot create resource"],
  "a claim": [object("v1", "PersistentVolumeClaim", { spec: STORAGE }), "cannot create resource"],
  "an ingress": [
    object("networking.k8s.io/v1", "Ingress", {
      spec: { defaultBackend: { service: { name: "ui", port: { number: 80 } } } },
    }),
    "cannot create resource",
  ],
  "a node port": [service({ type: "NodePort" }), "declared in the sandbox's file"],
  "a load balancer": [service({ type: "LoadBalancer" }), "declared in the sandbox's file"],
  "a service with an address of its own choice": [service({ externalIPs: ["203.0.113.9"] }), "no external addresses"],
  "endpoints of its own choice": [object("v1", "Endpoints", { subsets: [] }), "cannot create resource"],
  "a namespace": [object("v1", "Namespace"), "cannot create resource"],
};

/** Other things that the robot may and may not do, as the server answers. */
const VERBS = {
  promised: [
    "get pods --subresource=log",
    "create pods --subresource=exec",
    "create pods --subresource=portforward",
    "delete pods",
    "patch deployments --subresource=scale",
    "update secrets",
    "list events",
    "get networkpolicies",
    "get resourcequotas",
  ],
  denied: [
    "delete persistentvolumeclaims",
    "update persistentvolumeclaims",
    "delete networkpolicies",
    "update resourcequotas",
    "update limitranges",
    "update roles",
    "update rolebindings",
    "escalate roles",
    "bind roles",
    "impersonate serviceaccounts",
    "create serviceaccounts --subresource=token",
    "update serviceaccounts",
    "update namespaces",
    "create ingresses",
    "get nodes",
    "list namespaces",
    "get secrets --namespace=pilot-ref",
    "list pods --namespace=pilot-ref",
    "get secrets --namespace=kube-system",
    "update validatingadmissionpolicies",
  ],
};

suite("sandbox rights", prepareSandboxes, (programs) => {
  let controlPlane: ControlPlane;
  let token: string;
  const create = (attempt: Attempt) =>
    controlPlane.kubectl(["create", "--dry-run=server", "--filename=-"], {
      input: JSON.stringify(attempt),
      namespace: "pilot2",
      token,
    });
  const robot = (...args: string[]) => controlPlane.kubectl(args, { namespace: "pilot2", token });
  const answers = async (verbs: string, ...who: string[]) =>
    (await controlPlane.kubectl(["auth", "can-i", ...verbs.split(" "), ...who], { namespace: "pilot2" })).stdout.trim();

  beforeAll(async () => {
    controlPlane = await startSandboxCluster(programs(), 1);
    const project = new SandboxProject(controlPlane);
    const freed = "podSecurity: { level: baseline, reason: A test of what is refused all the same }";
    project.edit("pilot-ref", "datasets:\n", `${freed}\ndatasets:\n`);
    for (const sandbox of ["pilot2", "pilot-ref"]) project.frame(sandbox).apply();
    await controlPlane.output(["create", "priorityclass", "platform", "--value=1000"]);
    token = await robotToken(controlPlane, "pilot2");
    // The API server takes a moment to act on a new admission policy.
    await vi.waitFor(
      async () => {
        if ((await create(service({ externalIPs: ["203.0.113.9"] }))).code === 0)
          throw new Error("It does not act yet.");
      },
      { timeout: 30_000, interval: 500 },
    );
  });
  afterAll(() => controlPlane?.stop());

  it.each(Object.entries(PROMISED))("the robot may create %s", async (_, attempt) => {
    const { code, stderr } = await create(attempt);
    expect(code, stderr).toBe(0);
  });

  it.each(Object.entries(REFUSED))("the robot is refused %s", async (_, [attempt, words]) => {
    const { code, stderr } = await create(attempt);
    expect(stderr).toContain(words);
    expect(code).toBe(1);
  });

  it("a pod without limits is given them", async () => {
    const { stdout } = await controlPlane.kubectl(
      ["create", "--dry-run=server", "--output=jsonpath={.spec.containers[0].resources.limits}", "--filename=-"],
      { input: JSON.stringify(pod({ resources: undefined })), namespace: "pilot2", token },
    );
    expect(JSON.parse(stdout)).toEqual({ cpu: "200m", memory: "128Mi", "ephemeral-storage": "512Mi" });
  });

  it.each(VERBS.promised)("the robot may %s", async (verbs) => {
    expect((await robot("auth", "can-i", ...verbs.split(" "))).stdout.trim()).toBe("yes");
  });

  it.each(VERBS.denied)("the robot may not %s", async (verbs) => {
    expect((await robot("auth", "can-i", ...verbs.split(" "))).stdout.trim()).toBe("no");
  });

  it.each([
    ["delete", "persistentvolumeclaim", "risk"],
    ["delete", "networkpolicy", "namespace"],
    ["delete", "resourcequota", "sandbox"],
  ])("the robot cannot %s the %s %s of the frame", async (...args) => {
    const { code, stderr } = await robot(...args);
    expect(stderr).toContain("cannot delete resource");
    expect(code).toBe(1);
  });

  it.each([
    ["delete", "service", "node-port-lx-kafka-9092"],
    ["delete", "configmap", "testbed"],
    ["label", "configmap", "testbed", "testbed-blueprint/frame-"],
    ["patch", "configmap", "testbed", '--patch={"data":{"registry":"evil.example.org"}}'],
  ])("the robot cannot %s the %s %s, which it has the right for but which belongs to the frame", async (...args) => {
    const { code, stderr } = await robot(...args);
    expect(stderr).toContain("belongs to the sandbox's frame");
    expect(code).toBe(1);
  });

  it("the robot cannot turn a set of its own into one that takes claims with it", async () => {
    const options = { namespace: "pilot2", token };
    await controlPlane.output(["create", "--filename=-"], {
      ...options,
      input: JSON.stringify(workload("apps/v1", "StatefulSet")),
    });
    const patch = { spec: { persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Delete" } } };
    const { stderr } = await robot("patch", "statefulset", "attempt", `--patch=${JSON.stringify(patch)}`);
    expect(stderr).toContain("Datasets outlive what uses them");
    await controlPlane.output(["delete", "statefulset", "attempt"], options);
  });

  it("the robot of a sandbox whose processes may be root cannot mount a server of its own choice", async () => {
    const attempt = pod({}, { volumes: [{ name: "server", nfs: { server: "192.0.2.1", path: "/" } }] });
    const { code, stderr } = await controlPlane.kubectl(["create", "--dry-run=server", "--filename=-"], {
      input: JSON.stringify(attempt),
      namespace: "pilot-ref",
      token: await robotToken(controlPlane, "pilot-ref"),
    });
    expect(stderr).toContain("Volumes of a sandbox are claims");
    expect(code).toBe(1);
  });

  it("administrators change what the frame holds", async () => {
    const { code, stderr } = await controlPlane.kubectl(
      ["delete", "service", "node-port-lx-kafka-9092", "--dry-run=server"],
      {
        namespace: "pilot2",
      },
    );
    expect(code, stderr).toBe(0);
  });

  describe("who is named in the description", () => {
    const as = (group: string) => ["--as=somebody", `--as-group=${group}`];

    it.each([
      ["developers", "create deployments.apps", "yes"],
      ["developers", "get secrets", "yes"],
      ["developers", "create networkpolicies", "no"],
      ["viewers", "list pods", "yes"],
      ["viewers", "get pods --subresource=log", "yes"],
      ["viewers", "get secrets", "no"],
      ["viewers", "create pods --subresource=exec", "no"],
      ["viewers", "create configmaps", "no"],
    ])("has the rights of the %s: %s? %s", async (role, verbs, answer) => {
      expect(await answers(verbs, ...as(`testbed-pilot2-${role}`))).toBe(answer);
      expect(await answers(verbs, ...as(`testbed-pilot-ref-${role}`))).toBe("no");
    });
  });
});
