import { isAwsRegion } from "../fields";
import type { PlaceDescription } from "../place";
import { type Check, type CheckFinding, placeError } from "./check";

/** States that hold secrets are not kept as plain text by accident, and states are kept in one way (rule 8 of the house plan). */
export const checkState: Check = ({ place }) => [...checkForm(place), ...checkSecrets(place)];

const STORE = "s3: {bucket: <bucket>, region: <region>}";

function checkForm(place: PlaceDescription): CheckFinding[] {
  const { s3, local } = place.state ?? {};
  const findings: CheckFinding[] = [];
  if (s3 && local) findings.push(placeError(["state", "local"], "stands beside s3", "Keep one of them.", AT_KEY));
  if (s3?.endpoint !== undefined && s3.kmsKey !== undefined) {
    const mend = "Remove it: a store of somebody else has no keys of AWS.";
    findings.push(placeError(["state", "s3", "kmsKey"], "stands beside endpoint", mend, AT_KEY));
  }
  if (s3 && s3.endpoint === undefined && !isAwsRegion(s3.region)) {
    const mend = 'Write it as in "eu-west-1", or name the store beside it: endpoint: https://...';
    findings.push(placeError(["state", "s3", "region"], `"${s3.region}" is not a region of AWS that we know`, mend));
  }
  if (place.state && !s3 && !local && !keepsSecrets(place)) {
    const mend = `Describe ${STORE}, or remove it.`;
    findings.push(placeError(["state"], "says nothing", mend, { ...AT_KEY, restsOn: [["state"]] }));
  }
  return findings;
}

const AT_KEY = { target: "key" } as const;

function checkSecrets(place: PlaceDescription): CheckFinding[] {
  const { s3, local } = place.state ?? {};
  if (!keepsSecrets(place) || s3 || local?.acceptSecrets) return [];
  const what =
    "keeps secrets in its Terraform states (the kubeconfig and registration token of Rancher), and those would be plain files";
  const mend = `Describe state: {${STORE}}, or state: {local: {acceptSecrets: true}}.`;
  return [placeError([place.openstack ? "openstack" : "rancher"], what, mend, { ...AT_KEY, restsOn: [["state"]] })];
}

/** Whether providers of the target keep what they hand out in the states. */
function keepsSecrets({ openstack, rancher }: PlaceDescription): boolean {
  return (openstack ?? rancher) !== undefined;
}
