import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { PROGRAMS } from "../support/programs";
import { temporaryFolder } from "../support/synth";
import type { ControlPlane } from "./support/control-plane/control-plane";
import { buildControlPlane } from "./support/control-plane/programs";
import { startControlPlane } from "./support/control-plane/start";
import { Forwarder } from "./support/forwarder";
import { PythonTools } from "./support/python";
import { SessionManager } from "./support/session-manager";
import { suite } from "./support/suite";

const BASTION = "i-0123456789abcdef0";
const API = "0123456789ABCDEF0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com";

/** The output of the reference testbed's edge, with what Terraform fills in. */
function tunnelCommand(): string {
  const output = PROGRAMS.reference?.().stacks["infinitech-bp-edge"]?.output?.tunnel_command?.value;
  const command = z
    .string()
    .parse(output)
    .replace(/\$\{aws_instance[^}]*\}/, BASTION)
    .replace(/\$\{replace[^}]*\}/, API);
  if (command.includes("${")) throw new Error(`There is more to fill in: ${command}`);
  return command;
}

suite(
  "tunnel, its command",
  () => PythonTools.install(),
  (tools) => {
    let manager: SessionManager;

    beforeAll(async () => {
      manager = await SessionManager.start(tools());
    });
    afterAll(() => manager?.stop());

    it("given the edge's command, when the AWS CLI checks it, then it takes every argument", async () => {
      const { status, stderr, requests } = await manager.type(`${tunnelCommand()} --generate-cli-skeleton output`);
      expect({ status, stderr, requests }).toEqual({ status: 0, stderr: "", requests: [] });
    });

    it("given the edge's command, when it is typed, then the bastion is asked for the way to the API", async () => {
      const { status, stderr, requests } = await manager.type(tunnelCommand());
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(requests).toEqual([
        {
          Target: BASTION,
          DocumentName: "AWS-StartPortForwardingSessionToRemoteHost",
          Parameters: { host: [API], portNumber: ["443"], localPortNumber: ["8443"] },
        },
      ]);
    });
  },
);

suite("tunnel, its end", buildControlPlane, (programs) => {
  /** A name in the certificate of the API: what the address of an EKS cluster is there. */
  const NAME = "kubernetes.default.svc";
  let controlPlane: ControlPlane;
  let tunnel: Forwarder;

  beforeAll(async () => {
    controlPlane = await startControlPlane(programs(), temporaryFolder());
    const { hostname, port } = new URL(controlPlane.endpoint);
    tunnel = await Forwarder.open(hostname, Number(port));
  });
  afterAll(async () => {
    await tunnel?.close();
    await controlPlane?.stop();
  });

  /** Asks the API through the tunnel. The certificate names 127.0.0.1 here, which that of EKS does not: hence localhost. */
  const ask = (...options: string[]) =>
    controlPlane.kubectl([
      "--server",
      `https://localhost:${tunnel.port}`,
      ...options,
      "get",
      "namespaces",
      "-o",
      "name",
    ]);

  describe("given a tunnel to the Kubernetes API, when kubectl asks through it", () => {
    it("with the API's name, then it gets an answer, from whom it trusts (SB-10)", async () => {
      const { code, stdout } = await ask("--tls-server-name", NAME);
      expect(code).toBe(0);
      expect(stdout).toContain("namespace/default");
    });

    it("without that name, then it refuses the certificate", async () => {
      const { code, stderr } = await ask();
      expect(code).toBe(1);
      expect(stderr).toMatch(/certificate is valid for .*, not localhost/);
    });

    it("with another name, then it refuses the certificate", async () => {
      const { code, stderr } = await ask("--tls-server-name", API);
      expect(code).toBe(1);
      expect(stderr).toContain(`not ${API}`);
    });
  });
});
