import { type Check, placeError } from "./check";

/** States that hold secrets are not kept as plain text by accident, and states are kept in one way (rule 8 of the house plan). */
export const checkState: Check = ({ place }) => {
  const { s3, local } = place.state ?? {};
  const store = "s3: {bucket: <bucket>, region: <region>}";
  if (s3 && local) {
    return [placeError(["state", "local"], "stands beside s3", "Keep one of them.", { target: "key" })];
  }
  if (place.state && !s3 && !local) {
    return [placeError(["state"], "says nothing", `Describe ${store}, or remove it.`, { restsOn: [["state"]] })];
  }
  if (s3?.endpoint !== undefined && s3.kmsKey !== undefined) {
    const mend = "Remove it: a store of somebody else has no keys of AWS.";
    return [placeError(["state", "s3", "kmsKey"], "stands beside endpoint", mend, { target: "key" })];
  }
  const target = place.openstack ? "openstack" : place.rancher ? "rancher" : undefined;
  if (target === undefined || s3 || local?.acceptSecrets) return [];
  const what =
    "keeps secrets in its Terraform states (the kubeconfig and registration token of Rancher), and those would be plain files";
  const mend = `Describe state: {${store}}, or state: {local: {acceptSecrets: true}}.`;
  return [placeError([target], what, mend, { target: "key", restsOn: [["state"]] })];
};
