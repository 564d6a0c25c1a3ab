import { KUBERNETES_MINORS, RKE2_VERSIONS } from "../../versions";
import { type Check, placeError } from "./check";

/** The Kubernetes minor is one that we know, or is allowed by name. */
export const checkKubernetes: Check = ({ testbed, place }) => {
  const { minor, untested } = testbed.kubernetes;
  const rke2 = (place.openstack ?? place.rancher) !== undefined;
  if (rke2 && !Object.hasOwn(RKE2_VERSIONS, minor)) {
    const what = `there is no RKE2 of Kubernetes ${minor} that we know (${Object.keys(RKE2_VERSIONS).join(", ")})`;
    const path = ["kubernetes", "minor"];
    return [{ file: "testbed", severity: "error", target: "value", path, what, mend: "Choose one of them." }];
  }
  const wanted = place.openstack?.rancher.rke2 ?? place.rancher?.server.rke2;
  if (wanted !== undefined && !wanted.startsWith(`v${minor}.`)) {
    const path = place.openstack ? ["openstack", "rancher", "rke2"] : ["rancher", "server", "rke2"];
    const restsOnFiles = [{ file: "testbed", path: ["kubernetes"] }];
    const what = `"${wanted}" is not of Kubernetes ${minor}, which testbed.yaml names`;
    return [
      placeError(path, what, `Write one that begins with v${minor}, or choose another minor there.`, { restsOnFiles }),
    ];
  }
  if (untested || (KUBERNETES_MINORS as readonly string[]).includes(minor)) return [];
  return [
    {
      file: "testbed",
      severity: "error",
      target: "value",
      path: ["kubernetes", "minor"],
      what: `Kubernetes ${minor} is not among the tested minors (${KUBERNETES_MINORS.join(", ")})`,
      mend: "Choose one of them, or add untested: true beside it to use it all the same.",
    },
  ];
};
