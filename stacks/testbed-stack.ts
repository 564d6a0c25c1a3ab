import { TerraformDataSource, TerraformElement, TerraformResource, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import { TERRAFORM_VERSION } from "../lib/versions";
import type { StateStore } from "./state";

/** What a `TestbedStack` is made of. */
export interface TestbedStackProps {
  /** Name of the testbed. */
  readonly name: string;
  readonly state: StateStore;
}

/**
 * One stack of a testbed, `<name>-<suffix>`: a Terraform state of its own.
 *
 * Resource addresses are the construct path without cdktf's hash, so that a plan reads well
 * (`aws_subnet.network_a_public`); a validation refuses two elements that would share one.
 */
export class TestbedStack extends TerraformStack {
  readonly state: StateStore;

  constructor(scope: Construct, suffix: string, props: TestbedStackProps) {
    super(scope, `${props.name}-${suffix}`);
    this.state = props.state;
    props.state.keep(this);
    this.addOverride("terraform.required_version", TERRAFORM_VERSION);
    this.node.addValidation({ validate: () => this.sharedAddresses() });
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const path = node.scopes.slice(this.node.scopes.length).map((scope) => scope.node.id);
    return path.join("_").replaceAll(/[^A-Za-z0-9_-]/g, "-");
  }

  private sharedAddresses(): string[] {
    const seen = new Map<string, string>();
    return this.node
      .findAll()
      .filter(TerraformElement.isTerraformElement)
      .flatMap((element) => {
        const address = `${typeOf(element)}.${element.friendlyUniqueId}`;
        const other = seen.get(address);
        seen.set(address, element.node.path);
        return other === undefined
          ? []
          : [`${element.node.path} and ${other} share the address ${address}. Rename one of them.`];
      });
  }
}

function typeOf(element: TerraformElement): string {
  if (TerraformResource.isTerraformResource(element)) return element.terraformResourceType;
  if (TerraformDataSource.isTerraformDataSource(element)) return `data.${element.terraformResourceType}`;
  return element.constructor.name;
}
