import { describe, expect, it } from "vitest";
import { checkInTheOpen } from "../../../../lib/config/checks/in-the-open";
import { findings, found } from "../support/places";

const auth = (authUrl: string) => found(checkInTheOpen, "openstack", { target: { authUrl } });
const store = (endpoint: string) =>
  found(checkInTheOpen, "existing", {
    place: { state: { s3: { bucket: "demo-state", region: "us-east-1", endpoint } } },
  });

describe("the check of what travels in the open", () => {
  it("given an identity service without TLS, then it warns of passwords", () => {
    expect(findings(checkInTheOpen, "openstack", { target: { authUrl: "http://10.0.0.2:5000/v3" } })).toEqual([
      {
        severity: "warning",
        path: ["openstack", "authUrl"],
        what: 'passwords travel to "http://10.0.0.2:5000/v3" in the open',
        mend: "Write https://, where it answers there too.",
      },
    ]);
  });

  it("given a store of states without TLS, then it warns of those", () => {
    expect(store("http://minio.example.com:9000")).toEqual([
      'warning: state.s3.endpoint: states travel to "http://minio.example.com:9000" in the open',
    ]);
  });

  it.each(["https://keystone.example.com", "http://localhost:5000/v3", "http://127.0.0.1:5000/v3"])(
    "given %s, then nobody listens",
    (address) => {
      expect(auth(address)).toEqual([]);
      expect(store(address.replace("/v3", ""))).toEqual([]);
    },
  );

  it("given a server that is only called like this machine, then it warns", () => {
    expect(auth("http://localhost.example.com/v3")).toHaveLength(1);
  });

  it.each(["aws", "rancher", "existing"] as const)("given the smallest place on %s, then it is content", (target) => {
    expect(found(checkInTheOpen, target)).toEqual([]);
  });
});
