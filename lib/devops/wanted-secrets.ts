import type { DevopsDescription } from "../config/devops/devops";
import type { Registry } from "../config/devops/hosts";
import type { Bootstrap } from "./directory/bootstrap";
import type { CodeGroup } from "./grant";
import { bindSecret, MADE_SECRETS } from "./names";
import { nexusAccount, nexusAccountSecret, nexusAccountsOf } from "./nexus/names";
import type { PullAccounts, WantedSecret } from "./tools-secrets";

/** The secrets that are made in the cluster where they are missing. */
export function wantedSecrets(
  { nexus, directory }: DevopsDescription,
  groups: readonly CodeGroup[],
  bootstrap: Bootstrap | undefined,
): WantedSecret[] {
  const people = directory?.passwords === undefined ? (bootstrap?.people ?? []) : [];
  return [
    ...(bootstrap?.tools ?? []).map((tool) => ({ secret: bindSecret(tool), key: "password" })),
    ...people.map(({ uid }) => ({ secret: MADE_SECRETS.directoryPeople, key: uid })),
    ...(nexus
      ? [
          MADE_SECRETS.nexusAdmin,
          ...nexusAccountsOf(groups).map(({ kind, group }) => nexusAccountSecret(kind, group)),
        ].map((secret) => ({ secret, key: "password" }))
      : []),
  ];
}

/** Each sandbox pulls with the account of its pilot. */
export function pullAccounts({ address, pullSecret = "" }: Registry, groups: readonly CodeGroup[]): PullAccounts {
  const accounts = groups.flatMap(({ name, sandboxes }) =>
    sandboxes.map((namespace) => ({
      namespace,
      username: nexusAccount("pull", name),
      password: nexusAccountSecret("pull", name),
    })),
  );
  return { registry: address, secret: pullSecret, accounts };
}
