import { claimsOf } from "../sandbox/claims";
import { bytesOf } from "../sandbox/quantity";
import { type Check, type CheckFinding, type Description, sandboxError } from "./check";

/** What the ledger knows has neither gone nor changed by accident. */
export const checkLedger: Check = (description) => {
  const described = describedClaims(description);
  return [
    ...checkVanished(description, described),
    ...checkRemoved(description, described),
    ...checkChanged(description, described),
  ];
};

type Claims = ReturnType<typeof describedClaims>;

/** The name of the place is that of its testbed in the ledger. */
const NAME = { file: "place", path: ["name"] };

function checkVanished({ ledger, place, sandboxes }: Description, described: Claims): CheckFinding[] {
  return Object.keys(ledger.datasets)
    .filter((claim) => !described.has(claim) && !ledger.removed.includes(claim))
    .map((claim) => {
      const [sandbox = ""] = claim.split("/");
      const what = Object.hasOwn(sandboxes, sandbox)
        ? `sandboxes/${sandbox}.yaml no longer describes it`
        : `it is gone with the sandbox "${sandbox}", which is not at this place`;
      const mend = `Describe it again, or add "${claim}" to ${place.name}.removed: its claim then goes, and its volume stays.`;
      return ledgerError([place.name, "datasets", claim], what, mend, {
        target: "key",
        restsOn: [
          [place.name, "datasets", claim],
          [place.name, "removed"],
        ],
        restsOnFiles: [
          { file: `sandboxes/${sandbox}`, path: ["datasets"] },
          { file: "place", path: ["sandboxes"] },
          NAME,
        ],
      });
    });
}

function checkRemoved({ ledger, place }: Description, described: Claims): CheckFinding[] {
  return ledger.removed.flatMap((claim, index) => {
    const known = described.get(claim);
    if (!known) return [];
    const what = `sandboxes/${known.sandbox}.yaml still describes "${claim}"`;
    const restsOnFiles = [{ file: `sandboxes/${known.sandbox}`, path: ["datasets", known.dataset] }, NAME];
    return [ledgerError([place.name, "removed", index], what, "Remove it there, or here.", { restsOnFiles })];
  });
}

function checkChanged({ ledger, place }: Description, described: Claims): CheckFinding[] {
  const seen = new Set<string>();
  return [...described].flatMap(([claim, { sandbox, dataset, size, shared }]) => {
    const known = ledger.datasets[claim];
    // The claims of replicas change together.
    if (!known || seen.has(`${sandbox}/${dataset}`)) return [];
    const path = ["datasets", dataset];
    const restsOnFiles = [{ file: "ledger", path: [place.name, "datasets", claim] }, NAME];
    const report = (key: string, what: string, mend: string) => {
      seen.add(`${sandbox}/${dataset}`);
      return [sandboxError(sandbox, [...path, key], what, mend, { restsOnFiles })];
    };
    if (known.shared !== shared) {
      const what = `was ${known.shared} when the claim was made, and cannot change`;
      return report(
        "shared",
        what,
        `Write shared: ${known.shared}, or make a dataset of another name and copy the data.`,
      );
    }
    if (bytesOf(size) >= bytesOf(known.size)) return [];
    const what = `"${size}" is less than the ${known.size} that it has, and volumes do not shrink`;
    return report("size", what, `Write ${known.size} or more.`);
  });
}

function ledgerError(
  path: CheckFinding["path"],
  what: string,
  mend: string,
  rest: Partial<CheckFinding>,
): CheckFinding {
  return { file: "ledger", severity: "error", target: "value", path, what, mend, ...rest };
}

/** The claims of all sandboxes, by sandbox and claim. */
export function describedClaims({ sandboxes }: Pick<Description, "sandboxes">) {
  return new Map<
    string,
    { readonly sandbox: string; readonly dataset: string; readonly size: string; readonly shared: boolean }
  >(
    Object.entries(sandboxes).flatMap(([sandbox, { datasets }]) =>
      Object.entries(datasets).flatMap(([dataset, description]) =>
        claimsOf(dataset, description).map(
          (claim) => [`${sandbox}/${claim.name}`, { sandbox, dataset, ...claim }] as const,
        ),
      ),
    ),
  );
}
