import type { ControlPlane } from "./control-plane";

/** Nodes that are alike. */
export interface Nodes {
  readonly count: number;
  /** What each of them has for pods. */
  readonly cpu: string;
  readonly memory: string;
  readonly pods: number;
  /** What their names begin with; `node` where it is left out. */
  readonly prefix?: string;
}

const ZONES = ["test-a", "test-b"];

/** Adds nodes, in turns to two zones, and waits until they are ready. @returns their names */
export async function addNodes(controlPlane: ControlPlane, nodes: Nodes): Promise<string[]> {
  const items = Array.from({ length: nodes.count }, (_, index) => node(nodes, index));
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  await controlPlane.output(["create", "--filename=-"], { input });
  const names = items.map(({ metadata }) => metadata.name);
  await controlPlane.output(["wait", "--for=condition=Ready", "--timeout=60s", "node", ...names]);
  return names;
}

function node({ cpu, memory, pods, prefix = "node" }: Nodes, index: number) {
  const name = `${prefix}-${index + 1}`;
  const room = { cpu, memory, pods: String(pods), "ephemeral-storage": "100Gi" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "topology.kubernetes.io/region": "test",
        "topology.kubernetes.io/zone": ZONES[index % ZONES.length],
      },
    },
    status: { allocatable: room, capacity: room },
  };
}
