import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Construct } from "constructs";
import type { ExposureDescription } from "../config/sandbox/exposure";
import type { SandboxDescription } from "../config/sandbox/sandbox";
import { STORAGE_CLASSES } from "../storage-classes";
import { advertisedKey } from "./exposed-port";
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
  /** Address of the testbed's own registry. Default: there is none */
  readonly registry?: string | undefined;
}

/** What a `Facts` is made of. */
export interface FactsProps {
  readonly namespace: FrameNamespace;
  readonly sandbox: SandboxDescription;
  readonly place: PlaceFacts;
}

/**
 * The config map `testbed`: what an app must know of the place that it runs at. Everything that differs from place to
 * place stands here, so apps move unchanged (INF-47), and a partner never reads an administrator's state.
 */
export class Facts extends Construct {
  constructor(scope: Construct, id: string, { namespace, sandbox, place }: FactsProps) {
    super(scope, id);
    const advertised = sandbox.expose
      .filter(({ advertise }) => advertise !== undefined)
      .map((exposure) => [advertisedKey(exposure), publicAddressOf(exposure, place)]);
    new ConfigMapV1(this, "config-map", {
      metadata: frameMetadata(namespace, FACTS),
      data: {
        testbed: place.testbed,
        sandbox: namespace.name,
        "public.address": place.publicAddress,
        ...(place.domain === undefined ? {} : { domain: place.domain }),
        ...(place.registry === undefined ? {} : { registry: place.registry }),
        "class.standard": STORAGE_CLASSES.standard,
        "class.retain": STORAGE_CLASSES.retain,
        "class.shared": STORAGE_CLASSES.shared,
        ...Object.fromEntries(advertised),
      },
    });
  }
}

/** What others call a way in: address and port, or an HTTPS address. */
function publicAddressOf({ host, nodePort }: ExposureDescription, { publicAddress, domain }: PlaceFacts): string {
  return host === undefined ? `${publicAddress}:${nodePort}` : `https://${host}.${domain}`;
}
