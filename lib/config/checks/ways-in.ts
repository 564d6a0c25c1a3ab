import { INGRESS } from "../../ingress";
import { TOOL_HOSTS, toolHosts } from "../devops/hosts";
import { ownerOf } from "../node-ports/reserved";
import { assignableWays } from "../node-ports/way-path";
import { hostName } from "../sandbox/host-name";
import { type CheckFinding, type Description, sandboxError } from "./check";

type Sandboxes = Description["sandboxes"];

/**
 * Two ways in never meet: neither on a node port (INF-33) nor on a host name; and nobody takes a port that belongs to
 * others.
 *
 * @param around the testbed; undefined where it cannot be read
 */
export function checkWaysIn(sandboxes: Sandboxes, around?: Description): CheckFinding[] {
  const owners = new Map<string, { sandbox: string; index: number }>();
  const assigned = around ? assignedWays(sandboxes, around) : new Map<number, string>();
  return Object.entries(sandboxes).flatMap(([name, { expose }]) =>
    expose.flatMap(({ nodePort, host }, index) => {
      if (host !== undefined && around) {
        const own = checkOwnHost(host, name, ["expose", index, "host"], around);
        if (own.length > 0) return own;
      }
      const claimed = [
        { key: "nodePort", text: nodePort?.toString(), mend: ANOTHER_PORT },
        { key: "host", text: host && hostName(host, around?.place.domain), mend: "Choose another host." },
      ];
      const twice = claimed.flatMap(({ key, text, mend }) => {
        if (text === undefined) return [];
        const owner = owners.get(`${key} ${text}`);
        owners.set(`${key} ${text}`, { sandbox: name, index });
        if (!owner) return [];
        const what = `${key === "host" ? host : text} is taken by expose[${owner.index}] of sandboxes/${owner.sandbox}.yaml`;
        const restsOnFiles = [{ file: `sandboxes/${owner.sandbox}`, path: ["expose", owner.index] }];
        return [sandboxError(name, ["expose", index, key], what, mend, { restsOnFiles })];
      });
      if (nodePort === undefined || twice.length > 0) return twice;
      return ofOthers(nodePort, name, ["expose", index, "nodePort"], assigned, around);
    }),
  );
}

/** Hosts of the testbed's registry and tools are nobody's: who has one gets what others sign in and pull with. */
function checkOwnHost(
  host: string,
  sandbox: string,
  path: CheckFinding["path"],
  { testbed, place }: Description,
): CheckFinding[] {
  const registry = place.registry?.address.replace(/[:/].*$/, "");
  const name = hostName(host, place.domain);
  const tool = toolHosts(testbed).find((label) => hostName(label, place.domain) === name);
  if (tool === undefined && name !== registry) return [];
  const ground =
    tool === undefined ? { file: "place", path: ["registry", "address"] } : { file: "testbed", path: ["devops"] };
  const what = `${host} is the host of ${tool === undefined || tool === TOOL_HOSTS.registry ? "the testbed's registry" : `the testbed's ${tool}`}`;
  return [sandboxError(sandbox, path, what, "Choose another host.", { restsOnFiles: [ground] })];
}

/** The ways that the ledger gave a number to, and that still ask for none, by that number. */
function assignedWays(sandboxes: Sandboxes, { ledger }: Description): Map<number, string> {
  const ways = [...assignableWays(sandboxes)].flatMap((way) => {
    const port = ledger.ports[way];
    return port === undefined ? [] : [[port, way] as const];
  });
  return new Map(ways);
}

const ANOTHER_PORT = "Choose another port of 30000 to 32767, or none: one is assigned then.";

/** Finds who else a port belongs to: the ingress controller, a way that it was assigned to, a sandbox it is reserved for. */
function ofOthers(
  port: number,
  sandbox: string,
  path: CheckFinding["path"],
  assigned: ReadonlyMap<number, string>,
  around?: Description,
): CheckFinding[] {
  if (Object.values<number>(INGRESS.nodePorts).includes(port)) {
    return [sandboxError(sandbox, path, `${port} is the ingress controller's (SB-2)`, ANOTHER_PORT)];
  }
  if (!around) return [];
  const { ledger, place } = around;
  const way = assigned.get(port);
  if (way !== undefined) {
    const what = `${port} is taken by ${way}, which ledger.yaml gave it to`;
    const [owner = ""] = way.split("/");
    const restsOnFiles = [
      { file: "ledger", path: [place.name, "ports", way] },
      { file: `sandboxes/${owner}`, path: ["expose"] },
    ];
    const mend = `${ANOTHER_PORT} Or remove that line from ledger.yaml: the next synth assigns the way another.`;
    return [sandboxError(sandbox, path, what, mend, { restsOnFiles })];
  }
  const owner = ownerOf(port, ledger.reserved);
  if (owner === undefined || owner === sandbox) return [];
  const what = `${port} is reserved for the sandbox "${owner}" by ledger.yaml (${ledger.reserved[owner]})`;
  const restsOnFiles = [{ file: "ledger", path: [place.name, "reserved", owner] }];
  return [sandboxError(sandbox, path, what, ANOTHER_PORT, { restsOnFiles })];
}
