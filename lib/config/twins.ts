import { join } from "node:path";
import { z } from "zod";
import { DEFAULTS } from "../defaults";
import { type PlaceDescription, placeSchema } from "./place";
import type { PathStep, Problem } from "./problem";
import { problemOf, readText } from "./read-file";
import { YamlFile } from "./yaml-file";

const rancherSchema = z.object({ url: z.string(), signIn: z.unknown() });

const identitySchema = z.object({
  name: z.string(),
  state: placeSchema.shape.state,
  aws: z.object({ region: z.string(), clusterName: z.string().default(DEFAULTS.clusterName) }).optional(),
  openstack: z.object({ rancher: rancherSchema }).optional().catch(undefined),
  rancher: z.object({ server: rancherSchema }).optional().catch(undefined),
  existing: z.object({ kubeconfig: z.string(), context: z.string() }).optional().catch(undefined),
});

/** What tells a place from another, as its file says it. */
type Identity = z.output<typeof identitySchema>;

/** Who another place is; undefined where its file cannot be read, which is reported when that place is chosen. */
export function identityOf(directory: string, place: string): Identity | undefined {
  const text = readText(join(directory, "places", `${place}.yaml`));
  return text === undefined ? undefined : identitySchema.safeParse(new YamlFile(place, text).value).data;
}

/** What a place may not share with another one: states, roles, clusters, and what there is one of in a Rancher. */
export function twinProblems(directory: string, other: string, place: PlaceDescription, yaml: YamlFile): Problem[] {
  const twin = identityOf(directory, other);
  if (!twin) return [];
  const file = `places/${other}.yaml`;
  const found = [sameName(place, twin, file) ?? CHECKS.map((check) => check(place, twin, file))].flat();
  return found.flatMap((finding) =>
    finding ? [problemOf({ target: "value", ...finding }, finding.severity ?? "error", yaml)] : [],
  );
}

interface Found {
  readonly path: PathStep[];
  readonly what: string;
  readonly mend: string;
  /** Default: error */
  readonly severity?: Problem["severity"];
  /** Default: value */
  readonly target?: "key" | "value";
}

type TwinCheck = (place: PlaceDescription, twin: Identity, file: string) => Found | undefined;

const sameName: TwinCheck = ({ name }, twin, file) => {
  if (twin.name !== name) return undefined;
  const mend = "Give each place a name of its own: states and roles carry it.";
  return { path: ["name"], what: `"${name}" is the name of ${file} too`, mend };
};

/** A testbed whose network this one shares is in the same region, and keeps its states in the same store. */
const sharedNetwork: TwinCheck = ({ aws, state }, twin, file) => {
  if (!aws || !twin.aws || twin.name !== aws.network.from) return undefined;
  const path = ["aws", "network", "from"];
  if (twin.aws.region !== aws.region) {
    return { path, what: `${file} is in ${twin.aws.region}`, mend: "Choose one region for both." };
  }
  if (JSON.stringify(twin.state) === JSON.stringify(state)) return undefined;
  const mend = "Describe the same state in both: this one reads the states of that one.";
  return { path, what: `${file} keeps its states elsewhere`, mend };
};

const clusterOfAws: TwinCheck = ({ aws }, twin, file) => {
  if (!aws || twin.aws?.clusterName !== aws.clusterName || twin.aws.region !== aws.region) return undefined;
  const what = `"${aws.clusterName}" is the cluster of ${file} in the same region too`;
  const mend = "Give each its own clusterName, unless the places are in different accounts.";
  return { path: ["aws", "clusterName"], what, mend, severity: "warning" };
};

const clusterThatExists: TwinCheck = ({ existing }, twin, file) => {
  if (!existing || twin.existing?.kubeconfig !== existing.kubeconfig || twin.existing.context !== existing.context) {
    return undefined;
  }
  const what = `"${existing.context}" is the cluster of ${file} too, and a cluster takes one platform`;
  return { path: ["existing", "context"], what, mend: "Give each place a cluster of its own." };
};

/** How people sign in is one setting of a whole Rancher. */
const signIn: TwinCheck = (place, twin, file) => {
  const path = place.openstack ? ["openstack", "rancher"] : ["rancher", "server"];
  const [here, there] = [place, twin].map(({ openstack, rancher }) => openstack?.rancher ?? rancher?.server);
  if (!here?.signIn || !there?.signIn || here.url !== there.url) return undefined;
  const what = `${file} describes how people sign in at the same Rancher`;
  return { path: [...path, "signIn"], what, mend: "Keep it in one of them.", target: "key" };
};

const CHECKS: readonly TwinCheck[] = [sharedNetwork, clusterOfAws, clusterThatExists, signIn];
