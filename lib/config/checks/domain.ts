import { type Check, placeError, repeated } from "./check";

/** The names that hosts have, and where their records stand. */
export const checkDomain: Check = ({ place }) => {
  const { domain, hosts, aws } = place;
  const below = hosts.flatMap((host, index) => {
    if (host === domain) {
      const mend = "Remove it: sandboxes have hosts below the domain.";
      return [placeError(["hosts", index], `"${host}" is the domain itself`, mend, { restsOn: [["domain"]] })];
    }
    if (domain === undefined || !host.endsWith(`.${domain}`)) return [];
    const mend = "Remove it: sandboxes claim what is below the domain by one label.";
    return [placeError(["hosts", index], `"${host}" is below the domain`, mend, { restsOn: [["domain"]] })];
  });
  const zone =
    aws?.hostedZone === undefined || domain !== undefined
      ? []
      : [
          placeError(
            ["aws", "hostedZone"],
            "holds the records of a domain, and the place has none",
            "Add domain: <domain>.",
            {
              restsOn: [["domain"]],
            },
          ),
        ];
  return [...below, ...repeated(hosts.map((text, index) => ({ path: ["hosts", index], text }))), ...zone];
};
