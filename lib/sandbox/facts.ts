import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Lazy, Token } from "cdktf";
import { Construct } from "constructs";
import { STORAGE_CLASSES } from "../storage-classes";
import { type FrameNamespace, frameMetadata } from "./frame-namespace";

/** Name of the config map with the facts. */
export const FACTS = "testbed";

/** What differs from place to place. */
export interface PlaceFacts {
  /** Name of the testbed. */
  readonly testbed: string;
  /** Public address of the bastion, which answers on the node ports. */
  readonly publicAddress: string;
  /** Domain of public host names. Default: there is none */
  readonly domain?: string | undefined;
  /** Namespace of the ingress controller. Default: `ingress-nginx` (INF-15) */
  readonly ingressNamespace?: string;
  /** Cluster issuer of cert-manager that signs certificates of hosts. Default: `letsencrypt` */
  readonly issuer?: string;
  /** Whether one certificate of the platform stands for all hosts below the domain. Default: no, each host has its own */
  readonly wildcard?: boolean;
  /** Named lists of IPv4 networks that ways in may be open to. Default: none */
  readonly sources?: Readonly<Record<string, readonly string[]>>;
  /** Address of the testbed's own registry. Default: there is none */
  readonly registry?: string | undefined;
}

/** What a `Facts` is made of. */
export interface FactsProps {
  readonly namespace: FrameNamespace;
  readonly place: PlaceFacts;
  /** What components are told of themselves, by key: asked for when all ways in are known. */
  readonly advertised: () => Readonly<Record<string, string>>;
}

/**
 * The config map `testbed`: what an app must know of the place that it runs at. Everything that differs from place to
 * place stands here, so apps move unchanged (INF-47), and a partner never reads an administrator's state.
 */
export class Facts extends Construct {
  constructor(scope: Construct, id: string, { namespace, place, advertised }: FactsProps) {
    super(scope, id);
    const facts = {
      testbed: place.testbed,
      sandbox: namespace.name,
      "public.address": place.publicAddress,
      ...(place.domain === undefined ? {} : { domain: place.domain }),
      ...(place.registry === undefined ? {} : { registry: place.registry }),
      "class.standard": STORAGE_CLASSES.standard,
      "class.retain": STORAGE_CLASSES.retain,
      "class.shared": STORAGE_CLASSES.shared,
    };
    new ConfigMapV1(this, "config-map", {
      metadata: frameMetadata(namespace, FACTS),
      data: Token.asStringMap(Lazy.anyValue({ produce: () => ({ ...facts, ...advertised() }) })),
    });
  }
}
