import { INGRESS } from "../../ingress";
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
  return Object.entries(sandboxes).flatMap(([name, { expose }]) =>
    expose.flatMap(({ nodePort, host }, index) => {
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
      return ofOthers(nodePort, name, ["expose", index, "nodePort"], sandboxes, around);
    }),
  );
}

const ANOTHER_PORT = "Choose another port of 30000 to 32767, or none: one is assigned then.";

/** Finds who else a port belongs to: the ingress controller, a way that it was assigned to, a sandbox it is reserved for. */
function ofOthers(
  port: number,
  sandbox: string,
  path: CheckFinding["path"],
  sandboxes: Sandboxes,
  around?: Description,
): CheckFinding[] {
  if (Object.values<number>(INGRESS.nodePorts).includes(port)) {
    return [sandboxError(sandbox, path, `${port} is the ingress controller's (SB-2)`, ANOTHER_PORT)];
  }
  if (!around) return [];
  const { ledger, place } = around;
  const restsOnLedger = (key: string, name: string) => ({
    restsOnFiles: [{ file: "ledger", path: [place.name, key, name] }],
  });
  const way = [...assignableWays(sandboxes)].find((other) => ledger.ports[other] === port);
  if (way !== undefined) {
    const what = `${port} is taken by ${way}, which ledger.yaml gave it to`;
    return [sandboxError(sandbox, path, what, ANOTHER_PORT, restsOnLedger("ports", way))];
  }
  const owner = ownerOf(port, ledger.reserved);
  if (owner === undefined || owner === sandbox) return [];
  const what = `${port} is reserved for the sandbox "${owner}" by ledger.yaml (${ledger.reserved[owner]})`;
  return [sandboxError(sandbox, path, what, ANOTHER_PORT, restsOnLedger("reserved", owner))];
}
