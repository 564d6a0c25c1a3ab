import { describe, expect, it } from "vitest";
import { Storage, type StorageProps } from "../../../lib/platform/storage";
import { dependenciesOf } from "../../support/dependencies";
import { releasesOf } from "../../support/helm-values";
import type { Resources } from "../../support/sandbox";
import { type StackJson, synthesizeConstruct } from "../../support/synth";

const PROPS: StorageProps = {
  kubernetesMinor: "1.35",
  clusterName: "demo",
  standard: { driver: "block.example.org", parameters: { type: "fast", encrypted: "true" }, snapshots: true },
  nfs: { address: "nfs.example.org", share: "/exports", mountOptions: ["nfsvers=4.1", "hard"] },
  mirror: {},
};

const storage = (props: Partial<StorageProps> = {}): StackJson =>
  JSON.parse(synthesizeConstruct((scope) => void new Storage(scope, "storage", { ...PROPS, ...props })));

interface Class {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly storage_provisioner: string;
  readonly reclaim_policy: string;
  readonly volume_binding_mode: string;
  readonly allow_volume_expansion: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  readonly mount_options?: readonly string[];
}

const classesOf = ({ resource }: StackJson) =>
  Object.values(((resource ?? {}) as Resources).kubernetes_storage_class_v1 ?? {}) as unknown as Class[];
const byName = Object.fromEntries(classesOf(storage()).map((one) => [one.metadata.name, one]));

const BLOCK = ["testbed-standard", "ebs-sc", "testbed-retain"];
const SHARED = ["testbed-shared", "sb-managed-nfs-storage"];

describe("the storage classes of a testbed", () => {
  it("are the three of every target, and the names of the documents beside them (INF-18, SB-3)", () => {
    expect(Object.keys(byName).sort()).toEqual([...BLOCK, ...SHARED].sort());
  });

  it("have one default, for volumes of one node that go with their claims", () => {
    const defaults = Object.values(byName).filter(
      ({ metadata }) => metadata.annotations?.["storageclass.kubernetes.io/is-default-class"] === "true",
    );
    expect(defaults.map(({ metadata }) => metadata.name)).toEqual(["testbed-standard"]);
  });

  it.each([
    ["testbed-standard", "Delete"],
    ["ebs-sc", "Delete"],
    ["testbed-retain", "Retain"],
    ["testbed-shared", "Retain"],
    ["sb-managed-nfs-storage", "Delete"],
  ])("given a claim of %s goes, then its volume is told to %s", (name, policy) => {
    expect(byName[name]?.reclaim_policy).toBe(policy);
  });

  it.each(BLOCK)("given %s, then the target's driver makes its volumes where the first pod stands", (name) => {
    expect(byName[name]).toMatchObject({
      storage_provisioner: "block.example.org",
      parameters: { type: "fast", encrypted: "true" },
      volume_binding_mode: "WaitForFirstConsumer",
      allow_volume_expansion: true,
    });
  });

  it.each(SHARED)("given %s, then its volumes are folders of the server, at once, for all nodes", (name) => {
    expect(byName[name]).toMatchObject({
      storage_provisioner: "nfs.csi.k8s.io",
      parameters: { server: "nfs.example.org", share: "/exports" },
      mount_options: ["nfsvers=4.1", "hard"],
      volume_binding_mode: "Immediate",
      allow_volume_expansion: true,
    });
  });

  it.each(SHARED)(
    "given %s, then a folder tells whose it is, by the driver's template, not Terraform's (rule 9)",
    (name) => {
      expect(byName[name]?.parameters.subDir).toBe(
        "$${pvc.metadata.namespace}-$${pvc.metadata.name}-$${pv.metadata.name}",
      );
    },
  );

  it("put aside what a claim of the documents' class held, and nothing of another", () => {
    const actions = Object.values(byName).map(({ metadata, parameters }) => [metadata.name, parameters.onDelete]);
    expect(actions.filter(([, action]) => action !== undefined)).toEqual([["sb-managed-nfs-storage", "archive"]]);
  });
});

describe("the driver of shared volumes", () => {
  it("is there before its classes, and leaves after them", () => {
    const after = [...dependenciesOf(storage())];
    const driversBefore = (name: string) => {
      const [[, others] = []] = after.filter(([address]) =>
        address.startsWith(`kubernetes_storage_class_v1.storage_${name}_`),
      );
      if (others === undefined) throw new Error(`There is no class ${name}.`);
      return [...others].filter((address) => address.startsWith("helm_release."));
    };
    for (const name of SHARED) {
      expect(driversBefore(name)).toEqual([expect.stringMatching(/^helm_release\.storage_nfs_release/)]);
    }
    for (const name of BLOCK) expect(driversBefore(name)).toEqual([]);
  });

  it("stands in a namespace of its own, whose pods may mount on the node", () => {
    const { resource = {} } = storage();
    expect(Object.values(resource.kubernetes_namespace_v1 ?? {})).toMatchObject([
      { metadata: { name: "storage", labels: { "pod-security.kubernetes.io/enforce": "privileged" } } },
    ]);
    expect(Object.values(resource.kubernetes_network_policy_v1 ?? {})).toMatchObject([{ spec: { ingress: [] } }]);
    expect(Object.values(resource.helm_release ?? {})).toMatchObject([
      { chart: "csi-driver-nfs", namespace: expect.stringContaining("kubernetes_namespace_v1.storage_") },
      {},
    ]);
  });

  it("takes free values of its chart, and images and charts of a mirror", () => {
    const mirror = { charts: "oci://mirror.example.org/charts", images: "mirror.example.org" };
    const [release] = releasesOf(storage({ free: { controller: { replicas: 2 } }, mirror }));
    expect(release).toMatchObject({
      chart: "csiDriverNfs",
      block: { repository: "oci://mirror.example.org/charts" },
      values: { controller: { replicas: 2 }, image: { baseRepo: "mirror.example.org/registry.k8s.io" } },
    });
  });
});

describe("snapshots", () => {
  const own = (stack: StackJson) => releasesOf(stack).filter(({ chart }) => chart === undefined);

  it("have a class of the target's driver, where it takes them", () => {
    expect(own(storage()).map(({ values }) => values)).toEqual([
      {
        resources: {
          class: {
            apiVersion: "snapshot.storage.k8s.io/v1",
            kind: "VolumeSnapshotClass",
            metadata: {
              name: "testbed-snapshots",
              annotations: { "snapshot.storage.kubernetes.io/is-default-class": "true" },
            },
            driver: "block.example.org",
            deletionPolicy: "Delete",
          },
        },
      },
    ]);
  });

  it("have none where it does not: its definition would be missing", () => {
    expect(own(storage({ standard: { driver: "block.example.org", parameters: {}, snapshots: false } }))).toEqual([]);
  });
});

describe("the storage classes of a place that has less", () => {
  const namesOf = (stack: StackJson) =>
    classesOf(stack)
      .map(({ metadata }) => metadata.name)
      .sort();
  const provisioners = (stack: StackJson) =>
    Object.fromEntries(
      classesOf(stack).map(({ metadata, storage_provisioner }) => [metadata.name, storage_provisioner]),
    );
  const charts = (stack: StackJson) => releasesOf(stack).map(({ block }) => block.chart);

  it("given no driver of volumes, then all of them are folders of the NFS server (SB-3)", () => {
    const stack = storage({ standard: undefined });
    expect(new Set(Object.values(provisioners(stack)))).toEqual(new Set(["nfs.csi.k8s.io"]));
    expect(namesOf(stack)).toEqual([...BLOCK, ...SHARED].sort());
  });

  it("given no NFS server, then there are no classes for many writers, and no driver of them", () => {
    const stack = storage({ nfs: undefined });
    expect(namesOf(stack)).toEqual([...BLOCK].sort());
    expect(charts(stack)).not.toContain("csi-driver-nfs");
  });

  it("given a driver for many writers, then it makes those volumes, where the first pod stands", () => {
    const stack = storage({ nfs: undefined, shared: { driver: "files.example.org", parameters: { pool: "a" } } });
    expect(provisioners(stack)).toMatchObject({
      "testbed-shared": "files.example.org",
      "testbed-standard": "block.example.org",
    });
    expect(charts(stack)).not.toContain("csi-driver-nfs");
  });

  it("given that the cluster has the NFS driver, then it is not installed a second time", () => {
    const stack = storage({ nfs: { address: "nfs.example.org", share: "/", mountOptions: [], present: true } });
    expect(charts(stack)).not.toContain("csi-driver-nfs");
    expect(namesOf(stack)).toEqual([...BLOCK, ...SHARED].sort());
  });

  it("given a driver that a chart brings, then its classes wait for it", () => {
    const standard = {
      driver: "cinder.csi.openstack.org",
      parameters: {},
      snapshots: true,
      chart: "cinderCsi" as const,
    };
    const stack = storage({ standard });
    expect(charts(stack)).toContain("openstack-cinder-csi");
    const waiting = JSON.stringify(classesOf(stack).find(({ metadata }) => metadata.name === "testbed-standard"));
    expect(waiting).toContain("cinder");
  });

  it("given neither, then it is refused", () => {
    expect(() => storage({ standard: undefined, nfs: undefined })).toThrow("Name one of them");
  });
});
