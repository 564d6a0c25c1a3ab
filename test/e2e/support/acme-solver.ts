import { ACME_SOLVER } from "../../../lib/acme-solver";
import type { Attempt } from "./attempts";

const HOST = "pilot2.testbed.example.org";
const TOKEN = "token";
const { port } = ACME_SOLVER.port;

/** What cert-manager 1.21 finds its own objects again by (pkg/issuer/acme/http: `podLabels`). */
const LABELS = {
  "acme.cert-manager.io/http-domain": "1234567890",
  "acme.cert-manager.io/http-token": "1234567891",
  ...ACME_SOLVER.labels,
};

const metadata = (annotations: object) => ({
  generateName: "cm-acme-http-solver-",
  labels: LABELS,
  annotations,
  ownerReferences: [
    {
      apiVersion: "acme.cert-manager.io/v1",
      kind: "Challenge",
      name: "host-pilot2-1",
      uid: "00000000-0000-0000-0000-000000000001",
      controller: true,
      blockOwnerDeletion: true,
    },
  ],
});

/** The pod by which cert-manager answers (`buildDefaultPod`, with the defaults of its options). */
export const SOLVER_POD: Attempt = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: metadata({
    "sidecar.istio.io/inject": "false",
    "cluster-autoscaler.kubernetes.io/safe-to-evict": "true",
  }),
  spec: {
    automountServiceAccountToken: false,
    nodeSelector: { "kubernetes.io/os": "linux" },
    restartPolicy: "OnFailure",
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "acmesolver",
        image: "quay.io/jetstack/cert-manager-acmesolver:v1.21.1",
        imagePullPolicy: "IfNotPresent",
        args: [`--listen-port=${port}`, `--domain=${HOST}`, `--token=${TOKEN}`, "--key=key"],
        resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { cpu: "100m", memory: "64Mi" } },
        ports: [{ name: "http", containerPort: port }],
        securityContext: {
          readOnlyRootFilesystem: true,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
        },
      },
    ],
  },
};

/** The service before it (`buildService`), of the type that an issuer asks for. */
export function solverService(type: string): Attempt {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata({ "auth.istio.io/8089": "NONE" }),
    spec: { type, ports: [{ name: "http", port, targetPort: port }], selector: LABELS },
  };
}

/** The rule by which the question reaches it (`buildIngressResource`), for a class. */
export function solverIngress(ingressClassName: string): Attempt {
  const backend = { service: { name: "cm-acme-http-solver-abcde", port: { number: port } } };
  const path = { path: `/.well-known/acme-challenge/${TOKEN}`, pathType: "Exact", backend };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: metadata({ "nginx.ingress.kubernetes.io/whitelist-source-range": "0.0.0.0/0,::/0" }),
    spec: { ingressClassName, rules: [{ host: HOST, http: { paths: [path] } }] },
  };
}
