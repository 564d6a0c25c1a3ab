import { createServer, type Server } from "node:net";
import { afterEach, expect, it } from "vitest";
import { appOf, only } from "../support/sandbox";
import { freePorts } from "./support/control-plane/ports";
import { run } from "./support/run";
import { Missing, suite } from "./support/suite";

interface Deployment {
  readonly spec: {
    readonly template: { readonly spec: { readonly init_container: readonly { readonly command: string[] }[] } };
  };
}

const prepare = async () => {
  const { stderr } = await run("nc", ["-h"]).catch(() => ({ stderr: "" }));
  if (!/-z|\[-[^\]]*z/.test(stderr)) throw new Missing("nc with the option -z");
};

suite("wait for a port", prepare, () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  /** Runs the very script of the step that an app holds, against this port, with so many attempts. */
  const wait = (port: number, attempts: number) => {
    const app = appOf(
      { dependsOn: ["store"] },
      {},
      { store: { kind: "stateful", image: "a:1", ports: { sql: 1529 } } },
    );
    const step = only<Deployment>(app, "kubernetes_deployment_v1").spec.template.spec.init_container[0];
    const [shell = "", flag = "", script = "", name = ""] = step?.command ?? [];
    return run(shell, [flag, script.replace("300", String(attempts)), name, "127.0.0.1", String(port)]);
  };
  const listen = (port: number) => {
    server = createServer().listen(port, "127.0.0.1");
  };

  it("given a port that answers, then it ends at once", async () => {
    const [port = 0] = await freePorts(1);
    listen(port);
    expect(await wait(port, 1)).toMatchObject({ status: 0, stderr: "" });
  });

  it("given a port that answers later, then it waits for it", async () => {
    const [port = 0] = await freePorts(1);
    setTimeout(() => listen(port), 1000);
    expect((await wait(port, 5)).status).toBe(0);
  });

  it("given a port that never answers, then it gives up after its attempts and says which", async () => {
    const [port = 0] = await freePorts(1);
    expect(await wait(port, 2)).toMatchObject({ status: 1, stderr: `127.0.0.1:${port} does not answer\n` });
  });
});
