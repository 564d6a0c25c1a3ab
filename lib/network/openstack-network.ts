import { Construct } from "constructs";
import { cut, parseCidr } from "../config/cidr";
import { DataOpenstackNetworkingNetworkV2 } from "../providers/openstack/data-openstack-networking-network-v2";
import { NetworkingNetworkV2 } from "../providers/openstack/networking-network-v2";
import { NetworkingRouterInterfaceV2 } from "../providers/openstack/networking-router-interface-v2";
import { NetworkingRouterV2 } from "../providers/openstack/networking-router-v2";
import { NetworkingSubnetV2 } from "../providers/openstack/networking-subnet-v2";
import { OpenStackSecurityGroup } from "./openstack-security-group";

/** What an `OpenStackNetwork` is made of. */
export interface OpenStackNetworkProps {
  /** Name of the testbed. */
  readonly name: string;
  /** IPv4 network; its first half is the public subnet, its second the private one. */
  readonly cidr: string;
  /** Name of the network that leads outside. */
  readonly externalNetwork: string;
  /** Addresses of name servers. Default: those of the cloud */
  readonly nameservers?: readonly string[];
  /** Tags of everything that takes them. Default: none */
  readonly tags?: readonly string[];
  /** Whether Terraform refuses to destroy or replace the network. Default: true */
  readonly deletionProtection?: boolean;
}

/** The zone slot of a network of OpenStack: it reaches over all zones. */
const SLOT = "a";

/**
 * The network of a testbed on OpenStack. Neutron knows no public subnets: here it is the one whose ports are given floating
 * addresses, by the entry alone. What stands in the private one goes out by the router (SNAT), and nobody comes in.
 *
 * @throws Error when its IPv4 network is none
 */
export class OpenStackNetwork extends Construct {
  readonly networkId: string;
  readonly publicSubnetIds: Readonly<Record<string, string>>;
  readonly privateSubnetIds: Readonly<Record<string, string>>;
  readonly publicCidr: string;
  readonly controlPlaneSecurityGroupId: string;
  /** What floating addresses need before they can be given: the way outside. */
  readonly internet: NetworkingRouterInterfaceV2;

  constructor(scope: Construct, id: string, props: OpenStackNetworkProps) {
    super(scope, id);
    const { name, tags = [] } = props;
    const lifecycle = { preventDestroy: props.deletionProtection ?? true };
    const network = new NetworkingNetworkV2(this, "network", { name, tags, lifecycle });
    const outside = new DataOpenstackNetworkingNetworkV2(this, "outside", {
      name: props.externalNetwork,
      external: true,
    });
    const router = new NetworkingRouterV2(this, "router", { name, externalNetworkId: outside.id, tags, lifecycle });
    const cidr = parseCidr(props.cidr);
    const [publicCidr, privateCidr] = cidr ? cut(cidr, 1) : [];
    if (publicCidr === undefined || privateCidr === undefined) {
      throw new Error(`"${props.cidr}" is not an IPv4 network. Write address and prefix, as in "192.168.0.0/16".`);
    }
    const subnet = (kind: "public" | "private", cidr: string) => {
      const { id: subnetId } = new NetworkingSubnetV2(this, kind, {
        networkId: network.id,
        name: `${name}-${kind}`,
        cidr,
        dnsNameservers: props.nameservers,
        tags,
        lifecycle,
      });
      const routed = new NetworkingRouterInterfaceV2(this, `${kind}-route`, { routerId: router.id, subnetId });
      return { subnetId, routed };
    };
    const publicSubnet = subnet("public", publicCidr);
    const privateSubnet = subnet("private", privateCidr);
    const controlPlane = new OpenStackSecurityGroup(this, "control-plane", {
      name: `${name}-control-plane`,
      description: "Nodes that run the Kubernetes API: the edge says who may reach it (INF-8)",
      tags,
    });
    this.networkId = network.id;
    this.publicSubnetIds = { [SLOT]: publicSubnet.subnetId };
    this.privateSubnetIds = { [SLOT]: privateSubnet.subnetId };
    this.publicCidr = publicCidr;
    this.controlPlaneSecurityGroupId = controlPlane.groupId;
    this.internet = publicSubnet.routed;
  }
}
