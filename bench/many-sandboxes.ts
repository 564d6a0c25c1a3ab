import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Sandboxes with ways in, two each: as many as one bastion takes. */
const WITH_WAYS = 100;

/** Writes the description of a testbed with so many sandboxes, each like the reference pilot, and nodes to hold them. */
export function writeTestbed(root: string, folder: string, count: number): void {
  for (const part of ["sandboxes", "places"]) mkdirSync(join(folder, part), { recursive: true });
  cpSync(join(root, "testbed.yaml"), join(folder, "testbed.yaml"));
  const place = readFileSync(join(root, "places/aws.yaml"), "utf8");
  writeFileSync(join(folder, "places/aws.yaml"), place.replace("max: 4", `max: ${count + 2}`));
  const pilot = readFileSync(join(root, "sandboxes/pilot-ref.yaml"), "utf8");
  for (let index = 0; index < count; index++) {
    const ways = pilot.replace("30042", String(30000 + 2 * index)).replace("30043", String(30001 + 2 * index));
    const text = index < WITH_WAYS ? ways : pilot.replace(/^expose:.*/ms, "");
    writeFileSync(join(folder, "sandboxes", `pilot${index}.yaml`), text);
  }
}
