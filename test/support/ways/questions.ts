import { IPv4 } from "ipaddr.js";
import type { PodModel } from "../policy/model";
import type { Declaration } from "./declaration";
import {
  API_DOOR,
  BALANCER,
  BALANCER_DOOR,
  BALANCER_WITHIN,
  BASTION,
  BASTION_DOOR,
  BASTION_WITHIN,
  type Door,
  FILES_DOOR,
  MACHINE,
  outsider,
  podDoor,
  podStand,
  type Stand,
  WORKER_DOORS,
  WORKERS,
  workerStand,
} from "./stands";
import type { Knock } from "./ways-in";

/** Ports of machines that nobody may open by accident, and both ends of the node ports. */
const KNOWN_PORTS = [22, 80, 443, 2049, 6443, 8000, 8089, 8404, 8405, 8443, 9100, 10250, 30000, 32080, 32443, 32767];

/** The ports that are worth a question: those of machines, of node ports and their neighbours, and of components that are exposed. */
export function portsOf({ ways, hosts }: Declaration): number[] {
  const around = ways.flatMap(({ nodePort }) => [nodePort - 1, nodePort, nodePort + 1]);
  const behind = [...ways, ...hosts].map(({ port }) => port);
  return [...new Set([...KNOWN_PORTS, ...around, ...behind])].sort((a, b) => a - b);
}

/** The first and the last address of each network, and the ones before and after it: some in another list, some in none. */
export function addressesOf({ sources }: Declaration): string[] {
  const all = Object.values(sources)
    .flat()
    .flatMap((network) => {
      const first = numberOf(IPv4.networkAddressFromCIDR(network));
      const last = numberOf(IPv4.broadcastAddressFromCIDR(network));
      return [first - 1, first, last, last + 1].map(addressOf);
    });
  return [...new Set([...all, "8.8.8.8"])];
}

/** Every question of the table: who knocks, at which door, on which port; and for each host where somebody may ask for one. */
export function questionsOf(declaration: Declaration, pods: readonly PodModel[]): Knock[] {
  const ports = portsOf(declaration);
  const hosts = [...declaration.hosts.map(({ host }) => host), "nobody.example.org"];
  const probes = pods.filter(({ name }) => name === "probe");
  const insiders: readonly Stand[] = [
    BASTION,
    MACHINE,
    BALANCER,
    ...WORKERS.map(workerStand),
    ...probes.map((pod) => podStand(idOf(pod), pod.address)),
  ];
  const stands = [...addressesOf(declaration).map(outsider), ...insiders];
  const podDoors = pods.filter(({ name }) => name !== "probe").map((pod) => podDoor(idOf(pod), pod.address));
  const doors: readonly Door[] = [
    BASTION_DOOR,
    BASTION_WITHIN,
    BALANCER_DOOR,
    BALANCER_WITHIN,
    ...WORKER_DOORS,
    API_DOOR,
    FILES_DOOR,
    ...podDoors,
  ];
  return stands.flatMap((from) =>
    doors.flatMap((at) => {
      if (from === BASTION && at.kind === "bastion") return []; // A machine always reaches itself.
      if (at.kind !== "balancer") return ports.map((port) => ({ from, at, port }));
      const [any = ""] = hosts;
      return [
        ...ports.map((port) => ({ from, at, port, host: any })),
        ...[80, 443].flatMap((port) => hosts.map((host) => ({ from, at, port, host }))),
      ];
    }),
  );
}

function idOf({ namespace, name }: PodModel): string {
  return `${namespace}/${name}`;
}

function numberOf(address: IPv4): number {
  return address.octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

function addressOf(number: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join(".");
}
