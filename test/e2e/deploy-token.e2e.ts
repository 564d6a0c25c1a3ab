import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { LocalBackend, TerraformStack } from "cdktf";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { DEVOPS, deployAccount } from "../../lib/devops/names";
import { requireProvider } from "../../lib/require-provider";
import { ToolRights } from "../../lib/sandbox/tool-rights";
import { synthesize, temporaryFolder } from "../support/synth";
import { commandLinesWith } from "./support/buildah";
import type { ControlPlane } from "./support/control-plane/control-plane";
import { run, runs } from "./support/run";
import { prepareSandboxes, startSandboxCluster } from "./support/sandbox-cluster";
import { SandboxProject } from "./support/sandbox-project";
import { Missing, suite } from "./support/suite";
import { TerraformStackRun } from "./support/terraform-stack";

const SCRIPTS = join(__dirname, "../../devops/jenkins/library/resources/testbed");

/** What the guard of plans reads of one (`PlanGuard`), as Terraform writes it. */
const objectSchema = z.object({ metadata: z.array(z.object({ namespace: z.string() })).length(1) });
const planSchema = z.object({
  planned_values: z.object({}),
  resource_changes: z.array(
    z.object({
      address: z.string(),
      mode: z.literal("managed"),
      type: z.string(),
      change: z.object({
        actions: z.array(z.string()),
        before: objectSchema.nullable(),
        after: objectSchema.nullable(),
      }),
    }),
  ),
});

const prepare = async () => {
  if (!(await runs("curl", ["--version"]))) throw new Missing("curl");
  return prepareSandboxes();
};

suite("the pipeline that deploys the app of a sandbox", prepare, (programs) => {
  let controlPlane: ControlPlane;
  let project: SandboxProject;
  const robot = join(temporaryFolder(), "robot");
  const account = join(temporaryFolder(), "account");

  beforeAll(async () => {
    controlPlane = await startSandboxCluster(programs(), 4);
    project = new SandboxProject(controlPlane);
    await controlPlane.output(["create", "namespace", DEVOPS.deploys]);
    for (const sandbox of ["pilot2", "pilot5b"]) {
      project.frame(sandbox).apply();
      mayDeploy(sandbox);
      await inDeploys("create", "serviceaccount", deployAccount(sandbox));
    }
    await inDeploys("create", "serviceaccount", "deploy-other");
  });
  afterAll(() => controlPlane?.stop());

  beforeEach(() => {
    rmSync(robot, { recursive: true, force: true });
    mkdirSync(robot);
  });

  /** Gives the right that a frame gives where the testbed deploys by pipelines; with states in files, as here, none does. */
  const mayDeploy = (sandbox: string) => {
    const { outdir } = synthesize((app) => {
      const stack = new TerraformStack(app, "rights");
      new LocalBackend(stack, { path: "rights.tfstate" });
      requireProvider(stack, "kubernetes");
      new KubernetesProvider(stack, "kubernetes");
      const deploy = { namespace: DEVOPS.deploys, name: deployAccount(sandbox) };
      new ToolRights(stack, "rights", { namespace: { name: sandbox, reference: sandbox }, deploy, after: [] });
    });
    new TerraformStackRun(join(outdir, "stacks/rights"), {
      KUBE_HOST: controlPlane.endpoint,
      KUBE_CLUSTER_CA_CERT_DATA: controlPlane.certificateAuthority,
      KUBE_TOKEN: controlPlane.adminToken,
    }).apply();
  };
  const inDeploys = (...args: string[]) => controlPlane.output(args, { namespace: DEVOPS.deploys });
  /** Puts the token of a pod's account where the pod has it. */
  const runsAs = async (name: string) => {
    mkdirSync(account, { recursive: true });
    const token = (await inDeploys("create", "token", name)).trim();
    writeFileSync(join(account, "token"), token);
    writeFileSync(join(account, "ca.crt"), controlPlane.certificateAuthority);
    return token;
  };
  const script = (name: string, env: NodeJS.ProcessEnv) =>
    run("sh", [join(SCRIPTS, `${name}.sh`)], { env: { ROBOT: robot, KUBE_HOST: controlPlane.endpoint, ...env } });
  const request = (sandbox: string) => script("request-token", { SANDBOX: sandbox, ACCOUNT: account });
  const robotToken = () => readFileSync(join(robot, "token"), "utf8").trim();
  const whoIs = async (token: string) =>
    (await controlPlane.output(["auth", "whoami", "--output=jsonpath={.status.userInfo.username}"], { token })).trim();

  describe("the token of the robot", () => {
    it("is given to the account of the same sandbox, for one hour, into a file that nobody else reads", async () => {
      await runsAs("deploy-pilot2");
      const { status, stdout, stderr } = await request("pilot2");
      expect(status, stderr).toBe(0);
      expect(stdout).toBe("The robot of pilot2 has a token for one hour.\n");
      expect(await whoIs(robotToken())).toBe("system:serviceaccount:pilot2:robot");
      const [, claims = ""] = robotToken().split(".");
      const { iat, exp } = z
        .object({ iat: z.number(), exp: z.number() })
        .parse(JSON.parse(Buffer.from(claims, "base64url").toString()));
      expect(exp - iat).toBe(3600);
      expect(statSync(join(robot, "token")).mode & 0o777).toBe(0o600);
      expect(readdirSync(robot).sort()).toEqual(["ca.crt", "token"]);
    });

    it("is in no output and on no command line, and neither is that of the account", async () => {
      const token = await runsAs("deploy-pilot2");
      const { result, seen } = await commandLinesWith(token.slice(-40), () => request("pilot2"));
      expect(result.stdout + result.stderr).not.toContain(token.slice(-40));
      expect(result.stdout + result.stderr).not.toContain(robotToken().slice(-40));
      expect(seen).toEqual([]);
    });

    it.each([
      ["deploy-pilot2", "pilot5b"],
      ["deploy-other", "pilot2"],
      ["default", "pilot2"],
      ["deploy-pilot2", "kube-system"],
    ])("is refused to the account %s for %s, with words that help", async (name, sandbox) => {
      await runsAs(name);
      const { status, stdout, stderr } = await request(sandbox);
      expect(status).not.toBe(0);
      expect(stdout).toBe("");
      expect(stderr).toContain(`The API gives no token of the robot of ${sandbox} (HTTP 403):\n`);
      expect(stderr).toContain('cannot create resource "serviceaccounts/token"');
      expect(stderr).toContain(`Check that the frame of ${sandbox} is applied`);
      expect(existsSync(join(robot, "token"))).toBe(false);
      expect(readdirSync(robot)).toEqual([]);
    });

    it("is not there where the API's certificate is another's", async () => {
      await runsAs("deploy-pilot2");
      writeFileSync(join(account, "ca.crt"), "");
      const { status, stderr } = await request("pilot2");
      expect(stderr).toMatch(/curl: \(\d+\)/);
      expect(status).not.toBe(0);
      expect(existsSync(join(robot, "token"))).toBe(false);
    });
  });

  it.each([
    "create serviceaccounts/default --subresource=token",
    "get secrets",
    "create deployments.apps",
    "delete persistentvolumeclaims",
    "list pods",
    "impersonate serviceaccounts",
  ])("the account itself may not %s in its sandbox", async (verbs) => {
    const token = await runsAs("deploy-pilot2");
    const { stdout } = await controlPlane.kubectl(["auth", "can-i", ...verbs.split(" ")], {
      namespace: "pilot2",
      token,
    });
    expect(stdout.trim()).toBe("no");
  });

  describe("the app", () => {
    let stack: string;
    const planned = () => planSchema.parse(JSON.parse(readFileSync(join(stack, "plan.json"), "utf8")));
    const names = async (kinds: string) =>
      (await controlPlane.output(["get", kinds, "--output=name"], { namespace: "pilot2" })).trim().split("\n");
    const plan = async (env: NodeJS.ProcessEnv = {}) => {
      await request("pilot2");
      return script("plan-app", { STACK: stack, ...env });
    };
    const apply = async () => {
      await request("pilot2");
      return script("apply-app", { STACK: stack });
    };

    beforeAll(async () => {
      // Brings the providers of this machine; with a token that is good for nothing.
      stack = project.app("pilot2", "none").folder;
      await runsAs("deploy-pilot2");
    });

    it("is planned, shown and applied with that token, and the plan is one that the guard can read", async () => {
      const { status, stdout, stderr } = await plan();
      expect(status, stderr).toBe(0);
      expect(stdout).toContain("Terraform will perform the following actions:");
      expect(stdout).not.toContain(robotToken());
      const guard = readFileSync(join(__dirname, "../../devops/jenkins/library/src/testbed/PlanGuard.groovy"), "utf8");
      const { resource_changes } = planned();
      expect(resource_changes.length).toBeGreaterThan(5);
      for (const { type, change } of resource_changes) {
        expect(guard).toContain(`'${type}'`);
        expect(change.actions).toEqual(["create"]);
        expect(change.after?.metadata).toEqual([expect.objectContaining({ namespace: "pilot2" })]);
      }
      const applied = await apply();
      expect(applied.status, applied.stderr).toBe(0);
      expect(await names("deployments")).not.toEqual([""]);
      expect(readFileSync(join(stack, "app.tfplan")).includes(robotToken())).toBe(false);
    });

    it("is applied once as it was planned: a plan that something else has overtaken is refused", async () => {
      const { status, stderr } = await apply();
      expect(stderr).toContain("Saved plan is stale");
      expect(status).not.toBe(0);
    });

    it("is left alone where it is as it should be", async () => {
      expect((await plan()).stdout).toContain("No changes.");
      expect(planned().resource_changes.map(({ change }) => change.actions)).toEqual(
        planned().resource_changes.map(() => ["no-op"]),
      );
      expect((await apply()).status).toBe(0);
    });

    it("is removed by a plan that says so, and its frame and data stay", async () => {
      const before = await names("networkpolicies,resourcequotas,persistentvolumeclaims,serviceaccounts,roles");
      expect((await plan({ DESTROY: "true" })).status).toBe(0);
      for (const { change } of planned().resource_changes) {
        expect(change.actions).toEqual(["delete"]);
        expect(change.before?.metadata).toEqual([expect.objectContaining({ namespace: "pilot2" })]);
      }
      const { status, stderr } = await apply();
      expect(status, stderr).toBe(0);
      expect(await names("deployments,statefulsets,jobs,cronjobs")).toEqual([""]);
      expect(await names("networkpolicies,resourcequotas,persistentvolumeclaims,serviceaccounts,roles")).toEqual(
        before,
      );
    });
  });
});
