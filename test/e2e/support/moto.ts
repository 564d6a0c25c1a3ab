import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import type { PythonTools } from "./python";
import { output } from "./run";

/** The region in which everything stands. */
export const REGION = "eu-west-1";

/**
 * Differences between moto and AWS, mended: ids of hosted zones begin with a Z, a volume without a size has that of the image
 * (8 GiB for Amazon Linux), rules that name a security group keep their description, and a machine that ends lets go of its
 * network interface.
 */
const MENDS = `
from moto.ec2.models.instances import Instance
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.responses.instances import InstanceResponse
from moto.route53 import models as route53
zone_id = route53.create_route53_zone_id
route53.create_route53_zone_id = lambda **known: "Z" + zone_id(**known)[1:]
size = lambda mapping: mapping.get("Ebs", {}).setdefault("VolumeSize", 8)
InstanceResponse._validate_block_device_mapping = staticmethod(size)
SecurityGroupRule.description = property(lambda self: {**self.source_group, **self.ip_range}.get("Description"))
terminate = Instance.terminate
def terminate_and_detach(self):
    state = terminate(self)
    for interface in self.nics.values():
        interface.instance = interface.attachment_id = interface.device_index = None
        interface.status = "available"
    return state
Instance.terminate = terminate_and_detach
`;

/** Serves on a free port, and ends when its input is closed: it never outlives the process that started it. */
const SERVER = `
import os, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
from moto.server import main
${MENDS}
main(["--host", "127.0.0.1", "--port", "0"])
`;

/** Calls one operation of an AWS service and prints the answer: <service> <operation> <arguments>. */
const CALL = `
import boto3, json, sys
service, operation, arguments = sys.argv[1:]
answer = getattr(boto3.client(service), operation)(**json.loads(arguments))
print(json.dumps(answer, default=str))
`;

const credentialsSchema = z.object({
  Credentials: z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string(), SessionToken: z.string() }),
});

/** An AWS on this machine: a server of moto, with nothing in it at the start. */
export class Moto {
  /** What the AWS tools and Terraform's provider need in their environment to talk to this AWS and to no other. */
  readonly environment: NodeJS.ProcessEnv;

  private constructor(
    private readonly python: string,
    private readonly server: ChildProcess,
    private readonly folder: string,
    url: string,
  ) {
    const inherited = Object.keys(process.env).filter((name) => name.startsWith("AWS_"));
    this.environment = {
      ...Object.fromEntries(inherited.map((name) => [name, undefined])),
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: "nobody",
      AWS_SECRET_ACCESS_KEY: "nothing",
      AWS_DEFAULT_REGION: REGION,
      AWS_EC2_METADATA_DISABLED: "true",
      // What moto lacks it answers with an error of its own: another attempt would not help.
      AWS_MAX_ATTEMPTS: "2",
    };
  }

  /** Starts a server; stop it in the end. */
  static async start(tools: PythonTools): Promise<Moto> {
    const python = tools.program("python");
    const folder = mkdtempSync(join(tmpdir(), "testbed-moto-"));
    const path = join(folder, "log");
    // A file, not a pipe: while Terraform runs, nobody would empty the pipe.
    const log = openSync(path, "w");
    const env = { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" };
    const server = spawn(python, ["-c", SERVER], { env, stdio: ["pipe", log, log] });
    closeSync(log);
    for (let tenths = 0; tenths < 600 && server.exitCode === null; tenths++) {
      const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(readFileSync(path, "utf8"))?.[1];
      if (url) return new Moto(python, server, folder, url);
      await setTimeout(100);
    }
    const said = readFileSync(path, "utf8");
    server.kill();
    rmSync(folder, { recursive: true });
    throw new Error(`moto did not start:\n${said}`);
  }

  /** What this AWS answers to a call, read by a schema. */
  async ask<S extends z.ZodType>(
    schema: S,
    service: string,
    operation: string,
    input: object = {},
  ): Promise<z.output<S>> {
    const call = ["-c", CALL, service, operation, JSON.stringify(input)];
    return schema.parse(JSON.parse(await output(this.python, call, { env: this.environment })));
  }

  /** Makes an IAM role, and gives the environment of somebody who acts as it. */
  async actAs(role: string): Promise<{ arn: string; environment: NodeJS.ProcessEnv }> {
    const made = z.object({ Role: z.object({ Arn: z.string() }) });
    const { Role } = await this.ask(made, "iam", "create_role", { RoleName: role, AssumeRolePolicyDocument: "{}" });
    const session = { RoleArn: Role.Arn, RoleSessionName: "deployer" };
    const { Credentials } = await this.ask(credentialsSchema, "sts", "assume_role", session);
    const environment = {
      ...this.environment,
      AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
      AWS_SESSION_TOKEN: Credentials.SessionToken,
    };
    return { arn: Role.Arn, environment };
  }

  /** Stops the server, and all that it holds is gone. */
  stop(): void {
    this.server.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
