import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Fn } from "cdktf";
import { describe, expect, it } from "vitest";
import { synthesizeConstruct } from "../synth";
import { haproxyText } from "./haproxy-text";

const TEXT = "# a {worker}\nb $5 100%\n";

function parameter(insecureValue: string) {
  const json = synthesizeConstruct((scope) => {
    new SsmParameter(scope, "ways", { name: "/x", type: "String", insecureValue });
  });
  return { edge: JSON.parse(json) };
}

describe("the text in the parameter of the bastion", () => {
  it("given a gzipped text, when read, then it is as it was written", () => {
    expect(haproxyText(parameter(Fn.base64gzip(TEXT)))).toBe(TEXT);
  });

  it("given a text in which Terraform sees expressions, when read, then it throws", () => {
    expect(() => haproxyText(parameter('${base64gzip("${x}")}'))).toThrow("evaluate");
  });

  it("given another value, when read, then it throws", () => {
    expect(() => haproxyText(parameter("plain"))).toThrow("not one parameter");
  });
});
