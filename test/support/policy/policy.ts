import type { AskedPort, Peer, Pod } from "./peer";

/** What a rule may ask about besides the peer. */
export interface View {
  /** The pod whose policy it is. */
  readonly subject: Pod;
  /** Whether a DNS rule lets the pod ask for a name, and so lets Cilium learn its addresses. */
  readonly resolves: (name: string) => boolean;
}

/** Whether a rule speaks about a peer. */
export type PeerTest = (peer: Peer, view: View) => boolean;

/** Whether a rule speaks about a port. */
export type PortTest = (port: AskedPort) => boolean;

/** Whether a pattern fits a DNS name. */
export type NameTest = (name: string) => boolean;

/** One rule: it speaks about a connection when both its peers and its ports do. */
export interface Rule {
  readonly peers: PeerTest;
  readonly ports: PortTest;
  /** The names that the DNS rule lets the pod ask for. */
  readonly dns?: NameTest;
}

/** What a policy says about one direction. */
export interface Section {
  /** Whether selected pods refuse, in this direction, what no rule allows. */
  readonly isolates: boolean;
  readonly allows: readonly Rule[];
  readonly denies: readonly Rule[];
}

/** The direction of a connection, seen from the pod whose policy it is. */
export type Side = "ingress" | "egress";

/** A policy of either kind, in the terms that both share. */
export interface Policy extends Readonly<Record<Side, Section>> {
  readonly title: string;
  selects(pod: Pod): boolean;
}

/** A direction about which a policy says nothing. */
export const SILENT: Section = { isolates: false, allows: [], denies: [] };

/** Every peer. */
export const ANYONE: PeerTest = () => true;

/** Every port. */
export const ANY_PORT: PortTest = () => true;
