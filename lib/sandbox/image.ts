import type { ImageDescription } from "../config/sandbox/image";
import type { PlaceReader } from "./place-reader";

/** The reference to an image: as it stands, or in the registry of the place (INF-35). */
export function imageOf({ reference, project }: ImageDescription, place: PlaceReader): string {
  return reference ?? `${place.get("registry")}/${project}`;
}

/** Whether an image is named by what is in it, not by a tag that can move. */
export function isPinned({ reference, project }: ImageDescription): boolean {
  return /@sha256:/.test(reference ?? project ?? "");
}
