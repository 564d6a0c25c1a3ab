import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { temporaryFolder } from "../support/synth";
import type { ControlPlane } from "./support/control-plane/control-plane";
import { addSandboxDefinitions } from "./support/control-plane/definitions";
import { addNodes } from "./support/control-plane/nodes";
import { buildControlPlane } from "./support/control-plane/programs";
import { kubernetesVersion } from "./support/control-plane/sources";
import { startControlPlane } from "./support/control-plane/start";
import { addStorageClasses } from "./support/control-plane/storage-classes";
import { suite } from "./support/suite";

const claimSchema = z.object({ spec: z.object({ volumeName: z.string().optional() }) });
const volumeSchema = z.object({
  spec: z.object({ persistentVolumeReclaimPolicy: z.string() }),
  status: z.object({ phase: z.string() }),
});
const versionSchema = z.object({ gitVersion: z.string() });
const versionsSchema = z.object({ clientVersion: versionSchema, serverVersion: versionSchema });

suite("control plane", buildControlPlane, (programs) => {
  let controlPlane: ControlPlane;
  const create = (object: object, namespace = "default") =>
    controlPlane.kubectl(["create", "--filename=-"], { input: JSON.stringify(object), namespace });
  const get = async <S extends z.ZodType>(schema: S, ...args: string[]) =>
    schema.parse(JSON.parse(await controlPlane.output(["get", "--output=json", ...args])));

  beforeAll(async () => {
    controlPlane = await startControlPlane(programs(), temporaryFolder());
    await addNodes(controlPlane, { count: 2, cpu: "4", memory: "16Gi", pods: 110 });
  });
  afterAll(() => controlPlane?.stop());

  it("is the Kubernetes that it was built from, and so is kubectl", async () => {
    const versions = versionsSchema.parse(JSON.parse(await controlPlane.output(["version", "--output=json"])));
    const gitVersion = kubernetesVersion();
    expect(versions).toEqual({ clientVersion: { gitVersion }, serverVersion: { gitVersion } });
  });

  it("given a restricted namespace, when a pod may be root, then it is refused", async () => {
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    await create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "restricted", labels } });
    const { code, stderr } = await create(pod("root"), "restricted");
    expect(code).toBe(1);
    expect(stderr).toContain("runAsNonRoot != true");
  });

  it("given somebody else's token, when they ask for what they may not, then they are refused", async () => {
    const token = (await controlPlane.output(["create", "token", "default"])).trim();
    const { stderr } = await controlPlane.kubectl(["get", "secrets"], { token });
    expect(stderr).toContain('User "system:serviceaccount:default:default" cannot list resource "secrets"');
  });

  it("given a deployment, when it is created, then its pods become ready", async () => {
    await controlPlane.output(["create", "deployment", "web", "--image=example.test/web", "--replicas=3"]);
    const said = await controlPlane.output(["rollout", "status", "deployment/web", "--timeout=60s"]);
    expect(said).toContain("successfully rolled out");
  });

  it("given the definition of Cilium's network policies, when one is created, then it is kept", async () => {
    await addSandboxDefinitions(controlPlane);
    const spec = { endpointSelector: {}, egress: [{ toFQDNs: [{ matchName: "example.test" }] }] };
    await create({ apiVersion: "cilium.io/v2", kind: "CiliumNetworkPolicy", metadata: { name: "names" }, spec });
    expect(await get(z.object({ spec: z.unknown() }), "ciliumnetworkpolicy/names")).toEqual({ spec });
  });

  describe("given a claim of testbed-retain", () => {
    let volume: string | undefined;
    const claim = async () => (await get(claimSchema, "persistentvolumeclaim/data")).spec;
    const until = (condition: string, object: string) =>
      controlPlane.output(["wait", `--for=${condition}`, "--timeout=60s", object]);

    beforeAll(async () => {
      await addStorageClasses(controlPlane);
      const spec = {
        storageClassName: "testbed-retain",
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "1Gi" } },
      };
      await create({ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "data" }, spec });
    });

    it("when no pod uses it, then it waits", async () => {
      await until("jsonpath={.status.phase}=Pending", "persistentvolumeclaim/data");
      expect(await claim()).toEqual({});
    });

    it("when a pod uses it, then it is bound to a volume and the pod runs", async () => {
      await create(pod("user", { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }] }));
      await until("condition=Ready", "pod/user");
      volume = (await claim()).volumeName;
      expect(volume).toEqual(expect.any(String));
    });

    it("when it is deleted, then the volume stays", async () => {
      await controlPlane.output(["delete", "pod/user", "persistentvolumeclaim/data"]);
      await until("jsonpath={.status.phase}=Released", `persistentvolume/${volume}`);
      const { spec, status } = await get(volumeSchema, `persistentvolume/${volume}`);
      expect([spec.persistentVolumeReclaimPolicy, status.phase]).toEqual(["Retain", "Released"]);
    });
  });
});

function pod(name: string, spec: object = {}) {
  const containers = [{ name: "main", image: "example.test/main" }];
  return { apiVersion: "v1", kind: "Pod", metadata: { name }, spec: { containers, ...spec } };
}
