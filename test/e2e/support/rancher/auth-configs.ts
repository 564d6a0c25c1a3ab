import { type Answer, type Call, type Json, NOT_FOUND, ok, part } from "./answer";
import type { Holdings } from "./holdings";

export const AUTH_CONFIG = "authConfig";

/** Providers of sign-in that Rancher knows, as far as we describe them: each is there from the start, and not enabled. */
const PROVIDERS = { genericoidc: "genericOIDCConfig", local: "localConfig", openldap: "openLdapConfig" } as const;

const SECRETS = ["clientSecret", "serviceAccountPassword"];

/** How people can sign in, by provider. */
export function authConfigs(holdings: Holdings, root: string): Json[] {
  return Object.keys(PROVIDERS).map((id) => shown(holdings, id, root));
}

/** Shows a provider of sign-in, or changes it. No directory is asked: what is tried and applied is applied. */
export function changeAuthConfig(holdings: Holdings, id: string, { method, query, body, root }: Call): Answer {
  if (!(id in PROVIDERS)) return NOT_FOUND;
  const action = query.get("action");
  if (action === "disable") holdings.remove(AUTH_CONFIG, id);
  if (action === "testAndApply") holdings.put(AUTH_CONFIG, id, part(body, "ldapConfig"));
  if (method === "PUT") holdings.put(AUTH_CONFIG, id, body);
  return ok(shown(holdings, id, root));
}

/** Rancher shows no secret. */
function shown(holdings: Holdings, id: string, root: string): Json {
  const kept = Object.entries(holdings.get(AUTH_CONFIG, id) ?? {}).filter(([key]) => !SECRETS.includes(key));
  const self = `${root}/authConfigs/${id}`;
  const action = (name: string) => `${self}?action=${name}`;
  return {
    enabled: id === "local",
    ...Object.fromEntries(kept),
    id,
    name: id,
    type: PROVIDERS[id as keyof typeof PROVIDERS],
    links: { self, update: self },
    actions: { disable: action("disable"), testAndApply: action("testAndApply") },
  };
}
