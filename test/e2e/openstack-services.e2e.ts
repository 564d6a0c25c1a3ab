import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { terraform } from "../support/terraform";
import { everything, USER_DATA } from "./support/openstack/everything";
import { leftovers } from "./support/openstack/leftovers";
import { type OpenStack, startOpenStack } from "./support/openstack/openstack";
import { needOpenStackPackages } from "./support/openstack/packages";
import { processesIn } from "./support/openstack/processes";
import { openstackProvider } from "./support/openstack/provider";
import { FOLDERS } from "./support/openstack/site";
import { needProviders } from "./support/providers";
import { suite } from "./support/suite";
import { TerraformStackRun } from "./support/terraform-stack";

const serverSchema = z.object({
  server: z.object({
    status: z.string(),
    key_name: z.string(),
    metadata: z.record(z.string(), z.string()),
    server_groups: z.array(z.string()),
    "OS-EXT-SRV-ATTR:user_data": z.string(),
  }),
});
const volumesSchema = z.object({
  volumes: z.array(
    z.object({
      size: z.number(),
      status: z.string(),
      bootable: z.string(),
      volume_image_metadata: z.object({ image_name: z.string() }).optional(),
    }),
  ),
});
const portsSchema = z.object({ ports: z.array(z.object({ status: z.string(), device_owner: z.string() })) });
const floatingSchema = z.object({
  floatingips: z.array(z.object({ fixed_ip_address: z.string(), floating_ip_address: z.string() })),
});

const prepare = async () => {
  await needProviders();
  await needOpenStackPackages();
  return openstackProvider();
};

suite("openstack services", prepare, (plugins) => {
  let openstack: OpenStack;
  let stack: TerraformStackRun;
  let folder: string | undefined;

  beforeAll(async () => {
    openstack = await startOpenStack();
    folder = mkdtempSync(join(tmpdir(), "testbed-stack-"));
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(everything()));
    const { status, output } = terraform(folder, ["init", "-input=false", `-plugin-dir=${plugins()}`]);
    if (status !== 0) throw new Error(output);
    stack = new TerraformStackRun(folder, openstack.environment);
  });
  afterAll(async () => {
    await openstack?.stop();
    if (folder) rmSync(folder, { recursive: true });
  });

  it("given nothing but what every cloud has, then a user has nothing in it", async () => {
    expect(await leftovers(openstack)).toEqual([]);
  });

  describe("given one of everything, when applied, then", () => {
    beforeAll(() => stack.apply());

    it("it shows no difference when it is planned again", () => {
      expect(stack.isUpToDate()).toBe(true);
    });

    it("everything is in its service, with the volume that the server boots from and the port of the router", async () => {
      const made = await leftovers(openstack);
      const unnamed = made.map((one) => one.replace(/[\da-f-]{36}$/, "(unnamed)")).sort();
      expect(unnamed).toEqual([
        "application credential first",
        "floating IP (unnamed)",
        "key pair first",
        "network first",
        "port (unnamed)",
        "port first",
        "router first",
        "security group first",
        "server first",
        "server group first",
        "subnet first",
        "volume (unnamed)",
        "volume first",
      ]);
    });

    it("the server runs with what it was told, in its group", async () => {
      const { openstack_compute_instance_v2: server, openstack_compute_servergroup_v2: group } = ids(stack);
      const answer = serverSchema.parse(await openstack.get("compute", `/servers/${server}`));
      expect(answer.server).toEqual({
        status: "ACTIVE",
        key_name: "first",
        metadata: { testbed: "first" },
        server_groups: [group],
        "OS-EXT-SRV-ATTR:user_data": Buffer.from(USER_DATA).toString("base64"),
      });
    });

    it("the server has the volume of the image, from which it boots, and the other one", async () => {
      const { volumes } = volumesSchema.parse(await openstack.get("volume", "/volumes/detail?sort=size:desc"));
      expect(volumes).toEqual([
        { size: 10, status: "in-use", bootable: "true", volume_image_metadata: { image_name: "debian-12" } },
        { size: 1, status: "in-use", bootable: "false" },
      ]);
    });

    it("the server's port is bound, and the floating IP leads there", async () => {
      const { ports } = portsSchema.parse(await openstack.get("network", "/ports?name=first"));
      expect(ports).toEqual([{ status: "ACTIVE", device_owner: "compute:nova" }]);
      const { floatingips } = floatingSchema.parse(await openstack.get("network", "/floatingips"));
      expect(floatingips).toEqual([
        { fixed_ip_address: "192.168.0.10", floating_ip_address: expect.stringMatching(/^203\.0\.113\./) },
      ]);
    });
  });

  it("given the same stack, when destroyed, then nothing is left in any service", async () => {
    stack.destroy();
    expect(await leftovers(openstack)).toEqual([]);
  });

  it("given all services, when stopped, then no process of them runs, nothing answers and nothing is kept", async () => {
    expect(processesIn(FOLDERS).length).toBeGreaterThan(15);
    await openstack.stop();
    expect(processesIn(FOLDERS)).toEqual([]);
    await expect(fetch(openstack.environment.OS_AUTH_URL ?? "")).rejects.toThrow("fetch failed");
    expect(readdirSync(dirname(FOLDERS)).filter((name) => name.startsWith(basename(FOLDERS)))).toEqual([]);
  });
});

/** The ids of all resources in the state of a stack, by their types. */
function ids(stack: TerraformStackRun): Record<string, unknown> {
  return Object.fromEntries(Object.entries(stack.resources()).map(([address, { id }]) => [address.split(".")[0], id]));
}
