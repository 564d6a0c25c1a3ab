import { type Cidr, contains, overlaps, parseCidr } from "../cidr";
import type { PathStep } from "../problem";
import { type Check, type CheckFinding, type Description, placeError } from "./check";

interface Named {
  readonly path: readonly PathStep[];
  readonly cidr: Cidr;
}

const NETWORK = ["aws", "network"] as const;

/** The VPC, its zones and its subnets fit together; so do the ranges of pods and services. */
export const checkNetwork: Check = (description) => {
  const { network } = description.place.aws;
  if (network.existing || network.from !== undefined)
    return [...checkChoice(description), ...checkExistingZones(description)];
  return [
    ...checkVpcSize(description),
    ...checkZones(description),
    ...checkSubnets(description),
    ...checkClusterRanges(description),
  ];
};

/** A network that exists already takes no measures for a new one. */
const checkChoice: Check = ({ place }) => {
  const { network } = place.aws;
  const findings: CheckFinding[] = [];
  if (network.existing && network.from !== undefined) {
    findings.push(placeError([...NETWORK, "from"], "stands beside existing", "Keep one of them."));
  }
  if (network.from === place.name) {
    findings.push(
      placeError([...NETWORK, "from"], "names this very place", "Write the name of the testbed that owns the network."),
    );
  }
  const choice = network.existing ? "existing" : "from";
  for (const key of ["zones", "flowLogs"] as const) {
    if (network[key] !== undefined) {
      findings.push(
        placeError([...NETWORK, key], `has no effect beside ${choice}`, `Remove it: the network is not made here.`, {
          target: "key",
        }),
      );
    }
  }
  return findings;
};

const checkExistingZones: Check = ({ place }) => {
  const existing = place.aws.network.existing;
  return existing ? atLeastTwo([...NETWORK, "existing", "zones"], Object.keys(existing.zones)) : [];
};

const checkZones: Check = ({ place }) => {
  const { zones } = place.aws.network;
  return zones ? atLeastTwo([...NETWORK, "zones"], Object.keys(zones)) : [];
};

function atLeastTwo(path: PathStep[], slots: string[]): CheckFinding[] {
  if (slots.length >= 2) return [];
  return [
    placeError(
      path,
      `has ${slots.length === 0 ? "no zone" : "one zone"}, and EKS wants two or more`,
      "Add a zone, a or b, with its two subnets.",
      {
        target: "key",
      },
    ),
  ];
}

const checkVpcSize: Check = ({ place }) =>
  vpcRanges(place).flatMap(({ path, cidr }) =>
    cidr.prefix >= 16 && cidr.prefix <= 28
      ? []
      : [
          placeError(
            path,
            `"${cidr.text}" is a /${cidr.prefix}, and a VPC takes /16 to /28`,
            "Choose a network of such a size.",
          ),
        ],
  );

/** Subnets lie in the VPC, have a size that AWS takes, and share no address. */
const checkSubnets: Check = ({ place }) => {
  const vpc = vpcRanges(place);
  const subnets = subnetRanges(place);
  const findings: CheckFinding[] = [];
  for (const [index, { path, cidr }] of subnets.entries()) {
    if (cidr.prefix < 16 || cidr.prefix > 28) {
      findings.push(
        placeError(
          path,
          `"${cidr.text}" is a /${cidr.prefix}, and a subnet takes /16 to /28`,
          "Choose a network of such a size.",
        ),
      );
    }
    if (!vpc.some((range) => contains(range.cidr, cidr))) {
      const ranges = vpc.map((range) => range.cidr.text).join(", ");
      findings.push(
        placeError(
          path,
          `"${cidr.text}" lies outside the VPC (${ranges})`,
          "Choose a part of the VPC, or add its network to additionalCidrs.",
          {
            restsOn: vpc.map((range) => range.path),
          },
        ),
      );
    }
    const other = subnets.slice(0, index).find((earlier) => overlaps(earlier.cidr, cidr));
    if (other) {
      const where = other.path.slice(-2).join(".");
      findings.push(
        placeError(
          path,
          `"${cidr.text}" overlaps "${other.cidr.text}" of ${where}`,
          "Give each subnet addresses of its own.",
          {
            restsOn: [other.path],
          },
        ),
      );
    }
  }
  const ranges = vpcRanges(place);
  for (const [index, { path, cidr }] of ranges.entries()) {
    const other = ranges.slice(0, index).find((earlier) => overlaps(earlier.cidr, cidr));
    if (other) {
      findings.push(
        placeError(
          path,
          `"${cidr.text}" overlaps "${other.cidr.text}" of the VPC`,
          "Give each network addresses of its own.",
          { restsOn: [other.path] },
        ),
      );
    }
  }
  return findings;
};

/** Services have addresses of their own, as EKS wants them; pods too where they are not the VPC's. */
const checkClusterRanges: Check = (description) => {
  const { kubernetes } = description.testbed;
  const findings: CheckFinding[] = [];
  const pods = parseCidr(kubernetes.podCidr);
  const services = parseCidr(kubernetes.serviceCidr);
  const error = (key: string, what: string, mend: string): CheckFinding => ({
    file: "testbed",
    severity: "error",
    target: "value",
    path: ["kubernetes", key],
    what,
    mend,
  });
  const mend =
    "Choose a private network that nothing else uses, such as 172.20.0.0/16 for services or 10.42.0.0/16 for pods.";
  for (const [key, range] of [
    ["podCidr", pods],
    ["serviceCidr", services],
  ] as const) {
    const vpc = range && vpcRanges(description.place).find(({ cidr }) => overlaps(cidr, range));
    if (range && vpc) findings.push(error(key, `"${range.text}" overlaps the VPC ("${vpc.cidr.text}")`, mend));
  }
  if (pods && services && overlaps(pods, services)) {
    findings.push({
      ...error("serviceCidr", `"${services.text}" overlaps podCidr ("${pods.text}")`, mend),
      restsOn: [["kubernetes", "podCidr"]],
    });
  }
  const allowed = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].flatMap((text) => parseCidr(text) ?? []);
  if (
    services &&
    (services.prefix < 12 || services.prefix > 24 || !allowed.some((range) => contains(range, services)))
  ) {
    const what = `"${services.text}" is no range that EKS takes for services`;
    findings.push(
      error("serviceCidr", what, "Choose a /12 to /24 inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16."),
    );
  }
  return findings;
};

function vpcRanges(place: Description["place"]): Named[] {
  const { network } = place.aws;
  return [
    ...named([...NETWORK, "cidr"], network.cidr),
    ...network.additionalCidrs.flatMap((text, index) => named([...NETWORK, "additionalCidrs", index], text)),
  ];
}

function subnetRanges(place: Description["place"]): Named[] {
  const { network } = place.aws;
  return Object.entries(network.zones ?? {}).flatMap(([slot, zone]) =>
    (["public", "private"] as const).flatMap((kind) => named([...NETWORK, "zones", slot, kind], zone[kind])),
  );
}

function named(path: PathStep[], text: string): Named[] {
  const cidr = parseCidr(text);
  return cidr ? [{ path, cidr }] : [];
}
