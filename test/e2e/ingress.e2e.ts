import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hostWays } from "../../lib/bastion/shared-ways";
import { middlewareName } from "../../lib/ingress";
import { OWN_NAMES } from "../../lib/platform-namespaces";
import { hostObjectName } from "../../lib/sandbox/https-host";
import { temporaryFolder } from "../support/synth";
import { BastionMachine, nodePorts } from "./support/bastion-machine";
import { suite } from "./support/suite";
import { Traefik } from "./support/traefik";
import type { Backend } from "./support/traefik-backend";
import { certificateSecret } from "./support/traefik-certificate";
import { BASTION, CLIENT, SANDBOX, TraefikCluster, traefikTools } from "./support/traefik-cluster";
import { endpoints, hostObjects } from "./support/traefik-hosts";
import { TRAEFIK_VERSION } from "./support/traefik-program";
import { text, Visitor } from "./support/traefik-visitor";
import { until } from "./support/until";

/** Address of somebody whose word on clients Traefik does not take. */
const STRANGER = "127.0.0.3";

suite("ingress", traefikTools, (tools) => {
  let cluster: TraefikCluster;
  beforeAll(async () => {
    cluster = await TraefikCluster.start(tools(), temporaryFolder());
  });
  afterAll(() => cluster?.stop());

  it("is the Traefik of the chart", () => {
    expect(cluster.installed.image).toBe(`docker.io/traefik:${TRAEFIK_VERSION}`);
  });

  describe("given a host, when somebody comes", () => {
    const host = "plain.test";
    beforeAll(() => cluster.serve(host));

    it("through the bastion, then the backend knows their address", async () => {
      const { headers } = await cluster.seen({ host });
      expect(headers).toMatchObject({ "x-forwarded-for": CLIENT, "x-real-ip": CLIENT, "x-forwarded-proto": "https" });
    });

    it("past the bastion with a PROXY header, then nobody believes that", async () => {
      const { headers } = await cluster.seen({ host }, { from: STRANGER });
      expect(headers).toMatchObject({ "x-forwarded-for": STRANGER, "x-real-ip": STRANGER });
    });

    it("with headers that name another address, then nobody believes them", async () => {
      const forged = ["x-forwarded-for", "x-real-ip", "x_forwarded_for", "x-forwarded-host", "x-forwarded-proto"];
      const lies = Object.fromEntries(forged.map((name) => [name, "203.0.113.1"]));
      const { headers } = await cluster.seen({ host, headers: lies });
      expect(headers).toMatchObject({ "x-forwarded-for": CLIENT, "x-real-ip": CLIENT, "x-forwarded-host": host });
      expect(Object.values(headers)).not.toContain("203.0.113.1");
    });

    it("by HTTP, then they are sent to HTTPS for good", async () => {
      const visitor = await Visitor.open({ port: cluster.traefik.port("web"), from: BASTION, client: CLIENT });
      const { status, headers } = await visitor.ask({ host, path: "/deep/path?a=b" }).finally(() => visitor.close());
      expect([301, 308]).toContain(status);
      expect(headers.location).toBe(`https://${host}/deep/path?a=b`);
    });

    it("by HTTPS, then the answer makes browsers careful", async () => {
      const { headers } = await cluster.ask({ host });
      expect(headers).toMatchObject({
        "strict-transport-security": expect.stringMatching(/^max-age=31536000/),
        "x-content-type-options": "nosniff",
        "x-frame-options": "SAMEORIGIN",
        "referrer-policy": "strict-origin-when-cross-origin",
      });
    });

    it("by HTTPS, then the answer does not tell what runs behind", async () => {
      const { headers } = await cluster.ask({ host });
      expect(headers).not.toHaveProperty("server");
      expect(headers).not.toHaveProperty("x-powered-by");
    });

    it("with secrets, then the access log has the request once, with their address and without the secrets", async () => {
      const headers = { authorization: "Bearer secret-1", cookie: "session=secret-2", "x-api-key": "secret-3" };
      await cluster.seen({ host, path: "/logged?token=secret-4", headers });
      const logged = () =>
        cluster.traefik.accesses(host).filter(({ RequestPath }) => RequestPath.startsWith("/logged"));
      await until("line in the access log", () => logged().length > 0);
      expect(logged()).toEqual([expect.objectContaining({ ClientHost: CLIENT, DownstreamStatus: 200 })]);
      expect(cluster.traefik.said()).not.toMatch(/secret-\d/);
    });

    it("by an entry point that is not for hosts, then nobody is there", async () => {
      for (const entryPoint of ["metrics", "traefik"]) {
        const visitor = await Visitor.open({ port: cluster.traefik.port(entryPoint), from: STRANGER });
        const { status } = await visitor.ask({ host }).finally(() => visitor.close());
        expect(status, entryPoint).toBe(404);
      }
    });
  });

  it("given a real bastion, when somebody comes to it, then the backend knows their address", async ({ skip }) => {
    if (!tools().haproxy) return skip();
    const host = "behind.test";
    await cluster.serve(host);
    const [port = 0] = await nodePorts(1);
    const [https] = hostWays().filter(({ target }) => target === "https");
    if (!https) throw new Error("No way leads to the hosts.");
    const way = { ...https, port, nodePort: cluster.traefik.port("websecure") };
    const bastion = await BastionMachine.start([way], { worker: [BASTION] });
    try {
      const visitor = await Visitor.open({ port, from: "127.0.0.5", serverName: host });
      const { body } = await visitor.ask({ host }).finally(() => visitor.close());
      expect(JSON.parse(body).headers).toMatchObject({ "x-forwarded-for": "127.0.0.5", "x-real-ip": "127.0.0.5" });
    } finally {
      await bastion.stop();
    }
  });

  describe("given certificates, when somebody asks for", () => {
    const certified = async (host: string) => {
      const visitor = await cluster.visitor(host);
      visitor.close();
      return visitor.certified;
    };

    it("a host that nobody knows, then they see the default certificate", async () => {
      await until("default certificate", async () => (await certified("nobody.test")) === "default.test");
    });

    it("a host that names no secret, then they see the default certificate", async () => {
      await cluster.serve("nameless.test");
      expect(await certified("nameless.test")).toBe("default.test");
    });

    it("a host that names a secret, then they see the certificate in it from when it is there", async () => {
      const host = "own.test";
      await cluster.serve(host, { issuer: "somebody" });
      expect(await certified(host)).toBe("default.test");
      await cluster.apply(await certificateSecret(SANDBOX, hostObjectName(host), host));
      await until("own certificate", async () => (await certified(host)) === host);
    });

    it("a host by TLS 1.1, then they are refused", async () => {
      const tls = { minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
      const refused = { code: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION" };
      await expect(cluster.visitor("nameless.test", { tls })).rejects.toMatchObject(refused);
    });
  });

  describe("given hosts of a sandbox", () => {
    const middleware = (name: string, spec: object) => {
      const metadata = { name, namespace: SANDBOX };
      return { apiVersion: "traefik.io/v1alpha1", kind: "Middleware", metadata, spec };
    };

    it("when one client asks too often, then it is put off, and another one is served", async () => {
      const host = "limited.test";
      await cluster.serve(host);
      const askOften = async (client: string, times: number) => {
        const visitor = await cluster.visitor(host, { client });
        const statuses: number[] = [];
        for (let count = 0; count < times; count++) statuses.push((await visitor.ask({ host })).status);
        visitor.close();
        return statuses;
      };
      const hasty = Array.from({ length: 10 }, () => askOften("198.51.100.20", 100));
      expect(new Set((await Promise.all(hasty)).flat())).toEqual(new Set([200, 429]));
      expect(new Set(await askOften("198.51.100.21", 100))).toEqual(new Set([200]));
    });

    describe("of which one takes no large bodies", () => {
      const host = "bounded.test";
      let backend: Backend;
      beforeAll(async () => {
        backend = await cluster.serve(host, { limits: { rate: 100, body: "1Ki" } });
      });
      const post = (length: number) => ({ host, method: "POST", body: "x".repeat(length) });

      it("when a body is as large as it may be, then it arrives", async () => {
        expect((await cluster.seen(post(1024))).bodyLength).toBe(1024);
      });

      it("when a body is larger, then it is refused", async () => {
        expect((await cluster.ask(post(1025))).status).toBe(413);
      });

      it("when an answer is larger than the ingress controller holds, then it is an error", async () => {
        const { status } = await cluster.ask({ host, path: `/bytes/${64 * 1024 * 1024 + 1}` });
        expect(status).toBe(500);
      });

      it("when somebody comes by WebSocket, then both hear each other", async () => {
        const visitor = await cluster.visitor(host);
        expect(await visitor.say("hello", { host })).toBe("hello");
        visitor.close();
      });

      it("when an answer goes on and on, then nobody sees anything of it before its end", async () => {
        const visitor = await cluster.visitor(host);
        const begun = visitor.begin({ host, path: "/stream" });
        const streamed = begun.then(() => backend.streaming > 0);
        await until("beginning of the answer", () => backend.streaming > 0);
        await setTimeout(1000);
        backend.endStreams();
        expect(await streamed).toBe(false);
        expect(await text(await begun)).toBe("the beginning\nthe end\n");
        visitor.close();
      });
    });

    describe("of which one takes bodies of any size", () => {
      const host = "free.test";
      let backend: Backend;
      beforeAll(async () => {
        backend = await cluster.serve(host);
      });

      it("when somebody comes by WebSocket, then both hear each other", async () => {
        const visitor = await cluster.visitor(host);
        expect(await visitor.say("hello", { host })).toBe("hello");
        visitor.close();
      });

      it("when an answer goes on and on, then one sees of it what there is", { timeout: 60_000 }, async () => {
        const visitor = await cluster.visitor(host);
        const begun = await visitor.begin({ host, path: "/stream" });
        const parts = begun.setEncoding("utf8")[Symbol.asyncIterator]();
        expect(await parts.next()).toMatchObject({ value: "the beginning\n" });
        backend.endStreams();
        expect(await parts.next()).toMatchObject({ value: "the end\n" });
        visitor.close();
      });

      it("when its pods are others, then those answer", async () => {
        await cluster.apply(endpoints(SANDBOX, host, await cluster.backend("another")));
        await cluster.untilServed(host, "another");
      });

      it("when its pods are gone, then it is not available", async () => {
        await cluster.apply(endpoints(SANDBOX, host));
        await until("host without pods", async () => (await cluster.ask({ host })).status === 503);
      });
    });

    it("when somebody asks a host that nobody has, then they find nothing", async () => {
      expect((await cluster.ask({ host: "nobody.test" })).status).toBe(404);
    });

    it("when somebody names one host by TLS and another one by HTTP, then that other one answers", async () => {
      await cluster.serve("one.test");
      await cluster.serve("two.test");
      const visitor = await cluster.visitor("one.test");
      const { body } = await visitor.ask({ host: "two.test" }).finally(() => visitor.close());
      expect(JSON.parse(body)).toMatchObject({ backend: "two.test" });
    });

    it("when one goes over to another class, then it is not served any more", async () => {
      const host = "other.test";
      const kind = { apiVersion: "networking.k8s.io/v1", kind: "IngressClass" };
      const spec = { controller: "traefik.io/ingress-controller" };
      await cluster.apply({ ...kind, metadata: { name: "other" }, spec });
      await cluster.serve(host);
      const patch = ["--type=merge", "--patch", JSON.stringify({ spec: { ingressClassName: "other" } })];
      const ingress = `ingress/shared-${hostObjectName(host)}`;
      await cluster.controlPlane.output(["patch", ingress, ...patch], { namespace: SANDBOX });
      await until("host that is not served", async () => (await cluster.ask({ host })).status === 404);
    });

    it("when one names a middleware that is not there, then it is not served until it is", async () => {
      const host = "waiting.test";
      const middlewares = [middlewareName(SANDBOX, "late")];
      const backend = await cluster.backend(host);
      await cluster.apply(...hostObjects({ namespace: SANDBOX, host, backend, middlewares }));
      await cluster.serve("meanwhile.test");
      expect((await cluster.ask({ host })).status).toBe(404);
      await cluster.apply(middleware("late", { rateLimit: { average: 100 } }));
      await cluster.untilServed(host);
    });

    it("when the middleware of all hosts is not there, then none is served without it", async () => {
      const host = "bare.test";
      await cluster.serve(host);
      const name = "security-headers";
      const namespace = OWN_NAMES.ingress;
      const get = await cluster.controlPlane.output(["get", `middleware/${name}`, "--output=json"], { namespace });
      const { apiVersion, kind, spec } = JSON.parse(get);
      await cluster.controlPlane.output(["delete", `middleware/${name}`], { namespace });
      await until("host without headers", async () => (await cluster.ask({ host })).status === 404);
      await cluster.apply({ apiVersion, kind, metadata: { name, namespace }, spec });
      await cluster.untilServed(host);
    });
  });

  describe("given a Traefik that is asked to end", () => {
    const host = "lasting.test";
    let ending: Traefik;
    let backend: Backend;
    beforeAll(async () => {
      backend = await cluster.serve(host);
      const folder = join(temporaryFolder(), "ending");
      mkdirSync(folder);
      ending = await Traefik.start(tools().traefik, cluster.installed, folder);
    });
    afterAll(() => ending?.stop());

    it("when it is not ready any more, then it serves who comes, and at last finishes what it began", {
      timeout: 120_000,
    }, async () => {
      const there = { port: ending.port("websecure") };
      await cluster.untilServed(host, host, there);
      const early = await cluster.visitor(host, there);
      const begun = await early.begin({ host, path: "/stream" });
      ending.terminate();
      await until("Traefik that is not ready", async () => (await ending.ping()) !== 200);
      await cluster.seen({ host }, there);
      const refused = () =>
        cluster.seen({ host }, there).then(
          () => false,
          () => true,
        );
      await until("Traefik that takes nobody any more", refused, 60_000);
      backend.endStreams();
      expect(await text(begun)).toBe("the beginning\nthe end\n");
      early.close();
    });
  });
});
