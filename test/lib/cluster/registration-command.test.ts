import { describe, expect, it } from "vitest";
import { type HostRegistration, registrationCommand } from "../../../lib/cluster/registration-command";

const COMMAND =
  "curl -fL https://rancher.example.org/system-agent-install.sh | sudo  sh -s - --server https://rancher.example.org " +
  "--label 'cattle.io/os=linux' --token abc --ca-checksum def";

/** What is behind Rancher's command. */
const argumentsOf = (host: HostRegistration) => registrationCommand(COMMAND, host).slice(COMMAND.length + 1);

describe("the command that joins a host to its cluster", () => {
  it("is Rancher's own, as it is, with the role of the host behind it", () => {
    expect(registrationCommand(COMMAND, { roles: ["worker"] })).toBe(`${COMMAND} --worker`);
  });

  it("takes a token in place of the text", () => {
    const token = "${TfToken[TOKEN.9]}";
    expect(registrationCommand(token, { roles: ["worker"] })).toBe(`${token} --worker`);
  });

  it("lists roles in one order, each once, whoever lists them", () => {
    expect(argumentsOf({ roles: ["worker", "controlplane", "etcd", "worker"] })).toBe("--etcd --controlplane --worker");
  });

  it("says what the node is to be called, and where it is reached", () => {
    const host = {
      roles: ["worker"],
      name: "demo-worker-1",
      address: "203.0.113.7",
      internalAddress: "fd00::7",
    } as const;
    expect(argumentsOf(host)).toBe(
      "--worker --node-name 'demo-worker-1' --address '203.0.113.7' --internal-address 'fd00::7'",
    );
  });

  it("takes tokens for names and addresses", () => {
    const token = "${TfToken[TOKEN.9]}";
    expect(argumentsOf({ roles: ["worker"], internalAddress: token })).toBe(`--worker --internal-address '${token}'`);
  });

  it("says labels and taints one by one, and a taint without value with its equals sign", () => {
    expect(
      argumentsOf({
        roles: ["worker"],
        labels: { disk: "fast", "example.org/zone": "" },
        taints: [
          { key: "dedicated", value: "database", effect: "NoSchedule" },
          { key: "example.org/slow", effect: "NoExecute" },
        ],
      }),
    ).toBe(
      "--worker --label 'disk=fast' --label 'example.org/zone=' " +
        "--taint 'dedicated=database:NoSchedule' --taint 'example.org/slow=:NoExecute'",
    );
  });

  it("keeps plain text from Terraform", () => {
    expect(registrationCommand("curl ${a}", { roles: ["worker"] })).toBe("curl $${a} --worker");
  });
});

describe("the command is refused", () => {
  it("for a host without a role", () => {
    expect(() => argumentsOf({ roles: [] })).toThrow(
      "A host has at least one role. Choose among etcd, controlplane, worker.",
    );
  });

  it.each<[string, Partial<HostRegistration>]>([
    ["a name that ends the quotes", { name: "a'; reboot; '" }],
    ["a name in capitals", { name: "Demo" }],
    ["an address with more behind it", { internalAddress: "10.0.0.1 --etcd" }],
    ["a label of two", { labels: { a: "b,c=d" } }],
    ["a label with a space", { labels: { "a b": "c" } }],
    ["a taint with a quote", { taints: [{ key: "a'b", effect: "NoSchedule" }] }],
  ])("for %s", (_, host) => {
    expect(() => argumentsOf({ roles: ["worker"], ...host })).toThrow(/is not .*, so a host cannot join with --/);
  });

  it.each(["", "  ", "curl\nreboot"])("where the text is %j, which is not one line", (text) => {
    expect(() => registrationCommand(text, { roles: ["worker"] })).toThrow("The node command is not one line.");
  });
});
