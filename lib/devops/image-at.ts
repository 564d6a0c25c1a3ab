import type { Mirror } from "../charts/mirror";

/** The reference of an image, where a mirror has it. */
export function imageAt({ images }: Mirror, reference: string): string {
  return images === undefined ? reference : `${images}/${reference}`;
}
