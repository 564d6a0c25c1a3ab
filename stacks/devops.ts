import { Fn, Token } from "cdktf";
import type { Construct } from "constructs";
import { certificateAnnotations, ISSUERS } from "../lib/certificate-source";
import type { Description } from "../lib/config/checks/check";
import { clusterNetworks } from "../lib/config/cluster-networks";
import type { DevopsDescription } from "../lib/config/devops/devops";
import { type Registry, registryOf, TOOL_HOSTS } from "../lib/config/devops/hosts";
import type { NexusDescription } from "../lib/config/devops/nexus";
import { platformFeatures } from "../lib/config/platform-features";
import { hostName } from "../lib/config/sandbox/host-name";
import { Agents } from "../lib/devops/agents";
import type { Bootstrap } from "../lib/devops/directory/bootstrap";
import { DIRECTORY_TLS, directoryCertificates } from "../lib/devops/directory/certificates";
import { describedDirectory } from "../lib/devops/directory/described-directory";
import { Directory } from "../lib/devops/directory/directory";
import type { DirectoryTool } from "../lib/devops/directory/names";
import { doors } from "../lib/devops/doors";
import type { CodeGroup, Grant } from "../lib/devops/grant";
import { imageAt } from "../lib/devops/image-at";
import type { RegistryAccount } from "../lib/devops/jenkins/folders";
import { Jenkins } from "../lib/devops/jenkins/jenkins";
import { REGISTRY_ACCOUNT, type RepositoryAccount, repositoryCredential } from "../lib/devops/jenkins/repository";
import type { JenkinsOptions } from "../lib/devops/jenkins/values";
import type { PipelineSettings } from "../lib/devops/jenkins-library";
import { bindSecret, DEVOPS, MADE_SECRETS } from "../lib/devops/names";
import type { NexusObjectStorage } from "../lib/devops/nexus/blob-stores";
import { nexusAccount, nexusAccountSecret, nexusAccountsOf } from "../lib/devops/nexus/names";
import { Nexus } from "../lib/devops/nexus/nexus";
import { ToolsNamespace } from "../lib/devops/tools-namespace";
import { type PullAccounts, ToolsSecrets, type WantedSecret } from "../lib/devops/tools-secrets";
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
      wanted: wantedSecrets(props, bootstrap),
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
          ...jenkinsWork(props),
          host: hostOf("jenkins"),
          ingress: { ...ingress, ...(wildcard ? {} : { tlsSecret: tlsSecret("jenkins") }) },
          size: jenkins.size,
          directory: accessOf("jenkins"),
          agentImage: imageAt(mirror, IMAGES.agent),
        },
        settings: pipelineSettings(props, registry),
        free: devops.values.jenkins,
        after: [secrets.made, agents.ready],
      });
    }
  }
}

/** The secrets that are made in the cluster where they are missing. */
function wantedSecrets({ devops, groups }: DevopsStackProps, bootstrap: Bootstrap | undefined): WantedSecret[] {
  const { nexus, directory } = devops;
  const people = directory?.passwords === undefined ? (bootstrap?.people ?? []) : [];
  return [
    ...(bootstrap?.tools ?? []).map((tool) => ({ secret: bindSecret(tool), key: "password" })),
    ...people.map(({ uid }) => ({ secret: MADE_SECRETS.directoryPeople, key: uid })),
    ...(nexus
      ? [
          MADE_SECRETS.nexusAdmin,
          ...nexusAccountsOf(groups).map(({ kind, group }) => nexusAccountSecret(kind, group)),
        ].map((secret) => ({ secret, key: "password" }))
      : []),
  ];
}

/** Each sandbox pulls with the account of its pilot. */
function pullAccounts({ address, pullSecret = "" }: Registry, groups: readonly CodeGroup[]): PullAccounts {
  const accounts = groups.flatMap(({ name, sandboxes }) =>
    sandboxes.map((namespace) => ({
      namespace,
      username: nexusAccount("pull", name),
      password: nexusAccountSecret("pull", name),
    })),
  );
  return { registry: address, secret: pullSecret, accounts };
}

function sandboxesOf(groups: readonly CodeGroup[]): string[] {
  return groups.flatMap(({ sandboxes }) => sandboxes);
}

/** What Jenkins builds and deploys, and what it speaks to, as the description has it. */
function jenkinsWork({ devops, groups, testbed, place }: DevopsStackProps): JenkinsWork {
  const { jenkins, projects } = devops;
  const { deploy, gitlab, slack } = jenkins ?? {};
  const here = new Set(groups.map(({ name }) => name));
  return {
    // A pilot may be at another place alone, and its projects with it.
    projects: Object.entries(projects)
      .filter(([group]) => here.has(group))
      .flatMap(([group, ofGroup]) =>
        Object.entries(ofGroup).map(([name, { secret, ...source }]) => ({
          group,
          name,
          ...source,
          credentials: repositoryAccount(secret),
        })),
      ),
    registry: groups.flatMap(({ name }) => registryAccount(name, registryOf(testbed, place)?.isOwn, jenkins?.push)),
    gitlab: gitlab && { url: gitlab.url, token: { secret: gitlab.secret, key: "token" } },
    slack: slack && {
      workspace: slack.workspace,
      channel: slack.channel,
      token: { secret: slack.secret, key: "token" },
    },
    deploy:
      deploy && sandboxesOf(groups).length > 0
        ? {
            repository: deploy.repository,
            branch: deploy.branch,
            credentials: repositoryAccount(deploy.secret),
          }
        : undefined,
  };
}

/** With which account the pipelines of a group of code push; without one they do not. */
function registryAccount(group: string, isOwn: boolean | undefined, secret: string | undefined): RegistryAccount[] {
  if (isOwn) {
    const password = { secret: nexusAccountSecret("build", group), key: "password" };
    return [{ group, username: nexusAccount("build", group), password }];
  }
  const account = repositoryAccount(secret);
  return account ? [{ group, ...account }] : [];
}

type JenkinsWork = Pick<JenkinsOptions, "deploy" | "gitlab" | "projects" | "registry" | "slack">;

function repositoryAccount(secret: string | undefined): RepositoryAccount | undefined {
  if (secret === undefined) return undefined;
  return { username: { secret, key: "username" }, password: { secret, key: "password" } };
}

function pipelineSettings(
  { place, testbed, devops }: DevopsStackProps,
  registry: Registry | undefined,
): PipelineSettings {
  const { mirror } = place;
  const at = (image: string) => imageAt(mirror, image);
  return {
    testbed: place.name,
    place: testbed.place,
    registry: registry && { address: registry.address, push: repositoryCredential(REGISTRY_ACCOUNT) },
    branches: Object.fromEntries(
      Object.entries(devops.projects).flatMap(([group, projects]) =>
        Object.entries(projects).map(([name, { branch }]) => [`${group}/${name}`, branch]),
      ),
    ),
    gitlab: devops.jenkins?.gitlab !== undefined,
    slack: devops.jenkins?.slack && { channel: devops.jenkins.slack.channel },
    images: {
      agent: at(IMAGES.agent),
      buildah: at(IMAGES.buildah),
      node: at(IMAGES.node),
      terraform: at(IMAGES.terraform),
      curl: at(IMAGES.load),
    },
  };
}

function objectStorageOf({ objectStorage }: NexusDescription): NexusObjectStorage | undefined {
  if (objectStorage === undefined) return undefined;
  const { secret, ...where } = objectStorage;
  return {
    ...where,
    credentials: {
      accessKeyId: { secret, key: "accessKeyId" },
      secretAccessKey: { secret, key: "secretAccessKey" },
    },
  };
}
