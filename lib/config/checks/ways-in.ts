import { type Check, sandboxError } from "./check";

/** Two ways in never meet: neither on a node port (INF-33) nor on a host name. */
export const checkWaysIn: Check = ({ sandboxes }) => {
  const owners = new Map<string, string>();
  return Object.entries(sandboxes).flatMap(([name, { expose }]) =>
    expose.flatMap(({ nodePort, host }, index) => {
      const claimed = [
        { key: "nodePort", text: nodePort?.toString(), mend: "Choose another port of 30000 to 32767." },
        { key: "host", text: host, mend: "Choose another host." },
      ];
      return claimed.flatMap(({ key, text, mend }) => {
        if (text === undefined) return [];
        const owner = owners.get(`${key} ${text}`);
        owners.set(`${key} ${text}`, `expose[${index}] of sandboxes/${name}.yaml`);
        return owner === undefined
          ? []
          : [sandboxError(name, ["expose", index, key], `${text} is taken by ${owner}`, mend)];
      });
    }),
  );
};
