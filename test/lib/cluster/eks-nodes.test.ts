import { AutoscalingGroupTagA } from "@cdktf/provider-aws/lib/autoscaling-group-tag";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Release } from "@cdktf/provider-helm/lib/release";
import { describe, expect, it } from "vitest";
import { EksNodes, type EksNodesProps } from "../../../lib/cluster/eks-nodes";
import { NodeImage } from "../../../lib/cluster/node-group-options";
import { dependenciesOf } from "../../support/dependencies";
import { synthesizeConstruct } from "../../support/synth";

const nodes = (props: Partial<EksNodesProps> = {}) =>
  synthesizeConstruct((scope) => {
    new EksNodes(scope, "nodes", {
      name: "demo",
      region: "eu-west-1",
      clusterName: "DEMO",
      version: "1.35",
      endpoint: "https://api.example.org",
      oidc: { providerArn: "arn:aws:iam::123456789012:oidc-provider/oidc", issuer: "oidc" },
      privateSubnetIds: { a: "subnet-a", b: "subnet-b", c: "subnet-c" },
      tags: { testbed: "demo" },
      ...props,
    });
  });

describe("the order of EksNodes (INF-14)", () => {
  const stack = nodes();
  const after = dependenciesOf(JSON.parse(stack));
  const ofType = (type: string) => [...after.keys()].filter((address) => address.startsWith(`${type}.`));
  const [cilium = ""] = ofType("helm_release");

  it("brings Cilium before the nodes, without waiting for them", () => {
    for (const group of ofType("aws_eks_node_group")) expect(after.get(group)).toContain(cilium);
    expect(stack).toHaveResourceWithProperties(Release, { name: "cilium", wait: false, atomic: false });
  });

  it("gives the operator its role without a way to the nodes", () => {
    const [role = ""] = ofType("aws_iam_role").filter((address) => address.includes("cilium"));
    for (const address of [role, cilium]) {
      const reached = [...(after.get(address) ?? [])];
      expect(reached.filter((other) => /aws_eks_(node_group|addon)|aws_launch_template/.test(other))).toEqual([]);
    }
    expect([...(after.get(cilium) ?? [])]).toContain(role);
  });

  it("brings the add-ons that need nodes after the nodes", () => {
    const groups = ofType("aws_eks_node_group");
    expect(ofType("aws_eks_addon")).toHaveLength(4);
    for (const addon of ofType("aws_eks_addon"))
      expect([...(after.get(addon) ?? [])]).toEqual(expect.arrayContaining(groups));
  });

  it("installs neither the AWS CNI nor kube-proxy", () => {
    const names = Object.values<{ addon_name: string }>(JSON.parse(stack).resource.aws_eks_addon);
    expect(names.map(({ addon_name: name }) => name).sort()).toEqual([
      "aws-ebs-csi-driver",
      "coredns",
      "eks-pod-identity-agent",
      "snapshot-controller",
    ]);
  });

  it("trusts the operator's service account alone with the operator's role (IRSA)", () => {
    expect(stack).toHaveDataSourceWithProperties(DataAwsIamPolicyDocument, {
      statement: [
        {
          actions: ["sts:AssumeRoleWithWebIdentity"],
          condition: expect.arrayContaining([
            {
              test: "StringEquals",
              variable: "oidc:sub",
              values: ["system:serviceaccount:kube-system:cilium-operator"],
            },
          ]),
        },
      ],
    });
  });
});

describe("EksNodes by default", () => {
  const stack = nodes();

  it("makes the documents' node group in private subnets (INF-13)", () => {
    expect(stack).toHaveResourceWithProperties(EksNodeGroup, {
      nodeGroupName: "default",
      version: "1.35",
      amiType: "AL2023_x86_64_STANDARD",
      capacityType: "ON_DEMAND",
      scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 3 },
      subnetIds: ["subnet-a", "subnet-b"],
    });
  });

  it("names the instance type where a change of it rolls the nodes instead of replacing the group", () => {
    expect(stack).toHaveResourceWithProperties(LaunchTemplate, { instanceType: "t3a.xlarge" });
    expect(stack).toHaveResourceWithProperties(EksNodeGroup, { instance_types: undefined });
  });

  it("is not destroyed: the first thing that a destruction would take is Cilium", () => {
    expect(stack).toHaveResourceWithProperties(Release, { lifecycle: { prevent_destroy: true } });
    expect(nodes({ deletionProtection: false })).toHaveResourceWithProperties(Release, {
      lifecycle: { prevent_destroy: false },
    });
  });

  it("leaves the desired size alone after creation", () => {
    expect(stack).toHaveResourceWithProperties(EksNodeGroup, {
      lifecycle: { ignore_changes: ["scaling_config[0].desired_size"] },
    });
  });

  it("taints nodes until Cilium runs on them", () => {
    expect(stack).toHaveResourceWithProperties(EksNodeGroup, {
      taint: [{ key: "node.cilium.io/agent-not-ready", value: "true", effect: "NO_EXECUTE" }],
    });
  });

  it("closes the metadata service to pods (rule 16)", () => {
    expect(stack).toHaveResourceWithProperties(LaunchTemplate, {
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
    });
  });

  it("gives each node an encrypted gp3 root volume of 50 GB (INF-13)", () => {
    expect(stack).toHaveResourceWithProperties(LaunchTemplate, {
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: 50, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
    });
  });

  it("names no security group, so that workers carry the cluster's", () => {
    expect(stack).toHaveResourceWithProperties(LaunchTemplate, {
      vpcSecurityGroupIds: undefined,
      networkInterfaces: undefined,
    });
  });

  it("gives workers their role, without the right to change interfaces (INF-12)", () => {
    expect(stack).toHaveResourceWithProperties(IamRole, { name: "demo-node", tags: { Name: "INFINITECHBPNode" } });
    const attached = Object.values<{ role: string; policy_arn: string }>(
      JSON.parse(stack).resource.aws_iam_role_policy_attachment,
    ).filter(({ role }) => role.includes("node-role"));
    expect(attached.map(({ policy_arn: arn }) => arn.split("/").at(-1)).sort()).toEqual([
      "AmazonEC2ContainerRegistryReadOnly",
      "AmazonEKSWorkerNodePolicy",
    ]);
  });

  it("tags instances, volumes and interfaces with the testbed and the documents' name (INF-12)", () => {
    const tags = { testbed: "demo", Name: "INFINITECHBPNode" };
    expect(stack).toHaveResourceWithProperties(LaunchTemplate, {
      tagSpecifications: [
        { resourceType: "instance", tags },
        { resourceType: "volume", tags },
        { resourceType: "network-interface", tags },
      ],
    });
  });

  it("tags the Auto Scaling group that EKS makes", () => {
    expect(stack).toHaveResourceWithProperties(AutoscalingGroupTagA, {
      tag: { key: "testbed", value: "demo", propagateAtLaunch: false },
    });
  });

  it("tells the EBS driver its region and the tags of its volumes", () => {
    const addons = Object.values<{ configuration_values?: string }>(JSON.parse(stack).resource.aws_eks_addon);
    const [configured] = addons.flatMap(({ configuration_values: values }) => (values ? [JSON.parse(values)] : []));
    expect(configured).toEqual({
      controller: { region: "eu-west-1", extraVolumeTags: { testbed: "demo" } },
      node: { reservedVolumeAttachments: 4 },
    });
  });

  it("asks for each add-on in the version that AWS makes the default for the minor", () => {
    expect(stack).toHaveResourceWithProperties(EksAddon, {
      addonName: "coredns",
      addonVersion: expect.stringContaining("data.aws_eks_addon_version."),
    });
  });
});

describe("EksNodes with options", () => {
  it("takes labels, taints, spot, another image, disk and zone as data", () => {
    const stack = nodes({
      groups: {
        gpu: {
          instance: "g5.xlarge",
          image: NodeImage.X86_64_NVIDIA,
          spot: true,
          diskGib: 100,
          min: 0,
          initial: 0,
          max: 1,
          zones: ["c"],
          labels: { "example.org/gpu": "a10g" },
          taints: [{ key: "nvidia.com/gpu", effect: "NoSchedule" }],
        },
      },
    });
    expect(stack).toHaveResourceWithProperties(EksNodeGroup, {
      amiType: "AL2023_x86_64_NVIDIA",
      capacityType: "SPOT",
      subnetIds: ["subnet-c"],
      labels: { "example.org/gpu": "a10g" },
      taint: [
        { key: "node.cilium.io/agent-not-ready" },
        { key: "nvidia.com/gpu", value: undefined, effect: "NO_SCHEDULE" },
      ],
    });
    expect(stack).toHaveResourceWithProperties(LaunchTemplate, {
      instanceType: "g5.xlarge",
      blockDeviceMappings: [{ ebs: { volumeSize: 100 } }],
    });
  });

  it("runs one operator where there is one node to start with", () => {
    const valuesOf = (stack: string) => {
      const [release] = Object.values<{ values: string[] }>(JSON.parse(stack).resource.helm_release);
      return JSON.parse(release?.values[0] ?? "");
    };
    expect(valuesOf(nodes({ groups: { default: { min: 1, initial: 1 } } })).operator.replicas).toBe(1);
    expect(valuesOf(nodes()).operator.replicas).toBe(2);
  });

  it("brings the add-ons after the groups that run them, not after a GPU group that may never come", () => {
    const gpu = { initial: 1, min: 1, taints: [{ key: "nvidia.com/gpu", effect: "NoSchedule" } as const] };
    const after = dependenciesOf(JSON.parse(nodes({ groups: { default: {}, gpu } })));
    for (const [address, others] of after) {
      if (!address.startsWith("aws_eks_addon.")) continue;
      expect([...others].filter((other) => other.startsWith("aws_eks_node_group."))).toEqual([
        expect.stringContaining("_default_"),
      ]);
    }
  });

  it("adds a group and changes nothing of those that are there", () => {
    const before = JSON.parse(nodes({ groups: { default: {} } })).resource;
    const after = JSON.parse(nodes({ groups: { default: {}, extra: {} } })).resource;
    expect(after.aws_eks_node_group).toMatchObject(before.aws_eks_node_group);
    expect(after.aws_launch_template).toMatchObject(before.aws_launch_template);
  });
});

describe("EksNodes refuses", () => {
  it("sizes that do not fit together", () => {
    expect(() => nodes({ groups: { default: { min: 4 } } })).toThrow(
      'Node group "default" has min 4, initial 2 and max 3. Keep min <= initial <= max.',
    );
  });

  it("a zone that the network lacks", () => {
    expect(() => nodes({ groups: { default: { zones: ["a", "f"] } } })).toThrow(
      'Node group "default" stands in zone f, which the network lacks. Its zones: a, b, c.',
    );
  });
});
