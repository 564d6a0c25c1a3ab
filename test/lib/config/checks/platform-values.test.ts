import { describe, expect, it } from "vitest";
import { checkPlatformValues } from "../../../../lib/config/checks/platform-values";
import { testbedSchema } from "../../../../lib/config/testbed";
import { descriptionOf } from "../../../support/description";

const check = (values: object) =>
  checkPlatformValues({ ...descriptionOf({}), testbed: testbedSchema.parse({ place: "aws", platform: { values } }) });
const paths = (values: object) => check(values).map(({ path }) => path.slice(2).join("."));

describe("the check of free values", () => {
  it("given none, then it is content", () => {
    expect(check({})).toEqual([]);
  });

  it("given a problem in a list, then it tells where", () => {
    const key = "-----BEGIN RSA PRIVATE KEY-----\nx";
    expect(paths({ "metrics-server": { args: ["--a", key] } })).toEqual(["metrics-server.args.1"]);
  });

  it("given an empty value for what is open, then it is content: Helm takes the default away", () => {
    expect(check({ traefik: { accessLog: { fields: null } }, "metrics-server": { resources: null } })).toEqual([]);
  });

  it("given several charts, then all problems are told, each at its place in testbed.yaml", () => {
    const problems = check({ traefik: { logs: {} }, "cert-manager": { crds: { enabled: false } } });
    expect(problems.map(({ file, severity, target, path }) => [file, severity, target, path.join(".")]).sort()).toEqual(
      [
        ["testbed", "error", "key", "platform.values.cert-manager.crds"],
        ["testbed", "error", "key", "platform.values.traefik.logs"],
      ],
    );
  });
});
