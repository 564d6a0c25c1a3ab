import type { PlaceDescription } from "../place";
import type { PathStep } from "../problem";
import { type Check, type CheckFinding, placeError } from "./check";

/** Warns where passwords, tokens or states would travel without TLS: to anywhere but the machine itself. */
export const checkInTheOpen: Check = ({ place }) =>
  addresses(place).flatMap(({ path, address, carries }): CheckFinding[] => {
    if (!/^http:\/\/(?!(localhost|127(\.\d+){3})([:/]|$))/.test(address)) return [];
    const what = `${carries} travel to "${address}" in the open`;
    return [placeError(path, what, "Write https://, where it answers there too.", { severity: "warning" })];
  });

function addresses({ openstack, state }: PlaceDescription) {
  const found: { path: PathStep[]; address: string | undefined; carries: string }[] = [
    { path: ["openstack", "authUrl"], address: openstack?.authUrl, carries: "passwords" },
    { path: ["state", "s3", "endpoint"], address: state?.s3?.endpoint, carries: "states" },
  ];
  return found.flatMap(({ address, ...rest }) => (address === undefined ? [] : [{ ...rest, address }]));
}
