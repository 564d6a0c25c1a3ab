import { quote } from "../../quote";
import type { PlaceDescription } from "../place";
import type { PathStep } from "../problem";
import type { RancherServerDescription } from "../rancher-server";
import { type Check, type CheckFinding, placeError, repeated } from "./check";

/** A Rancher takes the name of the cluster, and what the place says of people and catalogues. */
export const checkRancherServer: Check = ({ place }) => {
  const found = rancherOf(place);
  if (!found) return [];
  const { path, server } = found;
  return [
    ...checkName(place.name),
    ...repeated(server.admins.map((text, index) => ({ path: [...path, "admins", index], text }))),
    ...checkSignIn(path, server),
    ...checkCatalogues([...path, "catalogues"], server),
  ];
};

function rancherOf({ openstack, rancher }: PlaceDescription) {
  if (openstack) return { path: ["openstack", "rancher"], server: openstack.rancher };
  return rancher && { path: ["rancher", "server"], server: rancher.server };
}

/** Rancher refuses other names of clusters (rancher/webhook, `isValidName` of provisioning clusters). */
function checkName(name: string): CheckFinding[] {
  if (name.length > 1 && name !== "local" && !/^c-[a-z0-9]{5}$/.test(name)) return [];
  const what = `"${name}" is no name that Rancher takes for a cluster`;
  const mend = 'Choose one of two characters or more, neither "local" nor like "c-a1b2c".';
  return [placeError(["name"], what, mend)];
}

function checkSignIn(path: PathStep[], { signIn, admins }: RancherServerDescription): CheckFinding[] {
  if (!signIn) return [];
  const at = [...path, "signIn"];
  const { openldap, oidc } = signIn;
  if (!openldap && !oidc) {
    const mend = "Describe openldap or oidc, or remove it.";
    return [placeError(at, "says nothing", mend, { target: "key", restsOn: [at] })];
  }
  if (openldap && oidc) {
    const what = "stands beside openldap, and Rancher takes one of them beside its own users";
    const both = placeError([...at, "oidc"], what, "Keep one of them.", { target: "key" });
    return admins.length === 0 ? [both, ...checkAdmitted(path, admins, "openldap")] : [both];
  }
  return [
    ...checkAdmitted(path, admins, openldap ? "openldap" : "genericoidc"),
    ...(openldap ? checkPort(at, openldap) : []),
  ];
}

/** Those alone may sign in whom something names, and Rancher's provider wants names for that. */
function checkAdmitted(path: PathStep[], admins: readonly string[], provider: string): CheckFinding[] {
  const [listed, signIn] = [
    [...path, "admins"],
    [...path, "signIn"],
  ];
  if (admins.length === 0) {
    const what = "lets nobody in: it is for those whom a cluster, a project or admins names, and admins names nobody";
    const mend = `Add admins: ["${provider}_group://<name>"] beside it.`;
    return [placeError(signIn, what, mend, { target: "key", restsOn: [listed, signIn] })];
  }
  return admins.flatMap((principal, index) => {
    const scheme = principal.replace(/(_(user|group))?:.*$/, "");
    if (scheme === provider || scheme === "local") return [];
    const what = `${quote(principal)} signs in by ${scheme}, and signIn describes ${provider.replace("generic", "")}`;
    const mend = `Name ${provider}_user://<name> or ${provider}_group://<name> instead.`;
    return [placeError([...listed, index], what, mend, { restsOn: [signIn] })];
  });
}

type Openldap = NonNullable<NonNullable<RancherServerDescription["signIn"]>["openldap"]>;

function checkPort(path: PathStep[], { port, tls }: Openldap): CheckFinding[] {
  const at = [...path, "openldap", "port"];
  const warn = (what: string, mend: string) => [placeError(at, what, mend, { severity: "warning" })];
  if (tls && port === 389) return warn("389 is the port for LDAP without TLS", "Write 636, or tls: false beside it.");
  if (!tls && port === 636) return warn("636 is the port for LDAP with TLS", "Remove tls: false, or write 389.");
  return [];
}

/** Repositories that Rancher brings into every cluster. */
const OWN_CATALOGUES = ["rancher-charts", "rancher-partner-charts", "rancher-rke2-charts"];

function checkCatalogues(path: PathStep[], { catalogues }: RancherServerDescription): CheckFinding[] {
  return Object.keys(catalogues)
    .filter((name) => OWN_CATALOGUES.includes(name))
    .map((name) =>
      placeError([...path, name], `"${name}" is a repository of Rancher's own`, "Choose another name.", {
        target: "key",
      }),
    );
}
