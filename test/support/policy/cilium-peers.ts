import { type AddressTest, readAddressBlock, readAddressRange } from "./address";
import { readPeers } from "./cilium-selector";
import { readDnsName } from "./dns-name";
import type { Field } from "./field";
import type { PeerTest } from "./policy";

const NOBODY: PeerTest = () => false;

/** Where a rule of Cilium names its peers. */
export interface PeerFields {
  readonly endpoints: Field;
  readonly cidr: Field;
  readonly cidrSet: Field;
  readonly entities: Field;
  readonly fqdns?: Field;
}

/**
 * Reads the peers of a rule, or undefined where it names none. A rule names them in one way only, as Cilium asks; an empty list
 * names nobody.
 */
export function readCiliumPeers(fields: PeerFields, namespace: string | undefined): PeerTest | undefined {
  const { endpoints, cidr, cidrSet, entities, fqdns } = fields;
  const ways: readonly (readonly [Field | undefined, (field: Field) => PeerTest])[] = [
    [endpoints, (field) => endpointTest(field, namespace)],
    [cidr, (field) => addressTest(readAddressRange(field))],
    [cidrSet, (field) => addressTest(readAddressBlock(field))],
    [entities, entityTest],
    [fqdns, nameTest],
  ];
  const used = ways.flatMap(([field, read]) => (field === undefined || field.absent ? [] : [{ field, read }]));
  const [first, second] = used;
  if (first === undefined) return undefined;
  if (second !== undefined) second.field.fail(`Cilium does not combine this with ${first.field.path}`);
  const tests = (first.field.list() ?? []).map(first.read);
  if (tests.length > 0) return (peer, view) => tests.some((test) => test(peer, view));
  return first.field === fqdns ? first.field.fail("names no host") : NOBODY;
}

function endpointTest(field: Field, namespace: string | undefined): PeerTest {
  const test = readPeers(field, namespace);
  return (peer) => peer.kind === "pod" && test(peer.pod);
}

/** Cilium knows pods and nodes by identity: ranges of addresses never match them, only hosts outside the cluster. */
function addressTest(contains: AddressTest): PeerTest {
  return (peer) => peer.kind === "outside" && contains(peer.address);
}

/**
 * A name opens the addresses that the pod was told for it, so it works only where a DNS rule lets the pod ask for that name
 * through Cilium. As with ranges, it never matches pods and nodes.
 */
function nameTest(field: Field): PeerTest {
  const test = readDnsName(field);
  return (peer, { resolves }) =>
    peer.kind === "outside" && peer.name !== undefined && test(peer.name) && resolves(peer.name);
}

/**
 * `host` is the pod's own node and `remote-node` any other. A node that forwards traffic counts as itself, as where Cilium routes
 * natively; over a tunnel Cilium takes such traffic for `world`.
 */
function entityTest(field: Field): PeerTest {
  const entity = field.oneOf("all", "world", "cluster", "host", "remote-node", "kube-apiserver");
  return (peer, { subject }) => {
    switch (entity) {
      case "all":
        return true;
      case "world":
        return peer.kind === "outside";
      case "cluster":
        return peer.kind !== "outside";
      case "host":
        return peer.kind === "node" && peer.node.name === subject.node;
      case "remote-node":
        return peer.kind === "node" && peer.node.name !== subject.node;
      case "kube-apiserver":
        return peer.kind !== "pod" && peer.apiServer;
    }
  };
}
