import type { Attribute, Block, BlockType } from "./types";

const DEPENDS_ON: Attribute = { type: ["list", "string"], optional: true };

const CONDITION: BlockType = {
  nesting_mode: "list",
  block: {
    attributes: { condition: { type: "bool", required: true }, error_message: { type: "string", required: true } },
  },
};

const CONDITIONS = { precondition: CONDITION, postcondition: CONDITION };

const SHARED: Readonly<Record<string, Attribute>> = {
  count: { type: "number", optional: true },
  depends_on: DEPENDS_ON,
  for_each: { type: "dynamic", optional: true },
  provider: { type: "string", optional: true },
};

/** What Terraform itself accepts in every resource. */
export const RESOURCE_ARGUMENTS: Block = {
  attributes: {
    ...SHARED,
    connection: { type: "dynamic", optional: true },
    provisioner: { type: "dynamic", optional: true },
  },
  block_types: {
    lifecycle: {
      nesting_mode: "single",
      block: {
        attributes: {
          create_before_destroy: { type: "bool", optional: true },
          ignore_changes: { type: "dynamic", optional: true },
          prevent_destroy: { type: "bool", optional: true },
          replace_triggered_by: { type: ["list", "string"], optional: true },
        },
        block_types: CONDITIONS,
      },
    },
  },
};

/** What Terraform itself accepts in every data source. */
export const DATA_SOURCE_ARGUMENTS: Block = {
  attributes: SHARED,
  block_types: { lifecycle: { nesting_mode: "single", block: { block_types: CONDITIONS } } },
};

/** What Terraform itself accepts in every provider configuration. */
export const PROVIDER_ARGUMENTS: Block = { attributes: { alias: { type: "string", optional: true } } };

/** Everything that an output may hold. */
export const OUTPUT: Block = {
  attributes: {
    depends_on: DEPENDS_ON,
    description: { type: "string", optional: true },
    ephemeral: { type: "bool", optional: true },
    sensitive: { type: "bool", optional: true },
    value: { type: "dynamic", required: true },
  },
  block_types: { precondition: CONDITION },
};

/** The block with the arguments and nested blocks of the other one added. */
export function extend(block: Block, extra: Block): Block {
  return {
    attributes: { ...block.attributes, ...extra.attributes },
    block_types: { ...block.block_types, ...extra.block_types },
  };
}
