import type { Amounts } from "./amounts";

const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** GiB of memory for each vCPU, by the letter that begins the family (Amazon EC2 instance types). */
const GIB_PER_VCPU: Readonly<Record<string, number>> = { c: 2, m: 4, t: 4, r: 8 };

/** Families that follow the rule: of older ones, and of c5n, the memory is another. */
const REGULAR = /^(?!c5n)((c|m|r)([5-9]|\d\d)|m4|t[2-9])[a-z]*$/;

/** vCPUs and GiB of the sizes of burstable instances that do not follow the rule. */
const SMALL_BURSTABLE: Readonly<Record<string, readonly [number, number]>> = {
  micro: [2, 1],
  small: [2, 2],
  medium: [2, 4],
};

/** Memory that the hypervisor keeps: the default of Karpenter (`VM_MEMORY_OVERHEAD_PERCENT`), 7.5 per cent. */
const HYPERVISOR_SHARE = 0.075;

/** Most pods of a node with less than 30 vCPUs, and of larger ones, as EKS has it in managed node groups. */
const MOST_PODS = { small: 110, large: 250 };

/** Memory below which the kubelet of EKS evicts pods. */
const EVICTION = 100 * MIB;

/**
 * What pods may ask for on an instance of a type: its size less what EKS keeps for itself (bootstrap of the Amazon EKS
 * images: 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the rest; 255 MiB, and 11 MiB for
 * each pod). On the safe side: types with fewer pods have some memory more.
 *
 * @returns undefined for families whose sizes follow no rule that we know
 */
export function allocatableOf(instanceType: string): Amounts | undefined {
  const [family = "", size = ""] = instanceType.split(".");
  const letter = family[0] ?? "";
  const small = letter === "t" ? SMALL_BURSTABLE[size] : undefined;
  const ratio = REGULAR.test(family) ? GIB_PER_VCPU[letter] : undefined;
  const oneCore = family === "t2" && (size === "micro" || size === "small");
  const vcpus = oneCore ? 1 : (small?.[0] ?? vcpusOf(size));
  if (ratio === undefined || vcpus === undefined) return undefined;
  const gib = small?.[1] ?? vcpus * ratio;
  const kubelet = (255 + 11 * (vcpus < 30 ? MOST_PODS.small : MOST_PODS.large)) * MIB;
  return {
    cpu: vcpus * 1000 - reservedMillicores(vcpus),
    memory: Math.max(0, Math.floor(gib * GIB * (1 - HYPERVISOR_SHARE)) - kubelet - EVICTION),
  };
}

function vcpusOf(size: string): number | undefined {
  const multiple = /^(\d+)xlarge$/.exec(size);
  if (multiple) return Number(multiple[1]) * 4;
  return { medium: 1, large: 2, xlarge: 4 }[size];
}

function reservedMillicores(vcpus: number): number {
  const shares = [60, 10, 5, 5];
  return Array.from({ length: vcpus }, (_, core) => shares[core] ?? 2.5).reduce((all, share) => all + share, 0);
}
