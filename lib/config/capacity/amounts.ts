/** Processor time in millicores, and memory in bytes. */
export interface Amounts {
  readonly cpu: number;
  readonly memory: number;
}

/** Nothing of either. */
export const NOTHING: Amounts = { cpu: 0, memory: 0 };

/** The sum of amounts. */
export function sum(amounts: readonly Amounts[]): Amounts {
  return amounts.reduce((total, { cpu, memory }) => ({ cpu: total.cpu + cpu, memory: total.memory + memory }), NOTHING);
}

/** Amounts so many times. */
export function times({ cpu, memory }: Amounts, count: number): Amounts {
  return { cpu: cpu * count, memory: memory * count };
}

/** The larger of each. */
export function most(amounts: readonly Amounts[]): Amounts {
  return {
    cpu: Math.max(0, ...amounts.map(({ cpu }) => cpu)),
    memory: Math.max(0, ...amounts.map(({ memory }) => memory)),
  };
}
