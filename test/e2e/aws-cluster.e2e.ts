import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { mergeValues } from "../../lib/charts/merge-values";
import { CHARTS, DEFAULT_KUBERNETES_MINOR } from "../../lib/versions";
import { identities } from "./support/bastion";
import { controlPlane, launchTemplate, nodeGroupOf, policiesOf } from "./support/eks";
import { chartArchive } from "./support/helm";
import { addHostedZone } from "./support/hosted-zone";
import { Moto } from "./support/moto";
import { Project, type StackKind } from "./support/project";
import { needProviders } from "./support/providers";
import { PythonTools } from "./support/python";
import { addresses, copyWithout } from "./support/reduced-stack";
import { roleOf } from "./support/role";
import { fileSystems } from "./support/shared-volumes";
import { optional, suite } from "./support/suite";
import { TerraformStackRun } from "./support/terraform-stack";
import { addWorkers, type Workers } from "./support/workers";

const CLUSTER = "INFINITECH-BP";
const DOMAIN = "testbed.example.org";

/** moto has no access entries, and its clusters no security group of their own to tag. */
const LACKS = ["aws_eks_access_entry", "aws_eks_access_policy_association", "aws_ec2_tag"];

/** moto has no add-ons; it names an Auto Scaling group for a node group and makes none; a release needs a Kubernetes. */
const NODES_LACK = ["aws_eks_addon", "aws_eks_addon_version", "aws_autoscaling_group_tag", "helm_release"];

/** moto keeps no tags of a launch template, and no version of a node group. */
const FORGOTTEN = ["aws_launch_template", "aws_eks_node_group"];

const prepare = async () => {
  await needProviders("aws");
  return { python: await PythonTools.install(), chart: await optional("aws cluster, Cilium", prepareChart) };
};

suite("aws cluster", prepare, (tools) => {
  let moto: Moto;
  let project: Project;
  let admin: NodeJS.ProcessEnv;
  let hostedZone: string;
  const synthesize = (aws: object = {}, place: object = {}) =>
    project.synthesize("first", { hostedZone, ...aws }, { domain: DOMAIN, ...place });
  const stack = (kind: StackKind, deployer = admin) => project.stack("first", kind, deployer);

  beforeAll(async () => {
    moto = await Moto.start(tools().python);
    const { arn, environment } = await moto.actAs("platform-admin");
    admin = environment;
    project = new Project(arn);
    hostedZone = await addHostedZone(moto, DOMAIN);
    synthesize();
    stack("network").apply();
  });
  afterAll(() => moto?.stop());

  it("given a deployer who is no admin, when planned, then it is refused and the admins are named", () => {
    const refusal = stack("cluster", moto.environment).refusal();
    expect(refusal).toContain(
      "Whoever deploys must act as one of the admins (arn:aws:iam::123456789012:role/platform-admin)",
    );
  });

  it("given an admin, when planned, then the whole stack is created", () => {
    const planned = stack("cluster").plan();
    expect(planned.map(({ address }) => address).sort()).toEqual(addresses(project.folder("first", "cluster")).sort());
    expect(new Set(planned.map(({ action }) => action))).toEqual(new Set(["create"]));
  });

  describe("given an admin, when applied as far as moto goes", () => {
    beforeAll(() => new TerraformStackRun(copyWithout(project.folder("first", "cluster"), LACKS), admin).apply());

    it("then there is a control plane of the default minor in all four subnets (INF-11)", async () => {
      const { version, resourcesVpcConfig } = await controlPlane(moto, CLUSTER);
      const { public_subnet_ids, private_subnet_ids } = stack("network").outputs();
      const subnets = [public_subnet_ids, private_subnet_ids].flatMap((ids) => Object.values(Object(ids)));
      expect(version).toBe(DEFAULT_KUBERNETES_MINOR);
      expect(resourcesVpcConfig.subnetIds.sort()).toEqual(subnets.sort());
    });

    it("then its endpoint is private, and public for the named addresses only", async () => {
      const { resourcesVpcConfig } = await controlPlane(moto, CLUSTER);
      expect(resourcesVpcConfig).toMatchObject({
        endpointPrivateAccess: true,
        endpointPublicAccess: true,
        publicAccessCidrs: ["198.51.100.0/24"],
      });
    });

    it("then its secrets are encrypted with a key of the testbed", async () => {
      const { encryptionConfig } = await controlPlane(moto, CLUSTER);
      const key = stack("cluster").resources()["aws_kms_key.cluster_key_key"];
      expect(encryptionConfig).toEqual([{ resources: ["secrets"], provider: { keyArn: key?.arn } }]);
    });

    it("then it writes every kind of log", async () => {
      const { logging } = await controlPlane(moto, CLUSTER);
      const written = logging.clusterLogging.filter(({ enabled }) => enabled).flatMap(({ types }) => types);
      expect(written.sort()).toEqual(["api", "audit", "authenticator", "controllerManager", "scheduler"]);
    });

    it("then its role has the policy of the documents (INF-10)", async () => {
      expect(await policiesOf(moto, "first-cluster")).toEqual(["AmazonEKSClusterPolicy"]);
    });

    it("then its destruction is refused", () => {
      const refusal = stack("cluster").refusal("-destroy", "-refresh=false");
      expect(refusal).toContain("aws_eks_cluster.cluster_control-plane has lifecycle.prevent_destroy set");
    });

    describe("and given that control plane, when the nodes are applied without Cilium and add-ons", () => {
      let workers: Workers;
      const nodes = () => new TerraformStackRun(copyWithout(project.folder("first", "nodes"), NODES_LACK), admin);

      beforeAll(async () => {
        const { network_id, private_subnet_ids } = stack("network").outputs();
        workers = await addWorkers(moto, String(network_id), String(Object(private_subnet_ids).a));
        mendCluster(project.stateFile("first", "cluster"), workers);
        nodes().apply();
      });

      it("then they are as described when planned again, but for what moto does not keep", () => {
        const changed = nodes().plan();
        expect(changed.map(({ type }) => type).filter((type) => !FORGOTTEN.includes(type))).toEqual([]);
      });

      it("then there are volumes for many writers in each zone of the nodes, for the workers alone (SB-3)", async () => {
        const { private_subnet_ids } = stack("network").outputs();
        expect(await fileSystems(moto)).toEqual([
          {
            id: expect.any(String),
            encrypted: true,
            throughput: "elastic",
            subnets: Object.values(Object(private_subnet_ids)).sort(),
            rules: [`tcp 2049-2049 ${workers.securityGroupId}`],
          },
        ]);
      });

      it("then the autoscaler changes the groups of its own cluster alone, by its service account (INF-36)", async () => {
        const { trust, rights } = await roleOf(moto, "first-cluster-autoscaler");
        expect(trust.map(subjectOf)).toEqual(["system:serviceaccount:platform:cluster-autoscaler"]);
        const changes = rights.filter(({ Action }) => Action.some((action) => !/:(Describe|Get)/.test(action)));
        expect(changes).toEqual([
          {
            Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
            Resource: ["*"],
            Condition: { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${CLUSTER}`]: ["owned"] } },
          },
        ]);
      });

      it("then cert-manager writes its proofs in the zone of the domain alone, by its service account (INF-17)", async () => {
        const { trust, rights } = await roleOf(moto, "first-cert-manager");
        expect(trust.map(subjectOf)).toEqual(["system:serviceaccount:cert-manager:cert-manager"]);
        expect(rights.find(({ Action }) => Action.includes("route53:ChangeResourceRecordSets"))).toEqual({
          Action: ["route53:ChangeResourceRecordSets"],
          Resource: [`arn:aws:route53:::hostedzone/${hostedZone}`],
          Condition: {
            "ForAllValues:StringLike": {
              "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"],
              "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"],
            },
          },
        });
      });

      it("then the platform is told of them, and of the volumes", async () => {
        const [system] = await fileSystems(moto);
        const { arn: autoscaler } = await roleOf(moto, "first-cluster-autoscaler");
        const { arn: solver } = await roleOf(moto, "first-cert-manager");
        expect(nodes().outputs()).toMatchObject({
          autoscaler_provider: "aws",
          autoscaler_environment: { AWS_REGION: "eu-west-1" },
          autoscaler_identity: { "eks.amazonaws.com/role-arn": autoscaler },
          certificates_identity: { "eks.amazonaws.com/role-arn": solver },
          dns_solver: JSON.stringify({ route53: { region: "eu-west-1", hostedZoneID: hostedZone } }),
          shared_volume_server: `${system?.id}.efs.eu-west-1.amazonaws.com`,
          shared_volume_path: "/",
          volume_driver: "ebs.csi.aws.com",
        });
      });

      it("then there are as many workers as the documents ask, in private subnets (INF-13)", async () => {
        const group = await nodeGroupOf(moto, CLUSTER, "default");
        const { private_subnet_ids } = stack("network").outputs();
        expect(group.scalingConfig).toEqual({ minSize: 2, desiredSize: 2, maxSize: 3 });
        expect(group.subnets.sort()).toEqual(Object.values(Object(private_subnet_ids)).sort());
      });

      it("then they are tainted until Cilium runs", async () => {
        const { taints } = await nodeGroupOf(moto, CLUSTER, "default");
        expect(taints).toEqual([{ key: "node.cilium.io/agent-not-ready", effect: "NO_EXECUTE" }]);
      });

      it("then their disks are encrypted, and pods cannot reach the metadata service (INF-13)", async () => {
        expect(await launchTemplate(moto, "first.default")).toEqual([
          {
            InstanceType: "t3a.xlarge",
            MetadataOptions: { HttpTokens: "required", HttpPutResponseHopLimit: 1 },
            BlockDeviceMappings: [{ Ebs: { Encrypted: true, VolumeSize: 50 } }],
          },
        ]);
      });

      it("then their role cannot change network interfaces (INF-12)", async () => {
        expect(await policiesOf(moto, "first-node")).toEqual([
          "AmazonEC2ContainerRegistryReadOnly",
          "AmazonEKSWorkerNodePolicy",
        ]);
      });

      it("then their destruction is refused, because of the data on the volumes", () => {
        expect(nodes().refusal("-destroy")).toContain(
          "aws_efs_file_system.shared-volumes_files has lifecycle.prevent_destroy set",
        );
      });

      it("and Cilium is planned, then its values know the cluster", ({ skip }) => {
        const { chart } = tools();
        if (chart === undefined) return skip();
        // The plan of a release reads the chart and needs no cluster. Where Terraform has no way to the chart's repository,
        // it reads the archive: an override file of Terraform stands in for the address, and for nothing else.
        const override = { resource: { helm_release: { nodes_cilium_release: { repository: null, chart } } } };
        writeFileSync(join(project.folder("first", "nodes"), "chart_override.tf.json"), JSON.stringify(override));
        const [release, ...others] = stack("nodes").plan("-target=helm_release.nodes_cilium_release");
        expect([release?.action, release?.address]).toEqual(["create", "helm_release.nodes_cilium_release"]);
        expect(others).toEqual([]);
        const documents = z.array(z.string()).parse(release?.after.values);
        expect(mergeValues(...documents.map((document) => JSON.parse(document)))).toMatchObject({
          k8sServiceHost: String(stack("cluster").outputs().cluster_endpoint).replace("https://", ""),
          eni: { iamRole: "arn:aws:iam::123456789012:role/first-cilium-operator" },
        });
      });

      it("and the place names an NFS server, then the volumes that hold data are forgotten, and nothing of them goes", () => {
        synthesize({}, { storage: { nfs: { server: "nfs.example.org", share: "/exports" } } });
        const changed = nodes()
          .plan()
          .filter(({ address }) => address.includes("shared-volumes"));
        expect(changed.map(({ action, address }) => `${action} ${address}`).sort()).toEqual([
          "forget aws_efs_file_system.shared-volumes_files",
          "forget aws_efs_mount_target.shared-volumes_a",
          "forget aws_efs_mount_target.shared-volumes_b",
          "forget aws_security_group.shared-volumes_security-group",
          "forget aws_vpc_security_group_ingress_rule.shared-volumes_from-workers",
        ]);
      });

      it("and they are not protected, when destroyed, then no volume and no role of theirs is left", async () => {
        synthesize({ deletionProtection: false });
        nodes().destroy();
        expect(await fileSystems(moto)).toEqual([]);
        expect((await identities(moto)).sort()).toEqual(["first-cluster", "platform-admin"]);
      });
    });
  });
});

async function prepareChart(): Promise<string> {
  await needProviders("helm");
  return chartArchive(CHARTS.cilium);
}

/** Whose service account may act as a role, by a statement of its trust. */
function subjectOf({ Condition = {} }: Awaited<ReturnType<typeof roleOf>>["trust"][number]): string | undefined {
  const claims = Object.entries(Condition.StringEquals ?? {});
  return claims.find(([claim]) => claim.endsWith(":sub"))?.[1].join();
}

/**
 * moto's certificates are random letters, which Terraform cannot decode to a text, and its clusters have no security group for
 * their workers: puts there what an EKS would have.
 */
function mendCluster(stateFile: string, { securityGroupId }: Workers): void {
  const state = JSON.parse(readFileSync(stateFile, "utf8"));
  state.outputs.cluster_certificate_authority.value = Buffer.from("a certificate").toString("base64");
  state.outputs.worker_security_group_id = { value: securityGroupId, type: "string" };
  writeFileSync(stateFile, JSON.stringify(state));
}
