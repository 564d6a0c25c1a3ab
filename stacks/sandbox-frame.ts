import { Fn, Token } from "cdktf";
import type { Construct } from "constructs";
import { ISSUERS } from "../lib/certificate-source";
import type { Description } from "../lib/config/checks/check";
import { clusterNetworks } from "../lib/config/cluster-networks";
import { type Registry, registryOf } from "../lib/config/devops/hosts";
import { platformFeatures } from "../lib/config/platform-features";
import type { SandboxDescription } from "../lib/config/sandbox/sandbox";
import { DEVOPS, deployAccount, SECRETS_ACCOUNT } from "../lib/devops/names";
import { METADATA_NETWORK } from "../lib/metadata-network";
import { memberGroup } from "../lib/sandbox/member-group";
import { SandboxFrame } from "../lib/sandbox/sandbox-frame";
import { Subject } from "../lib/sandbox/subject";
import type { ToolAccounts } from "../lib/sandbox/tool-rights";
import { consume } from "./contract";
import type { StateStore } from "./state";
import type { TargetStacks } from "./target";
import { TestbedStack } from "./testbed-stack";

/** What the frame of a sandbox is made of. */
export interface SandboxFrameStackProps extends Pick<Description, "testbed" | "place"> {
  /** Name of the sandbox. */
  readonly name: string;
  readonly sandbox: SandboxDescription;
  /** The groups of the directory that develop its pilot. */
  readonly developers: readonly string[];
  readonly state: StateStore;
  /** Whether one certificate stands for all hosts below the domain. */
  readonly wildcard: boolean;
  readonly target: Pick<TargetStacks, "network" | "cni" | "connect">;
}

/** `<name>-<sandbox>`: the frame of a sandbox, which the administrators keep. The same on every target. */
export class SandboxFrameStack extends TestbedStack {
  readonly frame: SandboxFrame;

  constructor(scope: Construct, props: SandboxFrameStackProps) {
    const { testbed, place, name, sandbox, target } = props;
    super(scope, name, { name: place.name, state: props.state });
    const network = consume(this, "network", target.network);
    const connection = target.connect(this);
    connection.kubernetes(this);
    connection.helm(this);
    const { pods, services } = clusterNetworks(props);
    const registry = registryOf(testbed, place);
    this.frame = new SandboxFrame(this, "frame", {
      name,
      sandbox,
      kubernetesMinor: testbed.kubernetes.minor,
      cni: target.cni,
      place: {
        testbed: place.name,
        publicAddress: network.entry_public_address,
        domain: place.domain,
        issuer: ISSUERS[place.certificates],
        ingressNamespace: platformFeatures(place).names.ingress,
        wildcard: props.wildcard,
        sources: place.sources,
        registry: registry?.address,
      },
      entrySources: [`${network.entry_private_address}/32`],
      closedNetworks: Token.asList(Fn.concat([[METADATA_NETWORK, pods, services], network.network_cidrs])),
      pullSecret: registry?.pullSecret,
      developers: [
        Subject.group(memberGroup(name, "developers")),
        ...directoryDevelopers(props).map((group) => Subject.group(group)),
      ],
      tools: toolAccounts(props, registry),
    });
  }
}

/** The groups of the directory that develop in the sandbox, as the API server calls them, where it knows any. */
function directoryDevelopers({ place, developers }: SandboxFrameStackProps): string[] {
  const { directoryGroups } = place;
  return directoryGroups === undefined ? [] : developers.map((group) => directoryGroups.prefix + group);
}

function toolAccounts({ testbed, name }: SandboxFrameStackProps, registry: Registry | undefined): ToolAccounts {
  const { isOwn = false, pullSecret } = registry ?? {};
  const account = { namespace: DEVOPS.namespace, name: SECRETS_ACCOUNT };
  return {
    pull: isOwn && pullSecret !== undefined ? { secret: pullSecret, account } : undefined,
    deploy: testbed.devops?.jenkins?.deploy ? { namespace: DEVOPS.deploys, name: deployAccount(name) } : undefined,
  };
}
