import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { PLATFORM_CHARTS } from "../../../lib/charts/platform-charts";
import { synthesizeTestbed, temporaryFolder } from "../../support/synth";
import { type HandedRelease, handedReleases, type States } from "./handed-releases";

const ROOT = join(__dirname, "../../..");

/** The charts of its platform by the names of their releases: those of AWS. Cinder's has tests of its own. */
const { "openstack-cinder-csi": _cinder, ...reference } = PLATFORM_CHARTS;
export const REFERENCE_CHARTS = reference;

/** What the other stacks of the reference testbed publish, as far as its platform and its sandboxes read it. */
export const CONTRACTS = {
  network: {
    network_cidrs: ["192.168.0.0/16"],
    entry_networks: ["192.168.0.0/18", "192.168.64.0/18"],
    entry_public_address: "203.0.113.7",
    entry_private_address: "192.168.0.10",
  },
  cluster: {
    cluster_name: "INFINITECH-BP",
    cluster_endpoint: "https://0123456789abcdef.gr7.eu-west-1.eks.amazonaws.com",
  },
  nodes: {
    autoscaler_cluster: "INFINITECH-BP",
    autoscaler_provider: "aws",
    autoscaler_environment: { AWS_REGION: "eu-west-1" },
    autoscaler_identity: { "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/autoscaler" },
    certificates_identity: {},
    dns_solver: "{}",
    volume_driver: "ebs.csi.aws.com",
    volume_parameters: { type: "gp3", encrypted: "true", "csi.storage.k8s.io/fstype": "ext4" },
    shared_volume_server: "fs-0123456789abcdef0.efs.eu-west-1.amazonaws.com",
    shared_volume_path: "/",
    shared_volume_options: ["nfsvers=4.1", "hard", "noresvport"],
  },
} as const;

/** The identity that cert-manager has where it can change the zone of the hosts. */
export const SOLVER = { "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/dns-solver" } as const;

/** The zone of the hosts, and how cert-manager shows that it can change it. */
const ZONE = "Z0123456789ABCDEFGHIJ";
export const DNS_SOLVER = { route53: { region: "eu-west-1", hostedZoneID: ZONE } } as const;

/** What charts and images come through in a closed network. */
export const MIRROR = { charts: "oci://mirror.example.org/charts", images: "mirror.example.org/proxy" } as const;

/** The role of Cilium's operator, and what the values of Cilium know it by. */
const OPERATOR = {
  "aws_iam_role.nodes_cilium-role_operator_role.arn": "arn:aws:iam::123456789012:role/cilium-operator",
} as const;

/** A testbed, and the Helm releases of its nodes and its platform by name. */
export interface DescribedTestbed {
  /** The folder of one of its stacks. */
  readonly folder: (stack: "nodes" | "platform") => string;
  readonly releases: Readonly<Record<string, HandedRelease>>;
}

/** The reference testbed. */
export function referenceTestbed(): DescribedTestbed {
  return describedTestbed({}, {}, CONTRACTS.nodes);
}

/** The same in a closed network, with the zone of its hosts and an NFS server of its own. */
export function closedTestbed(): DescribedTestbed {
  const nfs = { server: "nfs.example.org", share: "/exports/testbed" };
  const place = { mirror: MIRROR, storage: { nfs }, certificates: "letsencrypt", contact: "admin@example.org" };
  const nodes = {
    ...CONTRACTS.nodes,
    certificates_identity: SOLVER,
    dns_solver: JSON.stringify(DNS_SOLVER),
    shared_volume_server: nfs.server,
    shared_volume_path: nfs.share,
    shared_volume_options: ["nfsvers=4.1"],
  };
  return describedTestbed(place, { hostedZone: ZONE }, nodes);
}

function describedTestbed(place: object, aws: object, nodes: States[string]): DescribedTestbed {
  const directory = temporaryFolder();
  for (const part of ["testbed.yaml", "places", "sandboxes", "ledger.yaml"]) {
    cpSync(join(ROOT, part), join(directory, part), { recursive: true });
  }
  const file = join(directory, "places/aws.yaml");
  const described = parse(readFileSync(file, "utf8"));
  writeFileSync(file, stringify({ ...described, ...place, aws: { ...described.aws, ...aws } }));
  const { outdir } = synthesizeTestbed(directory);
  const folder = (stack: string) => join(outdir, "stacks", `${described.name}-${stack}`);
  return {
    folder,
    releases: {
      ...handedReleases(folder("nodes"), CONTRACTS, OPERATOR),
      ...handedReleases(folder("platform"), { ...CONTRACTS, nodes }),
    },
  };
}
