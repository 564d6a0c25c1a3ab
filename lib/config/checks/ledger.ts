import { claimsOf } from "../sandbox/claims";
import { bytesOf } from "../sandbox/quantity";
import { type Check, type CheckFinding, type Description, sandboxError } from "./check";

/** What the ledger knows has neither gone nor changed by accident. */
export const checkLedger: Check = (description) => {
  const { ledger, place } = description;
  const described = describedClaims(description);
  const at = (...path: (string | number)[]) => [place.name, ...path];
  const vanished = Object.keys(ledger.datasets)
    .filter((path) => !described.has(path) && !ledger.removed.includes(path))
    .map((path) =>
      ledgerError(
        at("datasets", path),
        `the dataset is gone from sandboxes/${path.split("/")[0]}.yaml`,
        `Describe it again, or add "${path}" to removed: its claim then goes, and its volume stays.`,
        "key",
      ),
    );
  const undead = ledger.removed.flatMap((path, index) =>
    described.has(path)
      ? [
          ledgerError(
            at("removed", index),
            `sandboxes/${path.split("/")[0]}.yaml still describes "${path}"`,
            "Remove it there, or here.",
          ),
        ]
      : [],
  );
  const changed = [...described].flatMap(([path, { sandbox, dataset, size, shared }]) => {
    const known = ledger.datasets[path];
    if (!known) return [];
    const keys = ["datasets", dataset];
    if (known.shared !== shared) {
      const what = `was ${known.shared} when the claim was made, and cannot change`;
      return [sandboxError(sandbox, [...keys, "shared"], what, "Make a dataset of another name, and copy the data.")];
    }
    if (bytesOf(size) >= bytesOf(known.size)) return [];
    const what = `"${size}" is less than the ${known.size} that it has, and volumes do not shrink`;
    return [sandboxError(sandbox, [...keys, "size"], what, `Write ${known.size} or more.`)];
  });
  return [...vanished, ...undead, ...changed];
};

function ledgerError(
  path: CheckFinding["path"],
  what: string,
  mend: string,
  target: CheckFinding["target"] = "value",
): CheckFinding {
  return { file: "ledger", severity: "error", target, path, what, mend };
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
