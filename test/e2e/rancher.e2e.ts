import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { PLATFORM_CHARTS } from "../../lib/charts/platform-charts";
import { OWN_NAMES } from "../../lib/platform-namespaces";
import { CHARTS, RKE2_VERSIONS } from "../../lib/versions";
import { temporaryFolder } from "../support/synth";
import { hasProvider } from "../support/terraform";
import { answers, untilUp, whoAnswers } from "./support/bastion-clients";
import { CloudInit } from "./support/cloud-init";
import type { ControlPlane } from "./support/control-plane/control-plane";
import { addDefinitions, definitions } from "./support/control-plane/definitions";
import { addNodes } from "./support/control-plane/nodes";
import { startControlPlane } from "./support/control-plane/start";
import { removeWebhooks } from "./support/existing-charts";
import { findHaproxy, runnable } from "./support/haproxy";
import { chartArchive } from "./support/helm";
import { PythonTools } from "./support/python";
import { Front, type Move } from "./support/rancher/front";
import { changedOutputs } from "./support/rancher/outputs";
import { withArchives } from "./support/rancher/platform";
import { RancherProject } from "./support/rancher/project";
import { RancherStandIn } from "./support/rancher/rancher";
import { output, run } from "./support/run";
import { prepareSandboxes, robotToken, settled } from "./support/sandbox-cluster";
import { shellCheck } from "./support/shellcheck";
import { Missing, optional, suite } from "./support/suite";
import { ask, TcpClient } from "./support/tcp-client";
import { TcpNodes } from "./support/tcp-nodes";
import { TerraformStackRun } from "./support/terraform-stack";
import { findOpenssl } from "./support/traefik-certificate";
import { until } from "./support/until";

const TESTBED = join(__dirname, "../../lib/cli/testbed.cjs");

/** Where the provider describes clusters, and where they are from then on. */
const CLUSTERS = "/k8s/clusters/local/v1/provisioning.cattle.io.clusters";
const CLUSTER = "rancher2_cluster_v2.cluster_cluster";

/** What whoever deploys knows, beside Rancher's token. */
const SECRETS = {
  TF_VAR_oidc_client_secret: "the-secret-at-the-provider",
  TF_VAR_ldap_service_password: "the-password-of-the-service",
  TF_VAR_ldap_test_password: "the-password-of-the-tester",
} as const;

/** Addresses of the hosts in the example, as `bear-1` and so on. */
const SERVERS = { "bear-1": "10.0.0.11", "bear-2": "10.0.0.12", "bear-3": "10.0.0.13" } as const;
const WORKERS = { "bear-4": "10.0.0.14", "bear-5": "10.0.0.15" } as const;

const byHost = z.record(z.string(), z.string());
const clusterSchema = z.looseObject({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.looseObject({
    kubernetesVersion: z.string(),
    rkeConfig: z.looseObject({
      machineGlobalConfig: z.record(z.string(), z.unknown()),
      chartValues: z.record(z.string(), z.record(z.string(), z.unknown())),
    }),
  }),
});
const filesSchema = z.object({ write_files: z.array(z.object({ path: z.string(), content: z.string() })) });

const prepare = async () => {
  if (!hasProvider("rancher/rancher2")) throw new Missing("the Terraform provider rancher/rancher2");
  await findOpenssl();
  const programs = await prepareSandboxes();
  const archives: Partial<Record<string, string>> = {};
  for (const release of ["cert-manager", "csi-driver-nfs", "traefik"] as const) {
    const archive = await optional(`rancher, release ${release}`, () => chartArchive(CHARTS[PLATFORM_CHARTS[release]]));
    if (archive !== undefined) archives[release] = archive;
  }
  return {
    programs,
    archives,
    definitions: [
      ...(await definitions("cilium")),
      // What the charts bring along, where they cannot be had.
      ...(archives["cert-manager"] ? [] : await definitions("certManager")),
      ...(archives.traefik ? [] : await definitions("traefik")),
    ],
    cloudInit: await optional("rancher, cloud-configs", async () => CloudInit.unpack(await PythonTools.install())),
    shellCheck: await optional("rancher, scripts", shellCheck),
    haproxy: await optional("rancher, HAProxy", async () => {
      await findHaproxy();
      return true;
    }),
  };
};

/**
 * No Rancher runs here: a stand-in answers what its provider asks, and leads to a real API server. Terraform, the providers
 * rancher2, kubernetes and helm, the charts, the API server and HAProxy are real; hosts and pods are not.
 */
suite("rancher, with a stand-in for its API", prepare, (tools) => {
  let controlPlane: ControlPlane;
  let rancher: RancherStandIn;
  let project: RancherProject;
  const environment = () => project.environment;
  const stack = (...args: Parameters<RancherProject["stack"]>) => project.stack(...args);
  const platform = () =>
    new TerraformStackRun(withArchives(project.folder("platform"), tools().archives), environment());
  const planned = (run: TerraformStackRun) => run.plan().map(({ action, address }) => `${action} ${address}`);
  const outputs = (name: string) => byHost.parse(stack("cluster").outputs()[name]);
  const namespaces = async () =>
    (await controlPlane.output(["get", "namespaces", "--output=name"])).split("\n").map((name) => name.split("/")[1]);
  const changesBy = async (method: string, path: string) =>
    (await rancher.changes()).filter((asked) => asked.method === method && asked.path.startsWith(path));
  const described = async (method: string) => clusterSchema.parse((await changesBy(method, CLUSTERS)).at(-1)?.body);
  /** What an app needs in its environment to come by way of Rancher. */
  const access = () => ({
    KUBE_HOST: String(stack("cluster").outputs().cluster_endpoint),
    KUBE_CLUSTER_CA_CERT_DATA: rancher.certificateAuthority,
    KUBE_TOKEN: rancher.token,
  });
  /** The token by which hosts join. */
  const joinToken = () => / --token (\S+)/.exec(outputs("registration_commands")["bear-1"] ?? "")?.[1] ?? "";

  beforeAll(async () => {
    controlPlane = await startControlPlane(tools().programs, temporaryFolder());
    await addNodes(controlPlane, { prefix: "bear", count: 2, cpu: "16", memory: "64Gi", pods: 110 });
    await addDefinitions(controlPlane, tools().definitions);
    rancher = await RancherStandIn.start(controlPlane);
    project = new RancherProject(rancher, SECRETS);
    project.changeTestbed({ kubernetes: { minor: "1.34" } });
  });
  afterAll(async () => {
    await rancher?.stop();
    await controlPlane?.stop();
  });

  describe("given prepared hosts, when the cluster is applied", () => {
    const said: string[] = [];

    it("then it is as described, with hosts or without", async () => {
      for (const command of ["apply -auto-approve", "plan -detailed-exitcode"]) {
        const { status, stdout, stderr } = await project.terraform(stack("cluster"), command.split(" "));
        expect({ status, stderr: stderr.includes("Error") }).toEqual({ status: 0, stderr: false });
        said.push(stdout, stderr);
      }
    });

    it("then Rancher is asked for a hardened RKE2 with Cilium in place of kube-proxy, which is reached by HAProxy", async () => {
      const { metadata, spec } = await described("POST");
      expect(metadata).toEqual({ name: "smart-bear", namespace: "fleet-default" });
      expect(spec).toMatchObject({
        kubernetesVersion: RKE2_VERSIONS["1.34"],
        defaultPodSecurityAdmissionConfigurationTemplateName: "rancher-restricted",
        rkeConfig: {
          machineGlobalConfig: {
            cni: "cilium",
            "disable-kube-proxy": true,
            profile: "cis",
            "tls-san": ["198.51.100.20", "10.0.0.5"],
            "cluster-cidr": "10.42.0.0/16",
            "service-cidr": "172.20.0.0/16",
          },
          machineSelectorConfig: [{ config: { "protect-kernel-defaults": true } }],
          chartValues: {
            "rke2-cilium": {
              cluster: { name: "smart-bear" },
              kubeProxyReplacement: true,
              k8sServiceHost: "127.0.0.1",
              k8sServicePort: 6443,
              operator: { replicas: 2 },
            },
          },
        },
      });
      expect(parse(String(spec.rkeConfig.machineGlobalConfig["audit-policy-file"]))).toMatchObject({ kind: "Policy" });
    });

    it("then its state is kept on its servers every six hours, and nodes give way one by one", async () => {
      const { rkeConfig } = (await described("POST")).spec;
      expect(rkeConfig.etcd).toEqual({ snapshotScheduleCron: "0 */6 * * *", snapshotRetention: 28 });
      expect(rkeConfig.upgradeStrategy).toMatchObject({
        controlPlaneConcurrency: "1",
        workerConcurrency: "1",
        workerDrainOptions: { enabled: true, deleteEmptyDirData: true, gracePeriod: 600, timeout: 900 },
      });
    });

    it("then those who administer Rancher own it, under a name that Kubernetes takes", async () => {
      const [binding] = await changesBy("POST", "/v3/clusterRoleTemplateBindings");
      expect(binding).toMatchObject({
        status: 201,
        body: { groupPrincipalId: "genericoidc_group://platform-admins", roleTemplateId: "cluster-owner" },
      });
    });

    it("then people sign in by OpenID Connect and come back to where Rancher waits for them, and strangers do not", async () => {
      const [change] = await changesBy("PUT", "/v3/authConfigs/genericoidc");
      expect(change?.body).toMatchObject({
        enabled: true,
        issuer: "https://login.smart-bear.example.org/realms/staff",
        rancherUrl: `${rancher.url}/verify-auth`,
        clientSecret: SECRETS.TF_VAR_oidc_client_secret,
        accessMode: "restricted",
        allowedPrincipalIds: ["genericoidc_group://platform-admins"],
      });
    });

    it("then each host has a command with its roles and its address, for administrators alone", () => {
      const commands = outputs("registration_commands");
      const told = Object.entries(commands).map(([host, command]) => [host, command.split(/ --ca-checksum \S+ /)[1]]);
      const as = (roles: string, hosts: Readonly<Record<string, string>>) =>
        Object.entries(hosts).map(([host, address]) => [
          host,
          `${roles} --node-name '${host}' --internal-address '${address}'`,
        ]);
      expect(told).toEqual([...as("--etcd --controlplane", SERVERS), ...as("--worker", WORKERS)]);
    });

    it("then a shell that runs the command tells Rancher's installer so", async () => {
      const folder = temporaryFolder();
      const file = (name: string, text: string) => {
        writeFileSync(join(folder, name), text);
        return join(folder, name);
      };
      chmodSync(file("sudo", '#!/bin/sh\nexec "$@"\n'), 0o755);
      // What its preparation lets the host trust.
      const authority = /-----BEGIN CERTIFICATE-----.*-----END CERTIFICATE-----\n/s.exec(
        outputs("host_preparations")["bear-4"] ?? "",
      );
      const env = { PATH: `${folder}:${process.env.PATH}`, CURL_CA_BUNDLE: file("authority", authority?.[0] ?? "") };
      const told = await output("bash", ["-c", outputs("registration_commands")["bear-4"] ?? ""], { env });
      expect(told.trim().split("\n")).toEqual([
        ...["--server", rancher.url, "--label", "cattle.io/os=linux", "--token", joinToken()],
        ...["--ca-checksum", expect.any(String), "--worker", "--node-name", "bear-4"],
        ...["--internal-address", WORKERS["bear-4"]],
      ]);
    });

    it("then each host has user data that cloud-init takes, with the same command", async ({ skip }) => {
      const cloudInit = tools().cloudInit ?? skip();
      const commands = outputs("registration_commands");
      for (const [host, userData] of Object.entries(outputs("registration_cloud_configs"))) {
        expect(await cloudInit.check(userData), host).toMatchObject({ status: 0, stderr: "" });
        const { write_files } = filesSchema.parse(await cloudInit.read(userData));
        const command = write_files.find(({ path }) => path.endsWith("/registration.sh"));
        expect(command?.content.trim()).toBe(commands[host]?.trim());
      }
    });

    it("then ShellCheck has nothing to say to what hosts run", async ({ skip }) => {
      const check = tools().shellCheck ?? skip();
      for (const userData of Object.values(outputs("registration_cloud_configs"))) {
        const { write_files } = filesSchema.parse(parse(userData));
        const scripts = write_files.filter(({ path }) => !path.endsWith(".service"));
        expect(scripts).toHaveLength(3);
        for (const { path, content } of scripts) expect(await check(content), path).toBe("");
      }
      for (const script of Object.values(outputs("host_preparations"))) expect(await check(script)).toBe("");
    });

    it("then no secret has been printed, and none is in a file that was synthesized", () => {
      const secrets = [rancher.token, joinToken(), ...Object.values(SECRETS)];
      const files = readdirSync(project.outdir, { recursive: true, withFileTypes: true }).filter((file) =>
        file.isFile(),
      );
      const texts = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));
      expect(texts.length).toBeGreaterThan(6);
      expect(said.join("")).toContain("registration_commands");
      expect(secrets.filter((secret) => [...texts, ...said].some((text) => text.includes(secret)))).toEqual([]);
    });
  });

  describe("given hosts that have not joined yet", () => {
    it("when nodes are applied, then that waits until Rancher has said five times that they have, and then adds to the cluster", async () => {
      const looks = async () =>
        (await rancher.inside()).asked.filter(
          ({ method, path }) => method === "GET" && /^\/v3\/clusters\/c-m-\w+$/.test(path),
        );
      const before = (await looks()).length;
      let ended = false;
      const applied = project.terraform(stack("nodes"), ["apply", "-auto-approve"]).finally(() => {
        ended = true;
      });
      await until("third look at the cluster", async () => (await looks()).length >= before + 3, 60_000);
      expect(ended).toBe(false);
      const changes = (await rancher.changes()).length;
      const seen = (await rancher.inside()).asked.length;
      await rancher.become("active");
      const { status, stdout } = await applied;
      expect({ status, printed: stdout.includes("kubeconfig-user") }).toEqual({ status: 0, printed: false });
      const later = (await rancher.inside()).asked.slice(seen);
      const first = later.findIndex(({ path }) => /^\/k8s\/clusters\/c-m-\w+\/v1/.test(path));
      expect(
        later.slice(0, first).filter(({ path }) => path.startsWith("/v3/clusters/c-m-")).length,
      ).toBeGreaterThanOrEqual(5);
      const made = (await rancher.changes()).slice(changes).map(({ path }) => path.split("/").at(-1));
      const [kubeconfig, ...added] = made;
      expect(kubeconfig).toContain("?action=generateKubeconfig");
      const install = "rancher-charts?action=install";
      expect(added.sort()).toEqual(["catalog.cattle.io.clusterrepos", install, install]);
    });

    it("then the catalogue and the monitoring are there", async () => {
      const { objects } = await rancher.inside();
      expect(objects["catalog.cattle.io.clusterrepo/pilots"]).toMatchObject({
        spec: { url: "https://charts.smart-bear.example.org" },
      });
      const app = "catalog.cattle.io.app/cattle-monitoring-system/rancher-monitoring";
      expect(Object.keys(objects)).toContain(`${app}-crd`);
      expect(objects[app]).toMatchObject({ spec: { values: { rke2Etcd: { enabled: true } } } });
    });

    it("then nodes and cluster are as described", () => {
      expect(stack("nodes").isUpToDate()).toBe(true);
      expect(stack("cluster").isUpToDate()).toBe(true);
    });
  });

  describe("given Rancher's token alone, by way of Rancher", () => {
    it("when it is not set, then the platform says so, and nothing is made", async () => {
      const without = { RANCHER_TOKEN_KEY: undefined };
      const { status, stderr } = await project.terraform(platform(), ["apply", "-auto-approve"], without);
      expect(status).toBe(1);
      expect(stderr.replaceAll(/[\s│]+/g, " ")).toContain("RANCHER_TOKEN_KEY is not set");
      expect(await namespaces()).not.toContain(OWN_NAMES.ingress);
    });

    it("when the platform is applied, then it is as described", async () => {
      if (tools().archives["cert-manager"]) {
        platform().apply("-target=helm_release.certificates_cert-manager_release");
        await removeWebhooks(controlPlane, "cert-manager");
      }
      platform().apply();
      expect(platform().isUpToDate()).toBe(true);
    });

    it("when the frame of a sandbox is applied, then it is as described", () => {
      stack("pilot2").apply();
      expect(stack("pilot2").isUpToDate()).toBe(true);
    });

    it("when its app is applied, then its pods are admitted and ready", async () => {
      const app = stack("pilot2-app", access());
      app.apply();
      expect(app.isUpToDate()).toBe(true);
      await settled(controlPlane, "pilot2");
    });

    it("when Rancher marks what it shows, then that is left alone", async () => {
      const mark = (...objects: string[]) =>
        controlPlane.output(["annotate", ...objects, "field.cattle.io/projectId=c-m-abcdefgh:p-default"], {
          namespace: "pilot2",
        });
      await mark("namespace/pilot2");
      await mark("services,deployments,statefulsets", "--all");
      await controlPlane.output(["label", "namespace/pilot2", "field.cattle.io/projectId=p-default"]);
      expect(stack("pilot2").isUpToDate()).toBe(true);
      expect(stack("pilot2-app", access()).isUpToDate()).toBe(true);
    });

    it("then no state of what stands in the cluster holds the command by which hosts join", () => {
      for (const kind of ["platform", "pilot2", "pilot2-app"] as const) {
        expect(readFileSync(project.stateFile(kind), "utf8")).not.toContain(joinToken());
      }
      expect(readFileSync(project.stateFile("cluster"), "utf8")).toContain(joinToken());
    });

    it("when it is a token that Rancher does not know, then the frame is refused", () => {
      const refusal = stack("pilot2", { RANCHER_TOKEN_KEY: "token-abcde:unknown" }).refusal();
      expect(refusal).toContain("the server has asked for the client to provide credentials");
    });
  });

  describe("given the machine in front of the hosts", () => {
    const configuration = () => String(stack("edge").outputs().haproxy_configuration);
    /** Every host has an address of its own here, and clients come from where the place expects them. */
    const move = {
      host: (address: string, port: number) => `${address.replace("10.0.0.", "127.0.1.")}:${port}`,
      networks: { "203.0.113.0/24": "127.0.0.9/32", "10.8.0.0/24": "127.0.0.1/32" },
    };
    const here = (address: string) => address.replace("10.0.0.", "127.0.1.");
    let nodes: TcpNodes;
    let front: Front | undefined;
    beforeEach(() => {
      nodes = new TcpNodes();
    });
    afterEach(async () => {
      await front?.stop();
      front = undefined;
      await nodes.stop();
    });
    const start = async (moved: Move) => {
      front = await Front.start(configuration(), moved);
      return front;
    };

    it("when the edge is applied, then it is outputs alone, with the configuration that the command prints", async () => {
      expect(planned(stack("edge"))).toEqual([]);
      stack("edge").apply();
      expect(stack("edge").isUpToDate()).toBe(true);
      expect(configuration()).toBe(await output(process.execPath, [TESTBED, "haproxy", project.directory]));
      expect(stack("edge").outputs().dns_records).toEqual({ "*.smart-bear.example.org": "198.51.100.20" });
    });

    it("then HAProxy takes it without a warning", async ({ skip }) => {
      tools().haproxy ?? skip();
      const file = join(temporaryFolder(), "haproxy.cfg");
      writeFileSync(file, runnable(configuration()));
      expect(await run("haproxy", ["-c", "-dW", "-f", file])).toMatchObject({ status: 0, stderr: "" });
    });

    it("then it leads who may to all workers, and nobody else", async ({ skip }) => {
      tools().haproxy ?? skip();
      for (const address of Object.values(WORKERS)) await nodes.open(here(address), 30040, 30041, 32080, 32443);
      const { haproxy, port } = await start(move);
      const seen = new Set<string>();
      await untilUp(haproxy, 30040, ...Object.values(WORKERS));
      for (let count = 0; count < 10; count++) seen.add(await ask(port(30040), { from: "127.0.0.9" }));
      expect([...seen].sort()).toEqual(Object.values(WORKERS).map((address) => `${here(address)}:30040`));
      expect(await answers(port(30040), "127.0.0.8")).toBe(false);
      expect(await answers(port(30041), "127.0.0.9")).toBe(true);
    });

    it("then it leads everybody to the ingress controller, which learns who they are", async ({ skip }) => {
      tools().haproxy ?? skip();
      await nodes.open(here(WORKERS["bear-5"]), 32080, 32443);
      const { port } = await start(move);
      for (const [web, behind] of [
        [80, 32080],
        [443, 32443],
      ] as const) {
        const client = new TcpClient(port(web), { from: "127.0.0.7" });
        // The first line is the head of the PROXY protocol, version 2.
        expect(await client.say("hello")).toBe(`${here(WORKERS["bear-5"])}:${behind} \r`);
        client.close();
      }
    });

    it("then it leads administrators to all control planes, and nobody else", async ({ skip }) => {
      tools().haproxy ?? skip();
      for (const address of [...Object.values(SERVERS), ...Object.values(WORKERS)]) {
        await nodes.open(here(address), 6443);
      }
      const { port } = await start(move);
      expect(await whoAnswers(port(6443))).toEqual(Object.values(SERVERS).map((address) => `${here(address)}:6443`));
      expect(await answers(port(6443), "127.0.0.9")).toBe(false);
    });

    it("then a partner reaches the API there with the robot's token alone, and finds the app as described", async ({
      skip,
    }) => {
      tools().haproxy ?? skip();
      const { host } = new URL(controlPlane.endpoint);
      const { port } = await start({ ...move, host: () => host });
      const app = stack("pilot2-app", {
        RANCHER_TOKEN_KEY: undefined,
        KUBE_HOST: `https://127.0.0.1:${port(6443)}`,
        KUBE_CLUSTER_CA_CERT_DATA: controlPlane.certificateAuthority,
        KUBE_TOKEN: await robotToken(controlPlane, "pilot2"),
      });
      expect(app.isUpToDate()).toBe(true);
    });

    it("when a way is added, then the plan shows another configuration, and nothing else", () => {
      const exposure = { component: "infinistore", port: "sql", nodePort: 30042, from: ["office"] };
      project.expose("pilot2", exposure);
      expect(planned(stack("edge"))).toEqual([]);
      expect(changedOutputs(stack("edge").folder, environment())).toEqual(["haproxy_configuration"]);
      stack("pilot2").apply();
      stack("edge").apply();
      expect(configuration()).toContain("bind :30042");
    });
  });

  describe("given a cluster that runs", () => {
    it("when a host is added, then outputs change, and no resource does", async () => {
      project.changeRancher(({ hosts, ...others }) => ({
        ...others,
        hosts: { ...Object(hosts), "bear-6": { address: "10.0.0.16", cpu: "16", memory: "64Gi", roles: ["worker"] } },
      }));
      const changed = (["cluster", "nodes", "edge"] as const).map((kind) => [
        planned(stack(kind)),
        changedOutputs(stack(kind).folder, environment()),
      ]);
      expect(changed).toEqual([
        [[], ["host_preparations", "registration_cloud_configs", "registration_commands"]],
        [[], ["worker_addresses"]],
        [[], ["haproxy_configuration"]],
      ]);
      const { stdout } = await project.terraform(stack("cluster"), ["apply", "-auto-approve"]);
      expect(stdout).toContain("~ registration_commands         = (sensitive value)");
      expect(stdout).not.toContain(joinToken());
      for (const kind of ["nodes", "edge"] as const) stack(kind).apply();
      expect(outputs("registration_commands")["bear-6"]).toContain("--worker --node-name 'bear-6'");
    });

    it("when another Kubernetes is asked for, then the cluster changes in place, and nothing is replaced", async () => {
      const before = await described("POST");
      project.changeTestbed({ kubernetes: { minor: "1.35" } });
      expect(planned(stack("cluster"))).toEqual([`update ${CLUSTER}`]);
      for (const run of [stack("nodes"), platform(), stack("pilot2")]) {
        expect(planned(run).filter((change) => !change.startsWith("update "))).toEqual([]);
      }
      stack("cluster").apply();
      expect(stack("cluster").isUpToDate()).toBe(true);
      const { spec } = await described("PUT");
      expect(spec).toEqual({ ...before.spec, kubernetesVersion: RKE2_VERSIONS["1.35"] });
    });
  });

  describe("given another way to sign in", () => {
    it("when there is none any more, then the old one is off", async () => {
      project.changeServer(({ signIn: _, ...server }) => server);
      expect(planned(stack("cluster"))).toEqual(["delete rancher2_auth_config_generic_oidc.sign-in_oidc"]);
      stack("cluster").apply();
      expect((await rancher.inside()).objects["authConfig/genericoidc"]).toBeUndefined();
    });

    it("when a directory is described, then Rancher tries it with the passwords, and lets none in but administrators", async () => {
      const admins = ["openldap_group://cn=admins,ou=groups,dc=example,dc=org"];
      const openldap = {
        servers: ["ldap.example.org"],
        serviceAccount: "cn=rancher,ou=services,dc=example,dc=org",
        users: "ou=people,dc=example,dc=org",
        testUser: "admin",
        certificateAuthority: rancher.certificateAuthority,
      };
      project.changeServer((server) => ({ ...server, admins, signIn: { openldap } }));
      stack("cluster").apply();
      expect(stack("cluster").isUpToDate()).toBe(true);
      const [tried] = await changesBy("POST", "/v3/authConfigs/openldap?action=testAndApply");
      expect(tried?.body).toMatchObject({
        username: "admin",
        password: SECRETS.TF_VAR_ldap_test_password,
        ldapConfig: {
          enabled: true,
          servers: ["ldap.example.org"],
          port: 636,
          tls: true,
          certificate: rancher.certificateAuthority.trim(),
          serviceAccountPassword: SECRETS.TF_VAR_ldap_service_password,
          accessMode: "restricted",
          allowedPrincipalIds: admins,
        },
      });
      const [, owner] = await changesBy("POST", "/v3/clusterRoleTemplateBindings");
      expect(owner).toMatchObject({ status: 201, body: { groupPrincipalId: admins[0] } });
    });

    it("when a password is not given, then the plan is refused, and says which", () => {
      const refusal = stack("cluster", { TF_VAR_ldap_test_password: undefined }).refusal();
      expect(refusal).toContain('input variable "ldap_test_password" is not set');
    });
  });

  describe("given the end of the testbed", () => {
    it("when the cluster is protected, then its destruction is refused", async () => {
      expect(stack("cluster").refusal("-destroy")).toContain(`${CLUSTER} has lifecycle.prevent_destroy set`);
    });

    it("when all is destroyed in reverse, then Rancher holds nothing but what it brought itself", async () => {
      project.changeRancher((described) => ({ ...described, deletionProtection: false }));
      for (const one of [stack("edge"), stack("pilot2-app", access()), stack("pilot2"), platform()]) one.destroy();
      expect(await namespaces()).not.toContain("pilot2");
      for (const one of [stack("nodes"), stack("cluster")]) one.destroy();
      expect(Object.keys((await rancher.inside()).objects)).toEqual(["catalog.cattle.io.clusterrepo/rancher-charts"]);
    });
  });
});
