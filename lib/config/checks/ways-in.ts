import { type CheckFinding, type Description, sandboxError } from "./check";

/** Two ways in never meet: neither on a node port (INF-33) nor on a host name. */
export function checkWaysIn({ sandboxes }: Pick<Description, "sandboxes">): CheckFinding[] {
  const owners = new Map<string, { sandbox: string; index: number }>();
  return Object.entries(sandboxes).flatMap(([name, { expose }]) =>
    expose.flatMap(({ nodePort, host }, index) => {
      const claimed = [
        { key: "nodePort", text: nodePort?.toString(), mend: "Choose another port of 30000 to 32767." },
        { key: "host", text: host, mend: "Choose another host." },
      ];
      return claimed.flatMap(({ key, text, mend }) => {
        if (text === undefined) return [];
        const owner = owners.get(`${key} ${text}`);
        owners.set(`${key} ${text}`, { sandbox: name, index });
        if (!owner) return [];
        const what = `${text} is taken by expose[${owner.index}] of sandboxes/${owner.sandbox}.yaml`;
        const restsOnFiles = [{ file: `sandboxes/${owner.sandbox}`, path: ["expose", owner.index] }];
        return [sandboxError(name, ["expose", index, key], what, mend, { restsOnFiles })];
      });
    }),
  );
}
