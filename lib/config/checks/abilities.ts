import { nearest } from "../../suggest";
import { isOn, type PlaceDescription, targetOf } from "../place";
import { platformFeatures } from "../platform-features";
import { type Check, type CheckFinding, placeError, sandboxError } from "./check";

/** A place can do what its sandboxes ask for, or the synth says why not: nothing waits for a deploy to fail. */
export const checkAbilities: Check = ({ place, sandboxes }) => {
  if (targetOf(place) === undefined) return [];
  return [
    ...checkVolumes(place),
    ...checkClasses(place),
    ...checkPolicies(place),
    ...checkAddresses(place, sandboxes),
    ...Object.entries(sandboxes).flatMap(([name, sandbox]) => [
      ...checkShared(name, sandbox, place),
      ...checkHostNames(name, sandbox, place),
      ...checkWays(name, sandbox, place),
    ]),
  ];
};

type Sandbox = Parameters<Check>[0]["sandboxes"][string];

const NFS = "Describe storage.nfs: {server: <address>, share: <folder>}";

/** The classes of the place have something to be made of. */
function checkVolumes(place: PlaceDescription): CheckFinding[] {
  if (platformFeatures(place).standard !== "nfs" || place.storage.nfs) return [];
  const { path, what, mend } = isOn(place, "existing")
    ? {
        path: ["existing", "classes"],
        what: "names no driver of volumes",
        mend: `${NFS}, or classes.standard: {driver: <driver>, modes: [ReadWriteOnce]}.`,
      }
    : {
        path: ["rancher"],
        what: "has hosts alone, and nothing that volumes are made of",
        mend: `${NFS} beside it.`,
      };
  return [placeError(path, `${what} (SB-3)`, mend, { target: "key", restsOn: [["storage"], path] })];
}

/** Volumes of such a class are made by hand, and claims wait for ever. */
const NO_DRIVER = "kubernetes.io/no-provisioner";

/** Drivers make volumes, and do what their class is for. */
function checkClasses({ existing }: PlaceDescription): CheckFinding[] {
  const uses = { standard: "ReadWriteOnce", shared: "ReadWriteMany" } as const;
  return (["standard", "shared"] as const).flatMap((name) => {
    const description = existing?.classes[name];
    if (!description) return [];
    const { driver, modes } = description;
    const findings: CheckFinding[] = [];
    const at = ["existing", "classes", name];
    if (driver === NO_DRIVER) {
      const mend = "Name a driver that does, or remove the class.";
      findings.push(placeError([...at, "driver"], `"${driver}" makes no volumes`, mend));
    } else if (!/[./]/.test(driver)) {
      const what = `"${driver}" looks like the name of a storage class, not of its driver`;
      const mend = `Write what "kubectl get storageclass ${driver}" shows as PROVISIONER.`;
      findings.push(placeError([...at, "driver"], what, mend, { severity: "warning" }));
    }
    if (!modes.includes(uses[name])) {
      const what = `lacks ${uses[name]}, which the class testbed-${name} is for`;
      const mend = `Add ${uses[name]} where the driver can do it, or remove the class.`;
      findings.push(placeError([...at, "modes"], what, mend));
    }
    return findings;
  });
}

/** A CNI that tells pods by their addresses alone has to be told which those are; Cilium knows its pods whatever they have. */
function checkAddresses({ existing }: PlaceDescription, sandboxes: Parameters<Check>[0]["sandboxes"]): CheckFinding[] {
  const open = Object.entries(sandboxes).find(([, { egress }]) => egress.some(({ internet }) => internet));
  if (existing === undefined || existing.cni === "cilium" || open === undefined) return [];
  return (["podCidr", "serviceCidr"] as const).flatMap((key) => {
    if (existing[key] !== undefined) return [];
    const what = `lacks ${key}, and with ${existing.cni} the sandbox ${open[0]}, which has a way to the internet, would reach what has such addresses`;
    const restsOn = [
      ["existing", "cni"],
      ["existing", key],
    ];
    const mend = `Add ${key}: <network>, as the cluster has it.`;
    return [placeError(["existing"], what, mend, { target: "key", restsOn })];
  });
}

/** Sandboxes are kept apart by network policies, which Flannel leaves to others (its README). */
function checkPolicies({ existing }: PlaceDescription): CheckFinding[] {
  if (existing?.cni !== "flannel") return [];
  const what = "enforces no network policies by itself, and they alone keep sandboxes apart";
  const mend = "See that something else in the cluster does (k3s brings it along, unless it was told not to).";
  return [placeError(["existing", "cni"], what, mend, { severity: "warning" })];
}

/** A claim for many writers has a class that takes them (rule 7 of the house plan). */
function checkShared(name: string, { datasets }: Sandbox, place: PlaceDescription): CheckFinding[] {
  if (platformFeatures(place).shared !== undefined) return [];
  return Object.entries(datasets).flatMap(([dataset, { shared }]) => {
    if (!shared) return [];
    const what = "asks for many writers (ReadWriteMany), and the place has no volumes that take them";
    const classes = place.existing ? [{ file: "place", path: ["existing", "classes"] }] : [];
    const restsOnFiles = [{ file: "place", path: ["storage"] }, ...classes];
    const path = ["datasets", dataset, "shared"];
    const more = place.existing ? ", or existing.classes.shared," : "";
    return [sandboxError(name, path, what, `${NFS}${more} in the file of the place.`, { restsOnFiles })];
  });
}

/** Ways out by host name need a CNI that knows them. */
function checkHostNames(name: string, { egress }: Sandbox, { existing }: PlaceDescription): CheckFinding[] {
  if (existing === undefined || existing.cni === "cilium") return [];
  return egress.flatMap(({ host }, index) => {
    if (host === undefined) return [];
    const what = `is a way out by host name, and the CNI of the place, ${existing.cni}, knows addresses alone`;
    const restsOnFiles = [{ file: "place", path: ["existing", "cni"] }];
    const meant = nearest(existing.cni, ["cilium"]) === undefined ? "" : "Did you mean cilium? ";
    const mend = `${meant}Name a network instead, or choose a place with Cilium.`;
    return [sandboxError(name, ["egress", index, "host"], what, mend, { restsOnFiles })];
  });
}

/** Ways in need something in front of the cluster that leads to its node ports. */
function checkWays(name: string, { expose }: Sandbox, { existing }: PlaceDescription): CheckFinding[] {
  if (existing === undefined || existing.entry) return [];
  return expose.map((_, index) => {
    const what = "is a way in, and nothing leads from outside to the node ports of the place";
    const restsOnFiles = [{ file: "place", path: ["existing", "entry"] }];
    const mend = "Describe existing.entry in the file of the place: a load balancer or HAProxy, by its addresses.";
    return sandboxError(name, ["expose", index], what, mend, { restsOnFiles });
  });
}
