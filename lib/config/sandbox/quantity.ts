import { text } from "../fields";

/** An amount of processor time, such as `500m` or `2`. */
export function cpu() {
  return text(
    /^([1-9]\d{0,5}m|\d{1,3}(\.\d{1,3})?)$/,
    "is no amount of CPU",
    'Write cores or millicores, as in "2" or "500m".',
  );
}

/** An amount of memory or storage, such as `512Mi` or `4Gi`. */
export function bytes() {
  return text(/^[1-9]\d{0,5}(Ki|Mi|Gi|Ti)$/, "is no amount of memory or disk", 'Write it as in "512Mi" or "4Gi".');
}

/** Bytes of the units that descriptions take. */
export const UNITS: Readonly<Record<string, number>> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** The millicores of an amount of CPU. */
export function millicores(amount: string): number {
  return amount.endsWith("m") ? Number.parseInt(amount, 10) : Math.round(Number(amount) * 1000);
}

/** The bytes of an amount of memory or storage. */
export function bytesOf(amount: string): number {
  return Number.parseInt(amount, 10) * (UNITS[amount.slice(-2)] ?? 1);
}

/** Writes millicores as Kubernetes does: `2` or `1500m`. */
export function formatCpu(millicores: number): string {
  return millicores % 1000 === 0 ? String(millicores / 1000) : `${millicores}m`;
}

/** Writes bytes in the largest unit that holds them without a remainder. */
export function formatBytes(bytes: number): string {
  const unit = Object.entries(UNITS)
    .reverse()
    .find(([, size]) => bytes >= size && bytes % size === 0);
  return unit ? `${bytes / unit[1]}${unit[0]}` : String(bytes);
}
