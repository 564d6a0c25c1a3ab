import { ComplexList, ComplexObject } from "cdktf";

/** What a machine needs to join a cluster. */
export class ClusterV2ClusterRegistrationTokenOutputReference extends ComplexObject {
  /** The shell command by which a machine joins, without the roles that it takes. */
  get nodeCommand() {
    return this.getStringAttribute("node_command");
  }

  /** The same for a Rancher server whose certificate the machine cannot check. */
  get insecureNodeCommand() {
    return this.getStringAttribute("insecure_node_command");
  }

  get token() {
    return this.getStringAttribute("token");
  }
}

/** The registration tokens of a cluster: one. */
export class ClusterV2ClusterRegistrationTokenList extends ComplexList {
  get(index: number) {
    return new ClusterV2ClusterRegistrationTokenOutputReference(
      this.terraformResource,
      this.terraformAttribute,
      this.wrapsSet,
      index,
    );
  }
}
