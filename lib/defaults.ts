/** The values of the source documents, which both the description and the constructs take where nothing else is said. */
export const DEFAULTS = {
  /** INF-4 */
  vpcCidr: "192.168.0.0/16",
  /** INF-6 */
  natGateways: "perZone",
  /** INF-11 */
  clusterName: "INFINITECH-BP",
  serviceCidr: "172.20.0.0/16",
  /** Days that the logs of a control plane are kept. */
  logRetentionDays: 90,
  /** Days that flow logs are kept. */
  flowLogRetentionDays: 30,
  /** INF-12 */
  nodeName: "INFINITECHBPNode",
  /** INF-13: 4 vCPU and 16 GB */
  instance: "t3a.xlarge",
  /** INF-13, in GiB */
  diskGib: 50,
  /** INF-13 */
  nodes: { min: 2, initial: 2, max: 3 },
  /** INF-30, and the numbers of objects that keep one sandbox from crowding the API of the others. */
  quota: {
    requests: { cpu: "800m", memory: "2Gi" },
    limits: { cpu: "1", memory: "3Gi" },
    ephemeralStorage: "10Gi",
    pods: 50,
    workloads: 50,
    services: 20,
    claims: 10,
    secrets: 50,
    configMaps: 50,
    loadBalancers: 0,
  },
  /** What a container has that says nothing of it: the smallest of the documents, the backend of INF-41. */
  container: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "200m", memory: "128Mi" } },
  /** Disk of the node that a container has for logs and changed files. */
  containerDisk: { request: "64Mi", limit: "512Mi" },
  /** INF-31 */
  datasetSize: "10Gi",
  /** Requests in a second that a host takes from one client address on average: a page with all its parts, many times over. */
  hostRate: 100,
  /** Zone slots that a control plane and a node group stand in (INF-5). */
  zones: ["a", "b"],
} as const;
