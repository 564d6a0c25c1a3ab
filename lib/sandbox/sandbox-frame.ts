import { DefaultServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/default-service-account-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ACME_SOLVER } from "../acme-solver";
import { ISSUERS } from "../certificate-source";
import { checkedExposure } from "../config/checks/sandbox/checked-exposure";
import { wayOf } from "../config/node-ports/way-of";
import { ANYWHERE } from "../config/place";
import { advertisedKey, type ExposedPort, exposedPort } from "../config/sandbox/exposed-port";
import type { ExposureDescription, ExposureOptions } from "../config/sandbox/exposure";
import { hostName } from "../config/sandbox/host-name";
import type { SandboxDescription } from "../config/sandbox/sandbox";
import { volumeGroups } from "../config/sandbox/volume-groups";
import { CustomResources } from "../helm/custom-resources";
import { podSecurityLabels } from "../pod-security";
import type { Way } from "../way";
import { ciliumPolicies } from "./cilium-policies";
import { Cni } from "./cni";
import { ContainerDefaults } from "./container-defaults";
import { Dataset } from "./dataset";
import { Facts, type PlaceFacts } from "./facts";
import type { FrameNamespace } from "./frame-namespace";
import { guardResources } from "./guard";
import { hostLimits } from "./host-limits";
import { HttpsHost, hostObjectName } from "./https-host";
import { Isolation } from "./isolation";
import { COMPONENT_LABEL, frameLabels } from "./labels";
import { memberGroup } from "./member-group";
import { NodePort, nodePortName } from "./node-port";
import { Roles } from "./roles";
import { SandboxQuota } from "./sandbox-quota";
import { Subject } from "./subject";
import { type ToolAccounts, ToolRights } from "./tool-rights";

/** What a `SandboxFrame` is made of. */
export interface SandboxFrameProps {
  /** Name of the sandbox and of its namespace: an RFC 1123 label (INF-15). */
  readonly name: string;
  readonly sandbox: SandboxDescription;
  readonly place: PlaceFacts;
  /** Kubernetes minor whose Pod Security standards are enforced. */
  readonly kubernetesMinor: string;
  /** IPv4 networks that traffic through node ports comes from: the private address of the bastion. */
  readonly entrySources: readonly string[];
  /** IPv4 networks that no pod reaches by way of the internet: of pods, services, machines and their metadata. */
  readonly closedNetworks: string[];
  /** Default: Cilium */
  readonly cni?: Cni;
  /** Secret of the namespace to pull images of the testbed's own registry with; its developers can read it. Default: none */
  readonly pullSecret?: string | undefined;
  /** Who has the role developer, beside the robot. Default: the group `testbed-<name>-developers` */
  readonly developers?: readonly Subject[];
  /** What the devops tools may do here. Default: nothing */
  readonly tools?: ToolAccounts;
  /** Who has the role viewer. Default: the group `testbed-<name>-viewers` */
  readonly viewers?: readonly Subject[];
}

/**
 * The frame of a sandbox, which the administrators keep: the namespace, what it may use, who may reach it and be reached
 * from it, who works in it, and the data that outlives what runs there. It knows nothing of any cloud.
 *
 * @throws Error when a way out is told by host name and the CNI does not know any
 */
export class SandboxFrame extends Construct {
  private readonly namespace: FrameNamespace;
  private readonly quota: ITerraformDependable;
  private readonly isolation: Isolation;
  private readonly exposures: ExposureDescription[] = [];
  private readonly opened: Way[] = [];
  private isClosed = false;
  private readonly advertised: Record<string, string> = {};
  /** What the guard's release carries, by name. */
  private readonly resources: Record<string, object>;
  private readonly guard: ITerraformDependable;
  private ownCertificates = 0;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SandboxFrameProps,
  ) {
    super(scope, id);
    const { name, sandbox, cni = Cni.CILIUM } = props;
    const host = sandbox.egress.find((way) => way.host !== undefined)?.host;
    if (host !== undefined && !cni.knowsCiliumPolicies) {
      throw new Error(
        `The sandbox ${name} has a way out to the host ${host}, and ${cni.name} knows no host names. ` +
          "Name a network instead (egress: [{network: ..., port: ...}]), or use Cilium.",
      );
    }
    const labels = frameLabels(name);
    const { level, reason } = sandbox.podSecurity;
    const resource = new NamespaceV1(this, "namespace", {
      metadata: {
        name,
        labels: {
          ...labels,
          name,
          "testbed-blueprint/pilot": sandbox.pilot ?? name,
          ...podSecurityLabels(level, props.kubernetesMinor),
        },
        ...(reason === undefined ? {} : { annotations: { "testbed-blueprint/pod-security-reason": reason } }),
      },
    });
    const namespace = { name, reference: resource.metadata.name };
    const { place, closedNetworks } = props;
    const nodePorts = () => this.opened.length;
    const ownCertificates = () => this.ownCertificates;
    const quota = new SandboxQuota(this, "quota", { namespace, sandbox, nodePorts, ownCertificates }).resource;
    new ContainerDefaults(this, "defaults", { namespace });
    this.isolation = new Isolation(this, "isolation", {
      namespace,
      sandbox,
      entrySources: props.entrySources,
      closedNetworks,
      ingressNamespace: place.ingressNamespace,
    });
    this.resources = {
      ...guardResources(name, labels),
      ...(cni.knowsCiliumPolicies ? ciliumPolicies(name, sandbox.egress, closedNetworks, labels) : {}),
    };
    this.guard = new CustomResources(this, "guard", {
      releaseName: `sandbox-${name}`,
      namespace: "kube-system",
      resources: this.resources,
      after: [resource],
    }).release;
    new DefaultServiceAccountV1(this, "default-account", {
      metadata: { namespace: namespace.reference },
      automountServiceAccountToken: false,
      imagePullSecret: [...(props.pullSecret ? [props.pullSecret] : []), ...sandbox.pullSecrets].map((secret) => ({
        name: secret,
      })),
    });
    new Roles(this, "roles", {
      namespace,
      after: [this.guard],
      developers: props.developers ?? [Subject.group(memberGroup(name, "developers"))],
      viewers: props.viewers ?? [Subject.group(memberGroup(name, "viewers"))],
    });
    new ToolRights(this, "tools", { namespace, after: [this.guard], ...props.tools });
    new Facts(this, "facts", { namespace, place, advertised: () => this.advertised });
    const groups = volumeGroups(sandbox);
    for (const [dataset, description] of Object.entries(sandbox.datasets)) {
      new Dataset(this, `dataset-${dataset}`, {
        namespace,
        name: dataset,
        dataset: description,
        group: groups.get(dataset),
        after: [quota],
      });
    }
    this.namespace = namespace;
    this.quota = quota;
    for (const exposure of sandbox.expose) this.open(exposure);
  }

  /** The ways in by node port, for the bastion. No more are opened once they were asked for. */
  get ways(): readonly Way[] {
    this.isClosed = true;
    return this.opened;
  }

  /**
   * Opens a way into the sandbox, as `expose:` does in its file: the service, the policy that lets the entry in, the host and its
   * certificate, and the address that the component is told. The bastion opens its side with `ways`.
   *
   * @throws Error when a file with it would be refused, when it has no number, is open to a list of sources that the place has
   * not, or comes after `ways` were asked for
   */
  expose(options: ExposureOptions): void {
    const { name } = this.props;
    if (this.isClosed) throw new Error(`The ways into ${name} are with the bastion already. Open this one before.`);
    this.open(checkedExposure(options, { ...this.props.sandbox, expose: this.exposures }, name));
  }

  private open(exposure: ExposureDescription): void {
    this.exposures.push(exposure);
    const port = exposedPort(exposure, this.props.sandbox);
    const address = exposure.host === undefined ? this.exposePort(exposure, port) : this.exposeHost(exposure, port);
    if (exposure.advertise !== undefined) this.advertised[advertisedKey(exposure)] = address;
  }

  private exposePort(exposure: ExposureDescription, port: ExposedPort): string {
    const { component, replica, nodePort, from = [] } = exposure;
    const { name: owner, place } = this.props;
    if (nodePort === undefined) {
      throw new Error(
        `The way in to ${component} of ${owner} has no node port. Name one, or load the description, which assigns one.`,
      );
    }
    const unknown = from.find((name) => name !== ANYWHERE && !place.sources?.[name]);
    if (unknown !== undefined) {
      throw new Error(`The way in to ${component} of ${owner} is open to "${unknown}", which sources does not list.`);
    }
    const name = nodePortName(exposure, port.port);
    this.isolation.openNodePort(name, component, port);
    new NodePort(this, name, {
      namespace: this.namespace,
      name,
      component,
      replica,
      port,
      nodePort,
      after: [this.quota],
    });
    this.opened.push(wayOf(owner, exposure, nodePort, place.sources ?? {}));
    return `${place.publicAddress}:${nodePort}`;
  }

  private exposeHost({ component, host: label = "", limits }: ExposureDescription, port: ExposedPort): string {
    const { namespace, quota } = this;
    const { domain, wildcard = false, issuer: signer = ISSUERS.letsencrypt } = this.props.place;
    if (domain === undefined && !label.includes(".")) {
      throw new Error(`The host ${label} of ${namespace.name} needs a domain, and the place has none. Name one.`);
    }
    const host = hostName(label, domain);
    const name = hostObjectName(label);
    const issuer = wildcard && !label.includes(".") ? undefined : signer;
    if (issuer !== undefined && this.ownCertificates++ === 0) {
      this.isolation.openToIngress("acme", ACME_SOLVER.labels, ACME_SOLVER.port);
    }
    this.isolation.openToIngress(name, { [COMPONENT_LABEL]: component }, port);
    const { resources, middlewares } = hostLimits(namespace.name, name, limits, frameLabels(namespace.name));
    Object.assign(this.resources, resources);
    const after = [quota, this.guard];
    new HttpsHost(this, name, { namespace, name, host, component, port, issuer, middlewares, after });
    return `https://${host}`;
  }
}
