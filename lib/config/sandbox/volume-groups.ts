import type { ComponentDescription } from "./component";
import type { SandboxDescription } from "./sandbox";

/** Datasets of a component that one node at a time mounts. */
export function oneNodeDatasets(
  { mounts }: Pick<ComponentDescription, "mounts">,
  datasets: SandboxDescription["datasets"],
): string[] {
  return Object.keys(mounts).filter((name) => {
    const dataset = datasets[name];
    return dataset !== undefined && !dataset.shared && !dataset.perReplica;
  });
}

/**
 * The group of each dataset of one node: those that some component mounts together, by chains of components too, are one
 * group, named by the first of them. Their pods have to meet on one node.
 */
export function volumeGroups({ components, datasets }: SandboxDescription): ReadonlyMap<string, string> {
  const all = { mounts: Object.fromEntries(Object.keys(datasets).map((name) => [name, ""])) };
  const groups = new Map(oneNodeDatasets(all, datasets).map((name) => [name, name]));
  for (const component of Object.values(components)) {
    const joined = oneNodeDatasets(component, datasets).map((name) => groups.get(name) ?? name);
    const [first] = [...joined].sort();
    for (const [name, group] of groups) if (first !== undefined && joined.includes(group)) groups.set(name, first);
  }
  return groups;
}

/** The group of volumes that a component's pods mount; undefined where they mount none of one node. */
export function volumeGroupOf(component: ComponentDescription, sandbox: SandboxDescription): string | undefined {
  const [dataset] = oneNodeDatasets(component, sandbox.datasets);
  return dataset === undefined ? undefined : volumeGroups(sandbox).get(dataset);
}
