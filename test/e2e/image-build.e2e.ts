import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BuildContainer, commandLinesWith, needBuildah } from "./support/buildah";
import { Registry, registryProgram } from "./support/registry";
import { suite } from "./support/suite";

const REVISION = "0123456789abcdef0123456789abcdef01234567";
const secret = () => `secret-${randomBytes(9).toString("hex")}`;
const BUILD = { username: "build", password: secret() };
const PULL = { username: "pull", password: secret() };

/** A project without a base image: what it runs comes along. */
const PROJECT = {
  Dockerfile: [
    "FROM scratch",
    "COPY base /",
    "COPY --chown=7:8 greeting /app/greeting",
    'RUN ["/usr/bin/sh", "-c", "/usr/bin/cat /app/greeting > /app/copy"]',
    "",
  ].join("\n"),
  greeting: "hello\n",
};

/** What looks for passwords, in the processes around a build and in what they have open. */
const LOOK = [
  "FROM scratch",
  "COPY base /",
  'SHELL ["/usr/bin/sh", "-c"]',
  "RUN ! /usr/bin/cat /proc/[0-9]*/environ /proc/[0-9]*/root/tmp/*/auth.json 2>/dev/null | /usr/bin/grep -q secret-",
  "RUN /usr/bin/cat /proc/self/environ | /usr/bin/grep -q PATH",
  "",
].join("\n");

const prepare = async () => {
  await needBuildah();
  return registryProgram();
};

suite("images, built and pushed as in a pod", prepare, (program) => {
  let registry: Registry;
  let container: BuildContainer;
  const image = (name: string) => `${registry.address}/pilot2/${name}`;
  const trusted = { REGISTRY_CERTIFICATES: "/home/authority" };
  const login = ({ username, password }: typeof BUILD) => ({
    REGISTRY: registry.address,
    REGISTRY_USERNAME: username,
    REGISTRY_PASSWORD: password,
    ...trusted,
  });
  const build = (name: string, more = {}) =>
    container.run("build-image", { IMAGE: image(name), REVISION, CONTEXT: ".", FILE: "Dockerfile", ...more });
  const push = (name: string, account = BUILD) =>
    container.run("push-image", { IMAGE: image(name), ...login(account) });

  beforeAll(async () => {
    registry = await Registry.start(program(), [BUILD, PULL]);
    container = new BuildContainer(registry.certificates);
    container.write(PROJECT);
    await container.writePrograms("base", ["sh", "cat", "grep"]);
    const { status, stdout, stderr } = await container.run("prepare-storage");
    expect(status, stderr).toBe(0);
    expect(stdout).toBe("Layers are kept by overlay.\n");
    const built = await build("backend:1");
    expect(built.status, built.stderr).toBe(0);
  });
  afterAll(() => registry?.stop());

  it("are built by a user without rights, who gives files to others", async () => {
    const { stdout } = await container.command(["sh", "-c", "id -u; cat /proc/self/status"]);
    expect(stdout).toMatch(/^1000\n/);
    expect(stdout).toMatch(/CapPrm:\t0{16}\nCapEff:\t0{16}\nCapBnd:\t00000000000000c0\n/);
  });

  describe("the tests", () => {
    const test = (command: string) => container.run("test-image", { IMAGE: image("backend:1"), COMMAND: command });

    it("run in the image", async () => {
      const { status, stdout, stderr } = await test('read -r word </app/copy; echo "it says $word"; pwd');
      expect(stdout, stderr).toBe("it says hello\n/\n");
      expect(status).toBe(0);
    });

    it("fail the step when they fail", async () => {
      expect((await test("exit 3")).status).not.toBe(0);
    });

    it("leave no container behind", async () => {
      await test("exit 3");
      expect((await container.command(["buildah", "containers", "--quiet"])).stdout).toBe("");
    });

    it("change nothing of what is pushed", async () => {
      await test("echo changed >/app/copy");
      expect((await test("cat /app/copy")).stdout).toBe("hello\n");
    });
  });

  it("are pushed, and come back as they were built", async () => {
    const { status, stdout, stderr } = await push("backend:1");
    expect(status, stderr).toBe(0);
    const pulled = await registry.pull("pilot2/backend", "1");
    expect(stdout).toBe(`${pulled.digest}\n`);
    expect(pulled.labels).toMatchObject({ "org.opencontainers.image.revision": REVISION });
    expect(pulled.files.find((file) => file.endsWith(" app/greeting"))).toMatch(/^-rw-r--r-- 7\/8 +6 /);
    expect(pulled.files.find((file) => file.endsWith(" app/copy"))).toMatch(/^-rw-r--r-- 0\/0 +6 /);
  });

  it("are pushed without a trace of the password in any output or command line", async () => {
    const { result, seen } = await commandLinesWith(BUILD.password, () => push("backend:1"));
    expect(result.status).toBe(0);
    expect(result.stdout + result.stderr).not.toContain(BUILD.password);
    expect(seen).toEqual([]);
  });

  it("are not pushed with a wrong password, which nobody reads either", async () => {
    const wrong = { ...BUILD, password: secret() };
    expect((await build("wrong:1")).status).toBe(0);
    const { status, stdout, stderr } = await push("wrong:1", wrong);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/unauthorized|authentication|invalid username\/password/i);
    expect(stdout + stderr).not.toContain(wrong.password);
    expect(await registry.tags("pilot2/wrong")).toEqual([]);
  });

  it("are not pushed to a registry whose authority nobody trusts", async () => {
    const { REGISTRY_CERTIFICATES: _, ...untrusting } = login(BUILD);
    const { status, stderr } = await container.run("push-image", { IMAGE: image("backend:2"), ...untrusting });
    expect(stderr).toContain("certificate");
    expect(status).not.toBe(0);
  });

  describe("from a base image that not everybody may pull", () => {
    beforeAll(async () => {
      expect((await push("backend:1")).status).toBe(0);
      container.write({
        "more/Dockerfile": `FROM ${image("backend:1")}\nCOPY more /app/more\n`,
        "more/more": "more\n",
      });
    });

    it("are built with an account that may read it", async () => {
      const { status, stderr } = await build("more:1", { CONTEXT: "more", ...login(PULL) });
      expect(status, stderr).toBe(0);
      const tested = await container.run("test-image", { IMAGE: image("more:1"), COMMAND: "cat /app/copy /app/more" });
      expect(tested.stdout).toBe("hello\nmore\n");
    });

    it("are not built without", async () => {
      const fresh = new BuildContainer(registry.certificates);
      fresh.write({ Dockerfile: `FROM ${image("backend:1")}\n` });
      await fresh.run("prepare-storage");
      const variables = { IMAGE: image("more:2"), REVISION, CONTEXT: ".", FILE: "Dockerfile", ...trusted };
      const { status, stderr } = await fresh.run("build-image", variables);
      expect(stderr).toMatch(/unauthorized|authentication/);
      expect(status).not.toBe(0);
    });

    it("cannot find that account's password while they are built", async () => {
      container.write({ "Dockerfile.look": LOOK });
      const { result, seen } = await commandLinesWith(PULL.password, () =>
        build("look:1", { FILE: "Dockerfile.look", ...login(PULL) }),
      );
      expect(result.status, result.stderr).toBe(0);
      expect(result.stdout + result.stderr).not.toContain(PULL.password);
      expect(seen).toEqual([]);
    });
  });

  it("are not built when a step of the Dockerfile fails", async () => {
    container.write({ "Dockerfile.bad": 'FROM scratch\nCOPY base /\nRUN ["/usr/bin/sh", "-c", "exit 4"]\n' });
    expect((await build("bad:1", { FILE: "Dockerfile.bad" })).status).not.toBe(0);
  });

  it("are built with whole layers where the kernel refuses overlays", async () => {
    const other = new BuildContainer(registry.certificates, false);
    other.write(PROJECT);
    await other.writePrograms("base", ["sh", "cat", "grep"]);
    expect((await other.run("prepare-storage")).stdout).toBe("Layers are kept by vfs.\n");
    const variables = { IMAGE: image("whole:1"), REVISION, CONTEXT: ".", FILE: "Dockerfile" };
    const { status, stderr } = await other.run("build-image", variables);
    expect(status, stderr).toBe(0);
  });
});
