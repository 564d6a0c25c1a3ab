import type { Answer, Cni } from "./model";
import { type AskedPort, describePeer, describePort, type Peer, type Pod } from "./peer";
import type { Policy, Side, View } from "./policy";

/** One end of a connection that policies decide: leaving a pod, or entering one. */
export interface Leg {
  readonly side: Side;
  /** The pod whose policies decide. */
  readonly subject: Pod;
  readonly peer: Peer;
  readonly port: AskedPort;
}

/** Whether the policies of one pod let a connection through, in one direction. */
export function judge(leg: Leg, policies: readonly Policy[], cni: Cni): Answer {
  const { side, subject, peer, port } = leg;
  const selecting = policies.filter((policy) => policy.selects(subject));
  const view: View = { subject, resolves: (name) => selecting.some((policy) => asksFor(policy, name)) };
  const answer = (allowed: boolean, reason: string) => ({
    allowed,
    because: `${side} of pod ${subject.id}: ${reason}`,
  });
  const connection = `${describePeer(peer)} on ${describePort(port)}`;

  const denying = speaking(selecting, "denies", leg, view);
  if (denying !== undefined) return answer(false, `${denying.title} denies ${connection}`);

  if (isExempt(leg, cni)) return answer(true, `no policy comes between a pod and its own ${describePeer(peer)}`);

  const isolating = selecting.filter((policy) => policy[side].isolates);
  if (isolating.length === 0) return answer(true, `no policy isolates it, so ${connection} passes`);

  const allowing = speaking(selecting, "allows", leg, view);
  if (allowing !== undefined) return answer(true, `${allowing.title} allows ${connection}`);

  const isolation = isolating.map(({ title }) => title).join(" and ");
  return answer(
    false,
    `isolated by ${isolation}, and no rule allows ${connection}${missingDnsRule(selecting, leg, view)}`,
  );
}

/**
 * Nobody isolates a pod from its own node: Kubernetes promises both directions, for the sake of probes; Cilium opens only the
 * way in, and lets what denies go first. Traffic that the node forwards for someone else is not its own.
 */
function isExempt({ side, subject, peer }: Leg, cni: Cni): boolean {
  if (peer.kind !== "node" || peer.forwards !== undefined || peer.node.name !== subject.node) return false;
  return side === "ingress" || cni === "standard";
}

function speaking(policies: readonly Policy[], rules: "allows" | "denies", leg: Leg, view: View): Policy | undefined {
  return policies.find((policy) =>
    policy[leg.side][rules].some((rule) => rule.peers(leg.peer, view) && rule.ports(leg.port)),
  );
}

function asksFor(policy: Policy, name: string): boolean {
  return policy.egress.allows.some(({ dns }) => dns?.(name));
}

function missingDnsRule(policies: readonly Policy[], leg: Leg, { subject }: View): string {
  const { peer } = leg;
  const named = leg.side === "egress" && speaking(policies, "allows", leg, { subject, resolves: () => true });
  return named && peer.kind === "outside"
    ? `; ${named.title} names the host, but no DNS rule lets the pod ask for ${peer.name}`
    : "";
}
