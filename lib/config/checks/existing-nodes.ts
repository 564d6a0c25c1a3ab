import { checkOn, placeError } from "./check";

/** A cluster that exists has nodes that any pod may use: the platform and the sandboxes run on them. */
export const checkExistingNodes = checkOn("existing", ({ existing }) => {
  const path = ["existing", "nodes"];
  const kinds = Object.values(existing.nodes);
  const open = kinds.filter(({ taints }) => taints.every(({ effect }) => effect === "PreferNoSchedule"));
  if (open.length > 0) return [];
  const what = kinds.length === 0 ? "names no nodes" : "names no nodes that any pod may use: all of them are tainted";
  const mend = 'Describe those that take pods, as in worker: {count: 3, cpu: "8", memory: 32Gi}.';
  return [placeError(path, what, mend, { target: "key", restsOn: [path] })];
});
