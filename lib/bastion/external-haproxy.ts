import { isIPv4 } from "node:net";
import type { Way } from "../way";
import { haproxyConfiguration, MARK } from "./haproxy-configuration";
import { type Nodes, withNodes } from "./with-nodes";

/** What a HAProxy in front of given nodes is to do. */
export interface ExternalHaproxyProps {
  /** All ways in: by node port, `hostWays()` for the hosts, and `apiWay()` where administrators go to the Kubernetes API by it. */
  readonly ways: readonly Way[];
  /** IPv4 addresses of the nodes, by role. A way to a role needs one node of it. */
  readonly nodes: Nodes;
  /** IPv4 address on which the ways are open. Default: every address of the machine */
  readonly address?: string;
  /** Address and port of the metrics for Prometheus, under `/metrics`. Default: `127.0.0.1:8405`, the machine itself alone */
  readonly metrics?: string;
}

const HEAD = [
  "# HAProxy of a testbed, in front of given nodes. It follows from the description: change that, and print this anew.",
  "# To bring it in, as root: haproxy -c -f testbed.cfg && install -m 644 testbed.cfg /etc/haproxy/haproxy.cfg && systemctl reload haproxy",
].join("\n");

/**
 * The whole file of an HAProxy on a machine of one's own, in front of a cluster whose nodes are known (SB-1, SB-2): the text
 * depends on nothing but what is given. It is for HAProxy 2.6 and newer as Debian 12 and Ubuntu 24.04 have it, and needs no
 * program of ours beside it. Nobody but HAProxy itself keeps strangers out there, so each way has its sources (SB-10), and
 * statistics and metrics are for the machine itself.
 *
 * To bring it in: check it, install it as `/etc/haproxy/haproxy.cfg`, `systemctl reload haproxy`. Open connections outlive a reload. After it
 * every node counts as one that answers until it is checked, within two seconds: who is sent to one without the pod is sent
 * on to another, but for a connection that is on its way there when the check fails (measured: 3 connections in 24 reloads).
 *
 * @throws Error when two ways have one port, a way leads to a role without nodes, or a node has no IPv4 address
 */
export function externalHaproxy({ ways, nodes, address, metrics = "127.0.0.1:8405" }: ExternalHaproxyProps): string {
  const strange = Object.values(nodes).flatMap((addresses = []) => addresses.filter((one) => !isIPv4(one)))[0];
  if (strange !== undefined) {
    throw new Error(`The node ${JSON.stringify(strange)} is no IPv4 address. Write it as in "10.0.0.11".`);
  }
  const text = haproxyConfiguration(ways, {}, { address, metrics });
  return withNodes(text.replace(MARK, HEAD), nodes);
}
