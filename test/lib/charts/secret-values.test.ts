import { describe, expect, it } from "vitest";
import { secretsIn } from "../../../lib/charts/secret-values";

describe("secrets in values", () => {
  it("are none in values without any", () => {
    expect(secretsIn({ image: { tag: "v1" }, list: ["a", 1, null, true] })).toEqual([]);
  });

  it.each([
    "password",
    "adminPassword",
    "KEY_PASSPHRASE",
    "token",
    "civoApiKey",
    "api-key",
    "privateKey",
    "secret_key",
    "awsSecretAccessKey",
    "azureClientSecret",
  ])("are texts under %s", (name) => {
    expect(secretsIn({ a: { [name]: "x" } })).toEqual([["a", name]]);
  });

  it.each(["RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "PRIVATE KEY"])(
    "are keys of the kind %s",
    (kind) => {
      const key = `-----BEGIN ${kind}-----\nMIIB\n-----END ${kind}-----\n`;
      expect(secretsIn({ files: [{ text: `some\n${key}` }] })).toEqual([["files", 0, "text"]]);
    },
  );

  it("are texts beside a name such as that, as an environment is written", () => {
    const env = [
      { name: "ADMIN_PASSWORD", value: "x" },
      { name: "LOG_LEVEL", value: "debug" },
      { name: "API_TOKEN", valueFrom: { secretKeyRef: { name: "api", key: "token-of-it" } } },
      { name: 5, value: "x" },
      { value: "x" },
    ];
    expect(secretsIn({ env })).toEqual([["env", 0, "value"]]);
  });

  it("are all told", () => {
    expect(secretsIn({ users: [{ password: "x" }, { password: "y" }] })).toEqual([
      ["users", 0, "password"],
      ["users", 1, "password"],
    ]);
  });

  it("are not the names of secrets", () => {
    const values = {
      secretName: "a",
      existingSecret: "a",
      tokenSecretRef: { name: "a", key: "token-1" },
      passwordKey: "a",
      hub: { tokens: "a" },
    };
    expect(secretsIn(values)).toEqual([]);
  });

  it("are not empty, nor anything but text", () => {
    expect(secretsIn({ password: "", token: null, apiKey: false, privateKey: { name: "a" } })).toEqual([]);
  });

  it("are not what Terraform fills in", () => {
    expect(secretsIn({ password: "${TfToken[TOKEN.7]}", tokens: ["#{TfToken[TOKEN.8]}"] })).toEqual([]);
  });

  it("are not certificates and public keys", () => {
    expect(secretsIn({ ca: "-----BEGIN CERTIFICATE-----\n", key: "-----BEGIN PUBLIC KEY-----\n" })).toEqual([]);
  });
});
