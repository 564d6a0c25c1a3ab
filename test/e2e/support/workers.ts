import { z } from "zod";
import type { Moto } from "./moto";
import { writeState } from "./state-file";

/** Workers as the stacks of the cluster and the nodes leave them: a security group, and an Auto Scaling group. */
export interface Workers {
  readonly securityGroupId: string;
  readonly autoscalingGroup: string;
}

const NAME = "workers";

/** Any image that moto knows. */
const IMAGE = "ami-0ef3038e9b73a0746";

/** Makes workers in a network, none of which runs yet. */
export async function addWorkers(moto: Moto, networkId: string, subnetId: string): Promise<Workers> {
  const group = { GroupName: NAME, Description: "Workers", VpcId: networkId };
  const made = await moto.ask(z.object({ GroupId: z.string() }), "ec2", "create_security_group", group);
  const data = { ImageId: IMAGE, InstanceType: "t3a.xlarge" };
  const template = { LaunchTemplateName: NAME, LaunchTemplateData: data };
  await moto.ask(z.unknown(), "ec2", "create_launch_template", template);
  await moto.ask(z.unknown(), "autoscaling", "create_auto_scaling_group", {
    AutoScalingGroupName: NAME,
    LaunchTemplate: { LaunchTemplateName: NAME },
    MinSize: 0,
    MaxSize: 0,
    VPCZoneIdentifier: subnetId,
  });
  return { securityGroupId: made.GroupId, autoscalingGroup: NAME };
}

const instances = z.object({
  Instances: z.array(z.object({ InstanceId: z.string(), PrivateIpAddress: z.string() })),
});

/** A machine that runs. */
export interface Machine {
  readonly id: string;
  readonly address: string;
}

/** Starts a machine in a subnet, tagged as EKS tags the workers of a cluster where one is named. */
export async function startMachine(moto: Moto, subnetId: string, cluster?: string): Promise<Machine> {
  const Tags = cluster === undefined ? [] : [{ Key: "eks:cluster-name", Value: cluster }];
  const { Instances } = await moto.ask(instances, "ec2", "run_instances", {
    LaunchTemplate: { LaunchTemplateName: NAME },
    MinCount: 1,
    MaxCount: 1,
    SubnetId: subnetId,
    TagSpecifications: [{ ResourceType: "instance", Tags: [...Tags, { Key: "Name", Value: "machine" }] }],
  });
  const [machine] = Instances;
  if (!machine) throw new Error("No machine was started.");
  return { id: machine.InstanceId, address: machine.PrivateIpAddress };
}

/** Stops machines, or ends them for good. */
export async function endMachines(moto: Moto, how: "stop" | "terminate", machines: readonly Machine[]): Promise<void> {
  await moto.ask(z.unknown(), "ec2", `${how}_instances`, { InstanceIds: machines.map(({ id }) => id) });
}

/** Takes them away again, so that their network can go. */
export async function removeWorkers(moto: Moto, { securityGroupId, autoscalingGroup }: Workers): Promise<void> {
  const group = { AutoScalingGroupName: autoscalingGroup, ForceDelete: true };
  await moto.ask(z.unknown(), "autoscaling", "delete_auto_scaling_group", group);
  await moto.ask(z.unknown(), "ec2", "delete_security_group", { GroupId: securityGroupId });
}

/** Writes the states of the cluster and of the nodes, with what the edge reads of them. */
export function writeWorkerStates(stateFile: (stack: "cluster" | "nodes") => string, workers: Workers): void {
  writeState(stateFile("cluster"), {
    cluster_endpoint: "https://0123456789abcdef.gr7.eu-west-1.eks.amazonaws.com",
    worker_security_group_id: workers.securityGroupId,
  });
  writeState(stateFile("nodes"), { autoscaling_group_names: { default: workers.autoscalingGroup } });
}
