/** Who asks, and how others see him. */
export interface Stand {
  readonly name: string;
  readonly kind: "outside" | "machine" | "bastion" | "worker" | "balancer" | "pod";
  /** His address, as machines of the same network see it. */
  readonly address: string;
  /** The address that public addresses see, where it is another one. */
  readonly outside: string;
  /** Which machines he belongs to: their security groups are his. */
  readonly carries?: "bastion" | "workers" | "balancer";
  /** Namespace and name of a pod. */
  readonly pod?: string;
}

/** Where somebody knocks. */
export interface Door {
  readonly name: string;
  readonly kind: "bastion" | "balancer" | "worker" | "pod" | "api" | "files";
  readonly address: string;
  /** Whether that is an address of the internet, behind which nobody's security group is seen. */
  readonly public?: true;
  /** Namespace and name of a pod. */
  readonly pod?: string;
}

/** The address of the entry in the network, which the cluster sees. */
export const ENTRY_ADDRESS = "192.168.0.10";

/** The machines of the cluster. */
export const WORKERS = [1, 2, 3].map((number) => ({ name: `worker-${number}`, address: `192.168.128.${10 + number}` }));

/** The address of machines without one of their own that go to the internet. */
const NAT_GATEWAY = "198.18.0.20";

const inside = (name: string, kind: Stand["kind"], address: string): Stand => {
  return { name, kind, address, outside: NAT_GATEWAY };
};

export const BASTION: Stand = { ...inside("the bastion", "bastion", ENTRY_ADDRESS), carries: "bastion" };
export const BALANCER: Stand = { ...inside("the load balancer", "balancer", "192.168.0.30"), carries: "balancer" };
export const MACHINE: Stand = inside("another machine of the network", "machine", "192.168.128.99");

export const BASTION_DOOR: Door = { name: "the bastion", kind: "bastion", address: "198.18.0.10", public: true };
export const BASTION_WITHIN: Door = { name: "the bastion from within", kind: "bastion", address: ENTRY_ADDRESS };
export const BALANCER_DOOR: Door = {
  name: "the load balancer",
  kind: "balancer",
  address: "198.18.0.30",
  public: true,
};
export const BALANCER_WITHIN: Door = {
  name: "the load balancer from within",
  kind: "balancer",
  address: BALANCER.address,
};
export const API_DOOR: Door = { name: "the Kubernetes API", kind: "api", address: "192.168.0.40" };
export const FILES_DOOR: Door = { name: "the shared volumes", kind: "files", address: "192.168.128.50" };
export const WORKER_DOORS: readonly Door[] = WORKERS.map((worker) => ({ ...worker, kind: "worker" }));

/** Somebody with an address outside of the network. */
export function outsider(address: string): Stand {
  return { name: address, kind: "outside", address, outside: address };
}

export function workerStand({ name, address }: (typeof WORKERS)[number]): Stand {
  return { ...inside(name, "worker", address), carries: "workers" };
}

/** A pod: its address is one of its worker's, and so are its security groups. */
export function podStand(pod: string, address: string): Stand {
  return { ...inside(`the pod ${pod}`, "pod", address), carries: "workers", pod };
}

export function podDoor(pod: string, address: string): Door {
  return { name: `the pod ${pod}`, kind: "pod", address, pod };
}
