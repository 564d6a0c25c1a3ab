import { describe, expect, it } from "vitest";
import { checkAbilities } from "../../../../lib/config/checks/abilities";
import { placeSchema } from "../../../../lib/config/place";
import { sandboxOf } from "../../../support/sandbox";
import { descriptionAt, findings, found } from "../support/places";

const NFS = { storage: { nfs: { server: "nfs.example.com", share: "/exports" } } };
const CLASS = { driver: "driver.longhorn.io", modes: ["ReadWriteOnce"] };
const SHARED = { driver: "driver.longhorn.io", modes: ["ReadWriteMany"] };
const sandboxes = (sandbox: object) => ({ sandboxes: { demo: sandboxOf(sandbox) } });
const shared = sandboxes({ datasets: { model: { size: "5Gi", shared: true }, own: { size: "5Gi" } } });
const egress = sandboxes({
  egress: [
    { network: "91.20.0.0/24", port: 443 },
    { host: "api.example.com", port: 443 },
  ],
});
const exposed = sandboxes({
  expose: [
    { component: "ui", portNumber: 80, host: "ui" },
    { component: "ui", portNumber: 80, nodePort: 30050 },
  ],
});

describe("what a place can do", () => {
  it.each(["aws", "openstack", "rancher", "existing"] as const)(
    "given the smallest place on %s, then it is content",
    (target) => {
      expect(found(checkAbilities, target)).toEqual([]);
    },
  );

  it("given no target, then nothing is said of what it could do", () => {
    const place = placeSchema.parse({ name: "demo" });
    expect(checkAbilities({ ...descriptionAt("existing", shared), place })).toEqual([]);
  });

  describe("volumes", () => {
    it("given hosts alone, then nothing is there to make them of (SB-3)", () => {
      expect(findings(checkAbilities, "rancher", { place: { storage: {} } })).toEqual([
        {
          path: ["rancher"],
          target: "key",
          what: "has hosts alone, and nothing that volumes are made of (SB-3)",
          mend: "Describe storage.nfs: {server: <address>, share: <folder>} beside it.",
          restsOn: [["storage"], ["rancher"]],
        },
      ]);
    });

    it("given a cluster without a class and without NFS, then neither; one of them will do", () => {
      const without = { target: { classes: {} } };
      expect(findings(checkAbilities, "existing", without)).toEqual([
        {
          path: ["existing", "classes"],
          target: "key",
          what: "names no driver of volumes (SB-3)",
          mend: "Describe storage.nfs: {server: <address>, share: <folder>}, or classes.standard: {driver: <driver>, modes: [ReadWriteOnce]}.",
          restsOn: [["storage"], ["existing", "classes"]],
        },
      ]);
      expect(found(checkAbilities, "existing", { ...without, place: NFS })).toEqual([]);
      expect(found(checkAbilities, "existing", { target: { classes: { standard: CLASS } } })).toEqual([]);
      expect(found(checkAbilities, "existing", { target: { classes: { shared: SHARED } } })).toHaveLength(1);
    });

    it("given a driver without the mode that its class is for, then it is named", () => {
      const classes = {
        standard: { ...CLASS, modes: ["ReadOnlyMany"] },
        shared: { ...SHARED, modes: ["ReadWriteOnce"] },
      };
      expect(found(checkAbilities, "existing", { target: { classes } })).toEqual([
        "existing.classes.standard.modes: lacks ReadWriteOnce, which the class testbed-standard is for",
        "existing.classes.shared.modes: lacks ReadWriteMany, which the class testbed-shared is for",
      ]);
    });

    it("given a driver that is none, then claims would wait for ever", () => {
      const standard = { ...CLASS, driver: "kubernetes.io/no-provisioner" };
      expect(found(checkAbilities, "existing", { target: { classes: { standard } } })).toEqual([
        'existing.classes.standard.driver: "kubernetes.io/no-provisioner" makes no volumes',
      ]);
    });

    it("given what looks like the name of a class, then it warns; drivers have a dot or a slash", () => {
      const driver = (name: string) =>
        findings(checkAbilities, "existing", { target: { classes: { standard: { ...CLASS, driver: name } } } });
      expect(driver("longhorn")).toEqual([
        {
          severity: "warning",
          path: ["existing", "classes", "standard", "driver"],
          what: '"longhorn" looks like the name of a storage class, not of its driver',
          mend: 'Write what "kubectl get storageclass longhorn" shows as PROVISIONER.',
        },
      ]);
      for (const name of ["driver.longhorn.io", "rancher.io/local-path", "cluster/nfs"])
        expect(driver(name)).toEqual([]);
    });
  });

  describe("datasets for many writers (rule 7)", () => {
    it.each(["openstack", "existing"] as const)(
      "given %s without volumes for many, then they are refused",
      (target) => {
        const without = target === "existing" ? { target: { classes: { standard: CLASS } } } : {};
        expect(findings(checkAbilities, target, { ...without, ...shared })).toMatchObject([
          {
            file: "sandboxes/demo",
            path: ["datasets", "model", "shared"],
            what: "asks for many writers (ReadWriteMany), and the place has no volumes that take them",
          },
        ]);
      },
    );

    it("given the mends that the messages name, then they are allowed", () => {
      expect(found(checkAbilities, "openstack", { ...shared, place: NFS })).toEqual([]);
      const [there] = findings(checkAbilities, "existing", { ...shared, target: { classes: { standard: CLASS } } });
      expect(there?.mend).toBe(
        "Describe storage.nfs: {server: <address>, share: <folder>}, or existing.classes.shared, in the file of the place.",
      );
      expect(
        found(checkAbilities, "existing", { ...shared, target: { classes: { standard: CLASS, shared: SHARED } } }),
      ).toEqual([]);
      expect(
        found(checkAbilities, "existing", { ...shared, target: { classes: { standard: CLASS } }, place: NFS }),
      ).toEqual([]);
    });

    it.each(["aws", "rancher"] as const)("given %s, then they are allowed", (target) => {
      expect(found(checkAbilities, target, shared)).toEqual([]);
    });
  });

  describe("ways out by host name", () => {
    it("given another CNI than Cilium, then they are refused, and ways to networks are not", () => {
      expect(findings(checkAbilities, "existing", { ...egress, target: { cni: "calico" } })).toEqual([
        {
          file: "sandboxes/demo",
          path: ["egress", 1, "host"],
          what: "is a way out by host name, and the CNI of the place, calico, knows addresses alone",
          mend: "Name a network instead, or choose a place with Cilium.",
          restsOnFiles: [{ file: "place", path: ["existing", "cni"] }],
        },
      ]);
    });

    it("given a CNI that is nearly Cilium, then it asks whether that is meant", () => {
      const [finding] = findings(checkAbilities, "existing", { ...egress, target: { cni: "cillium" } });
      expect(finding?.mend).toBe("Did you mean cilium? Name a network instead, or choose a place with Cilium.");
    });

    it.each(["aws", "openstack", "rancher", "existing"] as const)(
      "given %s with Cilium, then they are allowed",
      (target) => {
        expect(found(checkAbilities, target, egress)).toEqual([]);
      },
    );
  });

  describe("ways to the internet", () => {
    const internet = sandboxes({ egress: [{ internet: true }] });
    const CALICO = { cni: "calico" };
    const lacks = (key: string) =>
      `existing: lacks ${key}, and with calico the sandbox demo, which has a way to the internet, would reach what has such addresses`;

    it("given a CNI that knows addresses alone, then it has to be told those of pods and services", () => {
      expect(found(checkAbilities, "existing", { ...internet, target: CALICO })).toEqual([
        lacks("podCidr"),
        lacks("serviceCidr"),
      ]);
      const pods = { ...CALICO, podCidr: "10.244.0.0/16" };
      expect(found(checkAbilities, "existing", { ...internet, target: pods })).toEqual([lacks("serviceCidr")]);
      const both = { ...pods, serviceCidr: "10.96.0.0/12" };
      expect(found(checkAbilities, "existing", { ...internet, target: both })).toEqual([]);
    });

    it("given nobody who has one, or Cilium, then it need not be told", () => {
      const narrow = sandboxes({ egress: [{ network: "91.20.0.0/24", port: 443 }] });
      expect(found(checkAbilities, "existing", { ...narrow, target: CALICO })).toEqual([]);
      for (const target of ["aws", "openstack", "rancher", "existing"] as const) {
        expect(found(checkAbilities, target, internet)).toEqual([]);
      }
    });
  });

  it("given a CNI that enforces no policies, then it warns that nothing keeps sandboxes apart", () => {
    expect(found(checkAbilities, "existing", { target: { cni: "flannel" } })).toEqual([
      "warning: existing.cni: enforces no network policies by itself, and they alone keep sandboxes apart",
    ]);
    for (const cni of ["cilium", "calico"]) expect(found(checkAbilities, "existing", { target: { cni } })).toEqual([]);
  });

  describe("ways in", () => {
    it("given a cluster with nothing in front, then each of them is refused, hosts too", () => {
      const what = "is a way in, and nothing leads from outside to the node ports of the place";
      expect(findings(checkAbilities, "existing", { ...exposed, target: { entry: undefined } })).toMatchObject([
        {
          file: "sandboxes/demo",
          path: ["expose", 0],
          what,
          restsOnFiles: [{ file: "place", path: ["existing", "entry"] }],
        },
        { file: "sandboxes/demo", path: ["expose", 1], what },
      ]);
    });

    it.each(["aws", "openstack", "rancher", "existing"] as const)(
      "given %s with an entry, then they are allowed",
      (target) => {
        expect(found(checkAbilities, target, exposed)).toEqual([]);
      },
    );
  });
});
