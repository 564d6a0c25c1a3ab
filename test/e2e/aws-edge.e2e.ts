import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waysParameter } from "../../lib/bastion/ways-parameter";
import { withNodes } from "../../lib/bastion/with-nodes";
import type { Way } from "../../lib/way";
import {
  configurationIn,
  identities,
  imageOf,
  instanceOf,
  parametersBelow,
  rightsOf,
  userDataOf,
} from "./support/bastion";
import { ec2 } from "./support/ec2";
import { addHostedZone, recordsIn } from "./support/hosted-zone";
import { allTargetGroups, listenersOf, loadBalancers, targetGroupsOf } from "./support/load-balancer";
import { Moto } from "./support/moto";
import { Project } from "./support/project";
import { needProviders } from "./support/providers";
import { PythonTools } from "./support/python";
import { refresh } from "./support/refresh";
import { suite } from "./support/suite";
import {
  addWorkers,
  endMachines,
  removeWorkers,
  startMachine,
  type Workers,
  writeWorkerStates,
} from "./support/workers";

const CLUSTER = "INFINITECH-BP";
const DOMAIN = "testbed.example.org";
const FOREIGN_HOST = "risk.bank.example";
const PARAMETER = "/testbed/first/bastion/ways";

const SOURCES = { office: ["198.51.100.0/24"], bank: ["192.0.2.0/25"] };

type Doors = Readonly<Record<number, readonly string[]>>;

const DOORS: Doors = { 30042: ["office"], 30043: ["office", "bank"], 30100: ["anywhere"] };

/** A sandbox with a port of a stream behind each node port, which these sources reach, and two hosts. */
const sandbox = (doors: Doors) => ({
  components: {
    stream: {
      kind: "stateful",
      image: "example.org/stream:1",
      ports: Object.fromEntries(Object.keys(doors).map((port) => [`p${port}`, Number(port) - 20_000])),
    },
    ui: { kind: "stateless", image: "example.org/ui:1", ports: { http: 8080 } },
  },
  expose: [
    ...Object.entries(doors).map(([nodePort, from]) => ({
      component: "stream",
      port: `p${nodePort}`,
      nodePort: Number(nodePort),
      from,
    })),
    { component: "ui", host: "pilot" },
    { component: "ui", host: FOREIGN_HOST },
  ],
});

const prepare = async () => {
  await needProviders("aws");
  return PythonTools.install();
};

suite("aws edge", prepare, (tools) => {
  let moto: Moto;
  let project: Project;
  let workers: Workers;
  let hostedZone: string;
  const stack = (kind: "network" | "edge") => project.stack("first", kind, moto.environment);
  const network = () => stack("network").outputs();
  const privateSubnet = () => String(Object(network().private_subnet_ids).a);
  const bastionId = () => String(stack("edge").outputs().bastion_id);
  const synthesize = (doors: Doors, aws: object = { hostedZone }) => {
    project.addSandbox("pilot", sandbox(doors));
    project.synthesize("first", aws, { sources: SOURCES, domain: DOMAIN, hosts: [FOREIGN_HOST] });
  };
  const rulesOf = async (group: unknown, egress: boolean) => {
    const all = await ec2.rules(moto, { "group-id": String(group) });
    return all
      .filter(({ IsEgress }) => IsEgress === egress)
      .map((rule) => `${rule.FromPort}-${rule.ToPort} ${rule.CidrIpv4 ?? rule.ReferencedGroupInfo?.GroupId}`)
      .sort();
  };

  beforeAll(async () => {
    moto = await Moto.start(tools());
    hostedZone = await addHostedZone(moto, DOMAIN);
    project = new Project();
    synthesize(DOORS);
    stack("network").apply();
    workers = await addWorkers(moto, String(network().network_id), privateSubnet());
    writeWorkerStates((kind) => project.stateFile("first", kind), workers);
    stack("edge").apply();
  });
  afterAll(() => moto?.stop());

  describe("given sandboxes with node ports and hosts, when applied, then the edge", () => {
    it("shows no difference when it is planned again", () => {
      expect(stack("edge").isUpToDate()).toBe(true);
    });

    it("has a small bastion for its processor, on the entry, without a key (INF-44)", async () => {
      const { InstanceType, ImageId, KeyName, State, NetworkInterfaces } = await instanceOf(moto, bastionId());
      expect({ InstanceType, KeyName, state: State.Name }).toEqual({ InstanceType: "t4g.micro", state: "running" });
      expect(NetworkInterfaces).toEqual([{ NetworkInterfaceId: network().entry_interface_id }]);
      expect(await imageOf(moto, ImageId)).toEqual([
        { Architecture: "arm64", Name: expect.stringMatching(/^al2023-ami-2023/) },
      ]);
    });

    it("keeps the bastion's metadata for itself, and its disk encrypted and tagged", async () => {
      const { MetadataOptions } = await instanceOf(moto, bastionId());
      expect(MetadataOptions).toEqual({ HttpEndpoint: "enabled", HttpTokens: "required", HttpPutResponseHopLimit: 1 });
      expect(await ec2.volumes(moto, { "attachment.instance-id": bastionId() })).toEqual([
        { Encrypted: true, VolumeType: "gp3", Tags: { Name: "first-bastion", testbed: "first" } },
      ]);
    });

    it("lets the bastion read its ways, list machines and talk to the session manager, and nothing else", async () => {
      const { IamInstanceProfile } = await instanceOf(moto, bastionId());
      expect(IamInstanceProfile?.Arn).toMatch(/:instance-profile\/first-bastion$/);
      expect(await rightsOf(moto, "first-bastion")).toEqual([
        ["Allow", ["ssm:GetParameter"], [`arn:aws:ssm:eu-west-1:123456789012:parameter${PARAMETER}`]],
        [
          "Allow",
          [
            "ec2:DescribeInstances",
            "ssm:UpdateInstanceInformation",
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
          ],
          ["*"],
        ],
      ]);
    });

    it("has a parameter with what HAProxy is to do", async () => {
      const way = (port: number, from: Way["from"]): Way => ({ port, owner: "pilot", target: "stream", from });
      const [office, bank] = [SOURCES.office, SOURCES.bank];
      const ways = [way(30042, office), way(30043, [...office, ...bank]), way(30100, "anywhere")];
      expect(await configurationIn(moto, PARAMETER)).toBe(waysParameter(ways));
    });

    it("opens the entry to the named sources on their ports alone", async () => {
      expect(await rulesOf(network().entry_security_group_id, false)).toEqual([
        "30042-30043 198.51.100.0/24",
        "30043-30043 192.0.2.0/25",
        "30100-30100 0.0.0.0/0",
      ]);
    });

    it("lets the bastion on to the workers' node ports, to the Kubernetes API, and out by HTTPS", async () => {
      const { entry_security_group_id: entry, control_plane_security_group_id: api } = network();
      const onward = ["30042-30043", "30100-30100"];
      expect(await rulesOf(entry, true)).toEqual([
        ...onward.map((ports) => `${ports} ${workers.securityGroupId}`),
        "443-443 0.0.0.0/0",
      ]);
      expect(await rulesOf(api, false)).toEqual([`443-443 ${entry}`]);
      expect(await rulesOf(workers.securityGroupId, false)).toEqual(
        expect.arrayContaining(onward.map((ports) => `${ports} ${entry}`)),
      );
    });

    it("has one load balancer for the hosts, in the public subnets (INF-16)", async () => {
      const balancers = await loadBalancers(moto);
      expect(balancers).toMatchObject([{ LoadBalancerName: "first", Type: "network" }]);
      const subnets = balancers.flatMap(({ AvailabilityZones }) => AvailabilityZones.map(({ SubnetId }) => SubnetId));
      expect(subnets.sort()).toEqual(Object.values(Object(network().public_subnet_ids)).sort());
    });

    it("hands hosts on to the ingress controller of the workers, which come and go with their group (SB-2)", async () => {
      const [balancer] = await loadBalancers(moto);
      const listeners = await listenersOf(moto, balancer?.LoadBalancerArn ?? "");
      expect(listeners.map(({ port, protocol, targetPort }) => [port, protocol, targetPort])).toEqual([
        [80, "TCP", 32080],
        [443, "TCP", 32443],
      ]);
      const joined = await targetGroupsOf(moto, workers.autoscalingGroup);
      expect(joined.sort()).toEqual(listeners.map(({ targetGroup }) => targetGroup).sort());
    });

    it("has the record of the domain in its zone, and leaves that of another's host to people", async () => {
      const [balancer] = await loadBalancers(moto);
      expect(await recordsIn(moto, hostedZone)).toMatchObject([
        { Name: `\\052.${DOMAIN}.`, Type: "A", AliasTarget: { DNSName: balancer?.DNSName } },
      ]);
      expect(stack("edge").outputs()).toMatchObject({
        load_balancer_address: balancer?.DNSName,
        dns_records: { [FOREIGN_HOST]: balancer?.DNSName },
      });
    });

    it("tells the command of a tunnel to the Kubernetes API (SB-10)", () => {
      expect(stack("edge").outputs().tunnel_command).toBe(
        `aws ssm start-session --region eu-west-1 --target ${bastionId()} ` +
          "--document-name AWS-StartPortForwardingSessionToRemoteHost --parameters " +
          "host=0123456789abcdef.gr7.eu-west-1.eks.amazonaws.com,portNumber=443,localPortNumber=8443",
      );
    });
  });

  describe("given what the machine was told at its start, when its program runs", () => {
    const refreshed = async () => refresh(await userDataOf(moto, bastionId()), tools(), moto);

    it("without workers, then HAProxy keeps what it has", async () => {
      const { status, said, configuration } = await refreshed();
      expect({ status, configuration }).toEqual({ status: 1, configuration: undefined });
      expect(said).toBe("HAProxy keeps what it has: no node with the role worker is listed");
    });

    it("beside machines that are none or do not run, then HAProxy gets the workers of its cluster", async () => {
      const start = (cluster?: string) => startMachine(moto, privateSubnet(), cluster);
      const running = [await start(CLUSTER), await start(CLUSTER)];
      const stopped = await start(CLUSTER);
      await endMachines(moto, "stop", [stopped]);
      const others = [await start(), await start(`${CLUSTER}-2`)];
      const { status, said, configuration } = await refreshed();
      await endMachines(moto, "terminate", [...running, stopped, ...others]);
      expect({ status, said }).toEqual({ status: 0, said: "HAProxy has loaded a new configuration" });
      const worker = running.map(({ address }) => address);
      expect(configuration).toBe(withNodes(await configurationIn(moto, PARAMETER), { worker }));
    });
  });

  describe.each<[string, Doors, string[]]>([
    [
      "an added exposure",
      { ...DOORS, 30200: ["bank"] },
      [
        "create aws_vpc_security_group_egress_rule.bastion_firewall_to-workers-30200",
        "create aws_vpc_security_group_ingress_rule.bastion_firewall_from-192-0-2-0-25-30200",
        "create aws_vpc_security_group_ingress_rule.bastion_firewall_workers-30200",
      ],
    ],
    [
      "a removed one",
      DOORS,
      [
        "delete aws_vpc_security_group_egress_rule.bastion_firewall_to-workers-30200",
        "delete aws_vpc_security_group_ingress_rule.bastion_firewall_from-192-0-2-0-25-30200",
        "delete aws_vpc_security_group_ingress_rule.bastion_firewall_workers-30200",
      ],
    ],
    [
      "another source",
      { ...DOORS, 30100: ["bank"] },
      [
        "create aws_vpc_security_group_ingress_rule.bastion_firewall_from-192-0-2-0-25-30100",
        "delete aws_vpc_security_group_ingress_rule.bastion_firewall_from-0-0-0-0-0-30100",
      ],
    ],
    [
      "an exposure beside another",
      { ...DOORS, 30100: ["bank"], 30044: ["bank"] },
      [
        "update aws_vpc_security_group_egress_rule.bastion_firewall_to-workers-30042",
        "update aws_vpc_security_group_ingress_rule.bastion_firewall_from-192-0-2-0-25-30043",
        "update aws_vpc_security_group_ingress_rule.bastion_firewall_workers-30042",
      ],
    ],
  ])("given %s", (_, doors, rules) => {
    it("when planned, then the ways and their rules change, and nothing else", () => {
      synthesize(doors);
      const planned = stack("edge").plan();
      const changes = planned.map(({ action, address }) => `${action} ${address}`);
      expect(changes.sort()).toEqual([...rules, "update aws_ssm_parameter.bastion_ways"].sort());
    });

    it("when applied, then the bastion is the same, with other ways", async () => {
      const before = bastionId();
      stack("edge").apply();
      expect(stack("edge").isUpToDate()).toBe(true);
      expect(bastionId()).toBe(before);
      const configuration = await configurationIn(moto, PARAMETER);
      const ports = [...configuration.matchAll(/^ {2}bind :(3\d+)$/gm)].map(([, port]) => port);
      expect(ports).toEqual(Object.keys(doors));
    });
  });

  it("given no zone any more, when applied, then the record is gone, and told to people", async () => {
    synthesize(DOORS, {});
    stack("edge").apply();
    expect(await recordsIn(moto, hostedZone)).toEqual([]);
    const { dns_records, load_balancer_address: address } = stack("edge").outputs();
    expect(dns_records).toEqual({ [`*.${DOMAIN}`]: address, [FOREIGN_HOST]: address });
  });

  it("given deletion protection, when destruction is planned, then it is refused", () => {
    const refusal = stack("edge").refusal("-destroy");
    expect(refusal).toContain("aws_lb.hosts_balancer has lifecycle.prevent_destroy set");
  });

  describe("given no protection", () => {
    it("when the edge is destroyed, then nothing of it is left", async () => {
      synthesize(DOORS, { deletionProtection: false });
      stack("edge").destroy();
      expect(await loadBalancers(moto)).toEqual([]);
      expect(await allTargetGroups(moto)).toEqual([]);
      expect(await parametersBelow(moto, "/testbed")).toEqual([]);
      expect((await identities(moto)).filter((name) => name.startsWith("first-"))).toEqual([]);
      expect(await ec2.volumes(moto)).toEqual([]);
      const { entry_security_group_id: entry, control_plane_security_group_id: api } = network();
      for (const group of [entry, api, workers.securityGroupId]) expect(await rulesOf(group, false)).toEqual([]);
    });

    it("when its network is destroyed after it, then nothing holds that back", async () => {
      await removeWorkers(moto, workers);
      stack("network").destroy();
      const vpcs = await ec2.vpcs(moto);
      expect(vpcs.map(({ IsDefault }) => IsDefault)).toEqual([true]);
    });
  });
});
