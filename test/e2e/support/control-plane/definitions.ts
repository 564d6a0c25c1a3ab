import { join } from "node:path";
import { goModule } from "../go-module";
import { optional } from "../suite";
import type { ControlPlane } from "./control-plane";

/** A kind of custom resource. */
interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
}

/** Where the definitions of one maker lie in its Go module. */
const FILES = {
  certManager: [
    "acme.cert-manager.io_challenges",
    "acme.cert-manager.io_orders",
    "cert-manager.io_certificaterequests",
    "cert-manager.io_certificates",
    "cert-manager.io_clusterissuers",
    "cert-manager.io_issuers",
  ].map((name) => `deploy/crds/${name}.yaml`),
  cilium: ["pkg/k8s/apis/cilium.io/client/crds/v2/ciliumnetworkpolicies.yaml"],
  snapshots: ["classes", "contents", "s"].map(
    (kind) => `config/crd/snapshot.storage.k8s.io_volumesnapshot${kind}.yaml`,
  ),
  traefik: ["docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml"],
} as const;

/** The kinds that every sandbox has, for machines that cannot have the real definitions. */
const STAND_INS = {
  cilium: [{ group: "cilium.io", version: "v2", kind: "CiliumNetworkPolicy", plural: "ciliumnetworkpolicies" }],
  traefik: [{ group: "traefik.io", version: "v1alpha1", kind: "Middleware", plural: "middlewares" }],
} as const satisfies Readonly<Record<string, readonly Kind[]>>;

/** Whose definitions a cluster can be given. */
export type Maker = keyof typeof FILES;

/** The files of the definitions as their maker has them. @throws Missing when they cannot be had */
export async function definitions(maker: Maker): Promise<string[]> {
  const folder = await goModule(maker);
  return FILES[maker].map((file) => join(folder, file));
}

/** Lets the API take the custom resources in these files. */
export async function addDefinitions(controlPlane: ControlPlane, files: readonly string[]): Promise<void> {
  await define(
    controlPlane,
    files.map((file) => `--filename=${file}`),
  );
}

/** Lets the API take the custom resources of sandboxes: as it is in a testbed, or whatever is in them where it cannot be had. */
export async function addSandboxDefinitions(controlPlane: ControlPlane): Promise<void> {
  for (const maker of ["cilium", "traefik"] as const) {
    const files = await optional(`checks of ${maker}'s custom resources by its own definitions`, () =>
      definitions(maker),
    );
    if (files) await addDefinitions(controlPlane, files);
    else await define(controlPlane, ["--filename=-"], JSON.stringify(standIn(STAND_INS[maker])));
  }
}

/** Right after it was made a definition has no conditions at all, on which `--for=condition` stops. */
const ESTABLISHED = '{.status.conditions[?(@.type=="Established")].status}';

/** They are too large for the annotation in which `kubectl apply` would keep them. */
async function define(controlPlane: ControlPlane, from: readonly string[], input?: string): Promise<void> {
  const names = await controlPlane.output(["apply", "--server-side", "--output=name", ...from], {
    ...(input !== undefined && { input }),
  });
  const established = ["wait", `--for=jsonpath=${ESTABLISHED}=True`, "--timeout=60s"];
  await controlPlane.output([...established, ...names.trim().split("\n")]);
}

function standIn(kinds: readonly Kind[]) {
  return { apiVersion: "v1", kind: "List", items: kinds.map(permissive) };
}

function permissive({ group, version, kind, plural }: Kind) {
  const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [{ name: version, served: true, storage: true, schema }],
    },
  };
}
