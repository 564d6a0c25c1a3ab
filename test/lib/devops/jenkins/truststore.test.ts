import { describe, expect, it } from "vitest";
import { truststore } from "../../../../lib/devops/jenkins/truststore";
import { handedValues } from "../../../support/jcasc/configuration";
import { BARE, DIRECTORY } from "../../../support/jcasc/options";

const withoutAuthority = { ...BARE, directory: { ...DIRECTORY, authority: undefined } };

describe("the authorities that Jenkins trusts", () => {
  it("given a directory with an authority of its own, then it is added to those of the image", () => {
    const { controller, persistence } = handedValues(BARE);
    expect(controller.customInitContainers.map(({ name }) => name)).toEqual(["trust"]);
    expect(controller.javaOpts).toContain("-Djavax.net.ssl.trustStore=/var/lib/trust/cacerts");
    expect(JSON.stringify(persistence.volumes)).toContain(
      '{"secret":{"name":"directory-authority","items":[{"key":"ca.crt","path":"0.pem"}]}}',
    );
    expect(persistence.mounts).toEqual([{ name: "trust", mountPath: "/var/lib/trust", readOnly: true }]);
  });

  it("given a directory that everybody trusts, then Java's own stay", () => {
    const { controller, persistence } = handedValues(withoutAuthority);
    expect(controller.customInitContainers).toEqual([]);
    expect(controller.javaOpts).not.toContain("trustStore");
    expect(persistence.mounts).toEqual([]);
  });

  it("given several authorities, then each has a file of its own", () => {
    const { volumes } = truststore([
      { secret: "one", key: "ca.crt" },
      { secret: "two", key: "ca.crt" },
    ]);
    expect(JSON.stringify(volumes)).toMatch(/"one".*0\.pem.*"two".*1\.pem/);
  });
});
