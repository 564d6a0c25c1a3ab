import { Fn, Token } from "cdktf";
import type { Construct } from "constructs";
import type { Description } from "../lib/config/checks/check";
import { clusterNetworks } from "../lib/config/cluster-networks";
import type { DevopsDescription } from "../lib/config/devops/devops";
import { registryOf } from "../lib/config/devops/hosts";
import { platformFeatures } from "../lib/config/platform-features";
import type { Bootstrap } from "../lib/devops/directory/bootstrap";
import { DIRECTORY_TLS } from "../lib/devops/directory/certificates";
import { describedDirectory } from "../lib/devops/directory/described-directory";
import { DIRECTORY_LABELS, Directory } from "../lib/devops/directory/directory";
import { doors } from "../lib/devops/doors";
import type { CodeGroup, Grant } from "../lib/devops/grant";
import { bindSecret, DEVOPS, MADE_SECRETS } from "../lib/devops/names";
import { ToolsNamespace } from "../lib/devops/tools-namespace";
import { ToolsSecrets, type WantedSecret } from "../lib/devops/tools-secrets";
import { METADATA_NETWORK } from "../lib/metadata-network";
import { consume } from "./contract";
import type { StateStore } from "./state";
import type { TargetStacks } from "./target";
import { TestbedStack } from "./testbed-stack";

/** What the devops tools are made of. */
export interface DevopsStackProps extends Pick<Description, "testbed" | "place"> {
  readonly devops: DevopsDescription;
  /** Groups of code, those of the pilots among them. */
  readonly groups: readonly CodeGroup[];
  readonly grants: readonly Grant[];
  readonly state: StateStore;
  /** Whether one certificate stands for all hosts below the domain. */
  readonly wildcard: boolean;
  readonly target: Pick<TargetStacks, "network" | "connect">;
}

/** `<name>-devops`: the tools that partners build and deploy with, and their directory. The same on every target. */
export class DevopsStack extends TestbedStack {
  constructor(scope: Construct, props: DevopsStackProps) {
    const { testbed, place, devops, groups, grants, target, wildcard } = props;
    super(scope, "devops", { name: place.name, state: props.state });
    const network = consume(this, "network", target.network);
    const connection = target.connect(this);
    connection.kubernetes(this);
    connection.helm(this);
    const common = { kubernetesMinor: testbed.kubernetes.minor };
    const { mirror } = place;
    const { names } = platformFeatures(place);
    const { pods, services } = clusterNetworks(props);
    const namespace = new ToolsNamespace(this, "namespace", {
      ...common,
      name: DEVOPS.namespace,
      podSecurity: "restricted",
    });
    const tools = (["jenkins", "nexus"] as const).filter((tool) => devops[tool] !== undefined);
    const described = devops.directory && describedDirectory(devops.directory, groups, grants, tools);
    const bootstrap = described?.bootstrap;
    const directory =
      devops.directory && bootstrap
        ? new Directory(this, "directory", {
            namespace,
            bootstrap,
            size: devops.directory.size,
            passwords: devops.directory.passwords,
            mirror,
          })
        : undefined;
    const openings = doors({
      ingressNamespace: names.ingress,
      tools,
      directory: directory !== undefined,
      ownCertificates: !wildcard,
    });
    for (const [name, door] of Object.entries(openings)) namespace.open(name, door);
    const registry = registryOf(testbed, place);
    const secrets = new ToolsSecrets(this, "secrets", {
      namespace,
      mirror,
      wanted: wantedSecrets(props, bootstrap),
      trust: directory && { from: DIRECTORY_TLS, to: MADE_SECRETS.directoryAuthority },
      pull: registry?.isOwn
        ? {
            from: MADE_SECRETS.nexusPull,
            to: registry.pullSecret ?? "",
            registry: registry.address,
            namespaces: groups.flatMap(({ sandboxes }) => sandboxes),
          }
        : undefined,
      after: directory ? [directory.certificates] : [],
    });
  }
}

/** The secrets that are made in the cluster where they are missing. */
function wantedSecrets({ devops }: DevopsStackProps, bootstrap: Bootstrap | undefined): WantedSecret[] {
  const { jenkins, nexus, directory } = devops;
  const people = directory?.passwords === undefined ? (bootstrap?.people ?? []) : [];
  return [
    ...(bootstrap?.tools ?? []).map((tool) => ({ secret: bindSecret(tool), key: "password" })),
    ...people.map(({ uid }) => ({ secret: MADE_SECRETS.directoryPeople, key: uid })),
    ...(jenkins
      ? [
          { secret: MADE_SECRETS.jenkinsAdmin, key: "user", text: "admin" },
          { secret: MADE_SECRETS.jenkinsAdmin, key: "password" },
        ]
      : []),
    ...(nexus
      ? [MADE_SECRETS.nexusAdmin, MADE_SECRETS.nexusPull, MADE_SECRETS.nexusBuild].map((secret) => ({
          secret,
          key: "password",
        }))
      : []),
  ];
}
