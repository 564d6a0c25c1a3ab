import { Fn, Token } from "cdktf";
import type { Construct } from "constructs";
import { certificateAnnotations, ISSUERS } from "../lib/certificate-source";
import type { Description } from "../lib/config/checks/check";
import { clusterNetworks } from "../lib/config/cluster-networks";
import type { DevopsDescription } from "../lib/config/devops/devops";
import { registryOf, TOOL_HOSTS } from "../lib/config/devops/hosts";
import { platformFeatures } from "../lib/config/platform-features";
import { hostName } from "../lib/config/sandbox/host-name";
import { Agents } from "../lib/devops/agents";
import { DIRECTORY_TLS, directoryCertificates } from "../lib/devops/directory/certificates";
import { describedDirectory } from "../lib/devops/directory/described-directory";
import { Directory } from "../lib/devops/directory/directory";
import type { DirectoryTool } from "../lib/devops/directory/names";
import { doors } from "../lib/devops/doors";
import { type CodeGroup, type Grant, sandboxesOf } from "../lib/devops/grant";
import { imageAt } from "../lib/devops/image-at";
import { describedWork } from "../lib/devops/jenkins/described-work";
import { Jenkins } from "../lib/devops/jenkins/jenkins";
import { DEVOPS, MADE_SECRETS } from "../lib/devops/names";
import { objectStorageOf } from "../lib/devops/nexus/described-storage";
import { Nexus } from "../lib/devops/nexus/nexus";
import { pipelineSettings } from "../lib/devops/pipeline-settings";
import { ToolsNamespace } from "../lib/devops/tools-namespace";
import { ToolsSecrets } from "../lib/devops/tools-secrets";
import { pullAccounts, wantedSecrets } from "../lib/devops/wanted-secrets";
import { CustomResources } from "../lib/helm/custom-resources";
import { INGRESS } from "../lib/ingress";
import { METADATA_NETWORK } from "../lib/metadata-network";
import { STORAGE_CLASSES } from "../lib/storage-classes";
import { IMAGES } from "../lib/versions";
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
    const certificates =
      bootstrap &&
      new CustomResources(this, "directory-certificates", {
        releaseName: "directory-certificates",
        namespace: namespace.reference,
        resources: directoryCertificates(),
      });
    const openings = doors({
      ingressNamespace: names.ingress,
      tools,
      directory: bootstrap !== undefined,
      ownCertificates: !wildcard,
    });
    for (const [name, door] of Object.entries(openings)) namespace.open(name, door);
    const registry = registryOf(testbed, place);
    const secrets = new ToolsSecrets(this, "secrets", {
      namespace,
      mirror,
      wanted: wantedSecrets(devops, groups, bootstrap),
      trust: bootstrap && { from: DIRECTORY_TLS, to: MADE_SECRETS.directoryAuthority },
      pull: registry?.isOwn ? pullAccounts(registry, groups) : undefined,
      after: certificates ? [certificates.release] : [],
    });
    if (devops.directory && bootstrap) {
      new Directory(this, "directory", {
        namespace,
        bootstrap,
        size: devops.directory.size,
        passwords: devops.directory.passwords,
        mirror,
        after: [secrets.made],
      });
    }
    const accessOf = (tool: DirectoryTool) => {
      if (described) return described.accessOf(tool);
      throw new Error(`${tool} has no directory of people to sign in with. Describe devops.directory.`);
    };
    const hostOf = (tool: keyof typeof TOOL_HOSTS) => {
      if (place.domain !== undefined) return hostName(TOOL_HOSTS[tool], place.domain);
      throw new Error(`${tool} has a host below the domain, and the place has none. Name one.`);
    };
    const ingress = {
      className: INGRESS.className,
      annotations: wildcard ? {} : certificateAnnotations(ISSUERS[place.certificates]),
    };
    const tlsSecret = (tool: keyof typeof TOOL_HOSTS) => `${TOOL_HOSTS[tool]}-certificate`;
    const tool = { storageClass: STORAGE_CLASSES.retain, mirror, grants, groups };
    if (devops.nexus) {
      new Nexus(this, "nexus", {
        namespace,
        options: {
          ...tool,
          hosts: { nexus: hostOf("nexus"), registry: hostOf("registry") },
          ingress: {
            ...ingress,
            ...(wildcard ? {} : { tlsSecrets: { nexus: tlsSecret("nexus"), registry: tlsSecret("registry") } }),
          },
          size: devops.nexus.size,
          directory: accessOf("nexus"),
          repositories: devops.nexus.repositories,
          objectStorage: objectStorageOf(devops.nexus),
        },
        free: devops.values.nexus3,
        after: [secrets.made],
      });
    }
    if (devops.jenkins) {
      const { jenkins } = devops;
      const agents = new Agents(this, "agents", {
        tools: namespace,
        ...common,
        egress: {
          closedNetworks: Token.asList(Fn.concat([[METADATA_NETWORK, pods, services], network.network_cidrs])),
          entryAddress: network.entry_public_address,
        },
        deploys: jenkins.deploy ? sandboxesOf(groups) : [],
      });
      new Jenkins(this, "jenkins", {
        namespace,
        options: {
          ...tool,
          ...describedWork(devops, groups, registry),
          host: hostOf("jenkins"),
          ingress: { ...ingress, ...(wildcard ? {} : { tlsSecret: tlsSecret("jenkins") }) },
          size: jenkins.size,
          directory: accessOf("jenkins"),
          agentImage: imageAt(mirror, IMAGES.agent),
        },
        settings: pipelineSettings(devops, { testbed: place.name, place: testbed.place, registry, mirror }),
        free: devops.values.jenkins,
        after: [secrets.made, agents.ready],
      });
    }
  }
}
