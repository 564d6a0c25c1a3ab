import { readCiliumPeers } from "./cilium-peers";
import { readToPorts } from "./cilium-ports";
import { readSubjects } from "./cilium-selector";
import type { Field } from "./field";
import { readObjectName } from "./named-object";
import { ANY_PORT, ANYONE, type Policy, type Rule, type Section, type Side } from "./policy";

/**
 * Reads the rules of a CiliumNetworkPolicy or CiliumClusterwideNetworkPolicy of `cilium.io/v2`: one policy for its `spec` and
 * one for each of its `specs`.
 */
export function readCiliumPolicies(object: Field): Policy[] {
  const { kind, metadata, spec, specs } = object.fields("apiVersion", "kind", "metadata", "spec", "specs", "status");
  const clusterwide = kind.text() === "CiliumClusterwideNetworkPolicy";
  const { namespace, id } = clusterwide
    ? { namespace: undefined, id: metadata.child("name").text() }
    : readObjectName(metadata);
  const all = [...(spec.absent ? [] : [spec]), ...(specs.list() ?? [])];
  if (all.length === 0) object.fail("has neither spec nor specs");
  return all.map((field) =>
    readSpec(
      field,
      namespace,
      `${kind.value} ${id}${field === spec ? "" : ` ${field.path.slice(object.path.length + 1)}`}`,
    ),
  );
}

function readSpec(spec: Field, namespace: string | undefined, title: string): Policy {
  const fields = spec.fields(
    "endpointSelector",
    "ingress",
    "ingressDeny",
    "egress",
    "egressDeny",
    "enableDefaultDeny",
    "description",
    "labels",
  );
  if (fields.endpointSelector.absent) fields.endpointSelector.fail("must say which pods the policy is about");
  const defaults = fields.enableDefaultDeny.fields("ingress", "egress");
  return {
    title,
    selects: readSubjects(fields.endpointSelector, namespace),
    ingress: readSection("ingress", fields.ingress, fields.ingressDeny, defaults.ingress, namespace),
    egress: readSection("egress", fields.egress, fields.egressDeny, defaults.egress, namespace),
  };
}

/** Pods are isolated by any rule for the direction, also one that denies; an absent or empty list says nothing. */
function readSection(side: Side, allow: Field, deny: Field, isolates: Field, namespace: string | undefined): Section {
  const read = side === "ingress" ? readIngress : readEgress;
  const allows = (allow.list() ?? []).map((rule) => read(rule, namespace, true));
  const denies = (deny.list() ?? []).map((rule) => read(rule, namespace, false));
  return { isolates: isolates.absent ? allows.length + denies.length > 0 : isolates.boolean(), allows, denies };
}

function readIngress(field: Field, namespace: string | undefined): Rule {
  const rule = field.fields("fromEndpoints", "fromCIDR", "fromCIDRSet", "fromEntities", "toPorts");
  const peers = {
    endpoints: rule.fromEndpoints,
    cidr: rule.fromCIDR,
    cidrSet: rule.fromCIDRSet,
    entities: rule.fromEntities,
  };
  return ruleOf(readCiliumPeers(peers, namespace), readToPorts(rule.toPorts, false));
}

/** What denies knows neither names nor rules within ports. */
function readEgress(field: Field, namespace: string | undefined, allows: boolean): Rule {
  const names = ["toEndpoints", "toCIDR", "toCIDRSet", "toEntities", "toPorts"] as const;
  const { toFQDNs, ...rule } = allows
    ? field.fields(...names, "toFQDNs")
    : { ...field.fields(...names), toFQDNs: undefined };
  const peers = {
    endpoints: rule.toEndpoints,
    cidr: rule.toCIDR,
    cidrSet: rule.toCIDRSet,
    entities: rule.toEntities,
    ...(toFQDNs && { fqdns: toFQDNs }),
  };
  return ruleOf(readCiliumPeers(peers, namespace), readToPorts(rule.toPorts, allows));
}

/** A rule with ports alone is about every peer, one with peers alone about every port; an empty rule is about nothing. */
function ruleOf(peers: ReturnType<typeof readCiliumPeers>, ports: ReturnType<typeof readToPorts>): Rule {
  if (peers === undefined && ports === undefined) return { peers: () => false, ports: ANY_PORT };
  return { peers: peers ?? ANYONE, ports: ports?.test ?? ANY_PORT, ...(ports?.dns && { dns: ports.dns }) };
}
