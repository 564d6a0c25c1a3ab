import { z } from "zod";
import { hostLimits } from "../../../lib/sandbox/host-limits";
import { HttpsHost, hostObjectName } from "../../../lib/sandbox/https-host";
import { synthesizeConstruct } from "../../support/synth";
import { type Backend, podAddress } from "./traefik-backend";

/** A host of a sandbox, and what answers for it. */
export interface Host {
  readonly namespace: string;
  readonly host: string;
  readonly backend: Backend;
  /** Its limits, as an exposure has them. Default: those of every host */
  readonly limits?: Parameters<typeof hostLimits>[2];
  /** More middlewares, by their whole names. Default: none */
  readonly middlewares?: readonly string[];
  /** Who signs its own certificate, which its ingress then names. Default: it has none */
  readonly issuer?: string;
}

const metadata = z.looseObject({ name: z.string(), namespace: z.string() });

const serviceSchema = z
  .object({ metadata, spec: z.object({ type: z.string(), selector: z.unknown(), port: z.array(z.looseObject({})) }) })
  .transform(({ metadata, spec: { port, ...spec } }) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata,
    spec: { ...spec, ports: port.map(({ target_port, ...rest }) => ({ ...rest, targetPort: Number(target_port) })) },
  }));

const pathSchema = z
  .object({ path: z.string(), path_type: z.string(), backend: z.unknown() })
  .transform(({ path_type: pathType, ...rest }) => ({ ...rest, pathType }));

const ingressSchema = z
  .object({
    metadata,
    spec: z.object({
      ingress_class_name: z.string(),
      tls: z.array(z.object({ hosts: z.array(z.string()), secret_name: z.string().optional() })),
      rule: z.array(z.object({ host: z.string(), http: z.object({ path: z.array(pathSchema) }) })),
    }),
  })
  .transform(({ metadata, spec: { ingress_class_name: ingressClassName, tls, rule } }) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata,
    spec: {
      ingressClassName,
      tls: tls.map(({ hosts, secret_name: secretName }) => ({ hosts, secretName })),
      rules: rule.map(({ host, http }) => ({ host, http: { paths: http.path } })),
    },
  }));

/** The service and the ingress of one host, which Terraform reads, in the words of Kubernetes. */
const synthesizedSchema = z
  .object({
    resource: z.object({
      kubernetes_service_v1: z.record(z.string(), serviceSchema),
      kubernetes_ingress_v1: z.record(z.string(), ingressSchema),
    }),
  })
  .transform(({ resource: { kubernetes_service_v1: services, kubernetes_ingress_v1: ingresses } }) => [
    ...Object.values(services),
    ...Object.values(ingresses),
  ]);

/** The objects of a host as the frame of a sandbox has them, and where its service leads. */
export function hostObjects(wanted: Host): object[] {
  const { namespace, host, backend, limits, middlewares = [], issuer } = wanted;
  const name = hostObjectName(host);
  const limited = hostLimits(namespace, name, limits);
  const text = synthesizeConstruct((scope) => {
    new HttpsHost(scope, "host", {
      namespace: { name: namespace, reference: namespace },
      name,
      host,
      component: "web",
      port: { port: 80, protocol: "TCP" },
      issuer,
      middlewares: [...limited.middlewares, ...middlewares],
      after: [],
    });
  });
  const own = synthesizedSchema.parse(JSON.parse(text));
  return [...Object.values(limited.resources), endpoints(namespace, host, backend), ...own];
}

/** Where the service of a host leads beside its pods, which are none: to this backend, or nowhere. */
export function endpoints(namespace: string, host: string, backend?: Backend): object {
  const name = hostObjectName(host);
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { namespace, name, labels: { "kubernetes.io/service-name": name } },
    addressType: "IPv4",
    endpoints: backend ? [{ addresses: [podAddress()], conditions: { ready: true } }] : [],
    ports: [{ name: "http", port: backend?.port ?? 80 }],
  };
}
