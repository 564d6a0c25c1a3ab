import { describe, expect, it } from "vitest";
import { cloudConf, type OpenStackAccess } from "../../../lib/cluster/cloud-conf";

const access: OpenStackAccess = {
  authUrl: "https://keystone.example.org:5000/v3",
  region: "RegionOne",
  applicationCredentialId: "0123456789abcdef0123456789abcdef",
  applicationCredentialSecret: "not-a-real-secret",
};

describe("cloud.conf by default", () => {
  it("says who the cluster is", () => {
    expect(cloudConf(access).split("\n").slice(0, 5)).toEqual([
      "[Global]",
      'auth-url="https://keystone.example.org:5000/v3"',
      'region="RegionOne"',
      'application-credential-id="0123456789abcdef0123456789abcdef"',
      'application-credential-secret="not-a-real-secret"',
    ]);
  });

  it("leaves load balancers alone", () => {
    expect(cloudConf(access)).toContain("[LoadBalancer]\nenabled=false\n");
  });

  it("believes the authorities that the images know, and the zones of volumes", () => {
    expect(cloudConf(access)).not.toContain("ca-file");
    expect(cloudConf(access)).toContain("[BlockStorage]\nignore-volume-az=false\n");
  });
});

describe("cloud.conf", () => {
  it("names the certificates that stand beside it", () => {
    expect(cloudConf({ ...access, certificateAuthority: "x" })).toContain("\nca-file=/etc/config/ca.crt\n");
  });

  it("ignores the zones of volumes where they are not those of servers", () => {
    expect(cloudConf({ ...access, volumeZones: false })).toContain("ignore-volume-az=true");
  });

  it.each([
    ['a"b', '"a\\"b"'],
    ["a\\", '"a\\\\"'],
    ["a # b ; c = [d]", '"a # b ; c = [d]"'],
    ["a\nb\tc", '"a\\nb\\tc"'],
    ["${a}%{b}", '"$${a}%%{b}"'],
  ])("holds the value %j as it is", (value, written) => {
    expect(cloudConf({ ...access, applicationCredentialSecret: value })).toContain(
      `application-credential-secret=${written}\n`,
    );
  });

  it("is one line for each value, of tokens too: Terraform writes what it fills in", () => {
    const token = "${TfToken[TOKEN.3]}";
    const lines = cloudConf({ ...access, applicationCredentialId: token, applicationCredentialSecret: token });
    expect(lines.split("\n")).toHaveLength(cloudConf(access).split("\n").length);
    expect(lines).not.toContain(token);
    expect(lines).toMatch(/^application-credential-secret="\$\{TfToken\[.+\]\}"$/m);
  });
});

describe("cloud.conf cannot be written", () => {
  it("with a token beside text", () => {
    expect(() => cloudConf({ ...access, authUrl: "https://${TfToken[TOKEN.3]}/v3" })).toThrow(
      "The value of auth-url is a token and text. Let Terraform put them together.",
    );
  });

  it("with control characters, which the message does not show", () => {
    const error = "The value of application-credential-secret holds control characters, which cloud.conf cannot hold.";
    expect(() => cloudConf({ ...access, applicationCredentialSecret: "a\u0000b" })).toThrow(error);
  });

  it("without a value", () => {
    expect(() => cloudConf({ ...access, region: "" })).toThrow("OpenStack needs a value for region.");
  });
});
