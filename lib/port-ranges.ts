/** Ports that follow each other. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Joins ports that follow each other, so that a firewall needs few rules: AWS counts 60 for each group. */
export function portRanges(ports: Iterable<number>): PortRange[] {
  const ranges: PortRange[] = [];
  for (const port of [...new Set(ports)].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range && range.last === port - 1) ranges[ranges.length - 1] = { first: range.first, last: port };
    else ranges.push({ first: port, last: port });
  }
  return ranges;
}
