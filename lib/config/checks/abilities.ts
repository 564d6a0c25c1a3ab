import { isOn, type PlaceDescription } from "../place";
import { platformFeatures } from "../platform-features";
import { type Check, type CheckFinding, placeError, sandboxError } from "./check";

/** A place can do what its sandboxes ask for, or the synth says why not: nothing waits for a deploy to fail. */
export const checkAbilities: Check = (description) => [
  ...checkVolumes(description.place),
  ...Object.entries(description.sandboxes).flatMap(([name, sandbox]) => [
    ...checkShared(name, sandbox, description.place),
    ...checkHostNames(name, sandbox, description.place),
    ...checkWays(name, sandbox, description.place),
  ]),
];

type Sandbox = Parameters<Check>[0]["sandboxes"][string];

const NFS = "Describe storage.nfs: {server: <address>, share: <folder>}";

/** The classes of the place have something to be made of, and drivers do what their class is for. */
function checkVolumes(place: PlaceDescription): CheckFinding[] {
  const { standard } = platformFeatures(place);
  const classes = place.existing?.classes;
  const findings: CheckFinding[] = [];
  if (standard === "nfs" && !place.storage.nfs) {
    const { path, mend } = isOn(place, "existing")
      ? {
          path: ["existing", "classes"],
          mend: `${NFS}, or classes.standard: {driver: <driver>, modes: [ReadWriteOnce]}.`,
        }
      : { path: ["rancher"], mend: `${NFS} beside it.` };
    const what = isOn(place, "existing")
      ? "names no driver of volumes"
      : "has hosts alone, and nothing that volumes are made of";
    findings.push(placeError(path, `${what} (SB-3)`, mend, { target: "key", restsOn: [["storage"], path] }));
  }
  for (const [name, mode] of [
    ["standard", "ReadWriteOnce"],
    ["shared", "ReadWriteMany"],
  ] as const) {
    const modes = classes?.[name]?.modes;
    if (!modes || modes.includes(mode)) continue;
    const what = `lacks ${mode}, which the class testbed-${name} is for`;
    const path = ["existing", "classes", name, "modes"];
    findings.push(placeError(path, what, `Add ${mode} where the driver can do it, or remove the class.`));
  }
  return findings;
}

/** A claim for many writers has a class that takes them (rule 7 of the house plan). */
function checkShared(name: string, { datasets }: Sandbox, place: PlaceDescription): CheckFinding[] {
  if (platformFeatures(place).shared !== undefined) return [];
  return Object.entries(datasets).flatMap(([dataset, { shared }]) => {
    if (!shared) return [];
    const what = "asks for many writers (ReadWriteMany), and the place has no volumes that take them";
    const restsOnFiles = [{ file: "place", path: ["storage"] }];
    const path = ["datasets", dataset, "shared"];
    return [sandboxError(name, path, what, `${NFS} in the file of the place.`, { restsOnFiles })];
  });
}

/** Ways out by host name need a CNI that knows them. */
function checkHostNames(name: string, { egress }: Sandbox, { existing }: PlaceDescription): CheckFinding[] {
  if (existing === undefined || existing.cni === "cilium") return [];
  return egress.flatMap(({ host }, index) => {
    if (host === undefined) return [];
    const what = `is a way out by host name, and the CNI of the place, ${existing.cni}, knows addresses alone`;
    const restsOnFiles = [{ file: "place", path: ["existing", "cni"] }];
    const mend = "Name a network instead, or choose a place with Cilium.";
    return [sandboxError(name, ["egress", index, "host"], what, mend, { restsOnFiles })];
  });
}

/** Ways in need something in front of the cluster that leads to its node ports. */
function checkWays(name: string, { expose }: Sandbox, { existing }: PlaceDescription): CheckFinding[] {
  if (existing === undefined || existing.entry) return [];
  return expose.map((_, index) => {
    const what = "is a way in, and nothing leads from outside to the node ports of the place";
    const restsOnFiles = [{ file: "place", path: ["existing"] }];
    const mend = "Describe existing.entry in the file of the place: a load balancer or HAProxy, by its addresses.";
    return sandboxError(name, ["expose", index], what, mend, { restsOnFiles });
  });
}
