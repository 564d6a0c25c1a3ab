import { createHash } from "node:crypto";
import { IngressV1 } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { certificateAnnotations } from "../certificate-source";
import type { ExposedPort } from "../config/sandbox/exposed-port";
import { INGRESS } from "../ingress";
import { type FrameNamespace, frameMetadata } from "./frame-namespace";
import { COMPONENT_LABEL } from "./labels";

/** What an `HttpsHost` is made of. */
export interface HttpsHostProps {
  readonly namespace: FrameNamespace;
  /** Name of its objects, as `hostObjectName` makes it. */
  readonly name: string;
  /** Full name of the host. */
  readonly host: string;
  readonly component: string;
  readonly port: ExposedPort;
  /** Cluster issuer that signs its certificate; undefined where one certificate stands for all hosts. */
  readonly issuer: string | undefined;
  /** Middlewares of the ingress controller that hold for it. */
  readonly middlewares: readonly string[];
  /** What has to be there before. */
  readonly after: ITerraformDependable[];
}

/**
 * An HTTPS host of a sandbox (INF-16, INF-17): a service of the frame's own, which the app can neither change nor lead
 * elsewhere, and the rule by which the ingress controller hands on to it. cert-manager keeps the certificate, where it is its own.
 */
export class HttpsHost extends Construct {
  constructor(scope: Construct, id: string, props: HttpsHostProps) {
    super(scope, id);
    const { namespace, name, host, component, port, issuer, after } = props;
    const service = new ServiceV1(this, "service", {
      dependsOn: after,
      metadata: frameMetadata(namespace, name),
      spec: {
        type: "ClusterIP",
        selector: { [COMPONENT_LABEL]: component },
        port: [{ name: "http", port: port.port, targetPort: String(port.port), protocol: port.protocol }],
      },
    });
    // Another name where it has no certificate of its own: the certificate belongs to the ingress, and goes with it alone.
    const metadata = frameMetadata(namespace, issuer === undefined ? `shared-${name}` : name);
    new IngressV1(this, "ingress", {
      dependsOn: [service],
      lifecycle: { createBeforeDestroy: true },
      metadata: {
        ...metadata,
        annotations: {
          ...(issuer === undefined ? {} : certificateAnnotations(issuer)),
          "traefik.ingress.kubernetes.io/router.middlewares": props.middlewares.join(","),
        },
      },
      spec: {
        ingressClassName: INGRESS.className,
        tls: [{ hosts: [host], ...(issuer === undefined ? {} : { secretName: name }) }],
        rule: [
          {
            host,
            http: {
              path: [{ path: "/", pathType: "Prefix", backend: { service: { name, port: { number: port.port } } } }],
            },
          },
        ],
      },
      waitForLoadBalancer: false,
    });
  }
}

/** Longest readable part of a name: with `host-` and a hash it stays within the 63 characters of a service. */
const READABLE = 48;

/** How the names begin of what belongs to a host, the secret with its certificate among them. */
export const HOST_PREFIX = "host-";

/** The name of what belongs to a host. A hash keeps apart names that are long, or differ in dots alone. */
export function hostObjectName(host: string): string {
  const readable = host.replaceAll(".", "-").slice(0, READABLE);
  if (readable === host) return `${HOST_PREFIX}${host}`;
  return `${HOST_PREFIX}${readable}-${createHash("sha256").update(host).digest("hex").slice(0, 8)}`;
}
