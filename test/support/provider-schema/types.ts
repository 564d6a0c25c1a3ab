/** Type of a value as a recorded schema writes it: `"string"`, `["list", "string"]`, `["object", {...}]`. */
export type ValueType =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", ValueType]
  | readonly ["object", Readonly<Record<string, ValueType>>];

/** How often a nested block or nested attribute may occur, and in which shape. */
export type NestingMode = "single" | "list" | "set" | "map";

/** Attributes below an attribute (`a = { ... }`), in contrast to a nested block (`a { ... }`). */
export interface NestedType {
  readonly nesting_mode: NestingMode;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** One argument or computed value; it has either `type` or `nested_type`. */
export interface Attribute {
  readonly type?: ValueType;
  readonly nested_type?: NestedType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
}

/** One kind of nested block. */
export interface BlockType {
  readonly nesting_mode: NestingMode;
  readonly block: Block;
  readonly min_items?: number;
  readonly max_items?: number;
}

/** Everything that may stand between the braces of a resource, data source, provider or nested block. */
export interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, BlockType>>;
}

/** The schema of one resource type, data source type or provider configuration. */
export interface TypeSchema {
  readonly block: Block;
}

/** One provider out of `terraform providers schema -json`. */
export interface ProviderSchema {
  readonly provider: TypeSchema;
  readonly resource_schemas?: Readonly<Record<string, TypeSchema>>;
  readonly data_source_schemas?: Readonly<Record<string, TypeSchema>>;
}

/** Recorded schemas by provider name, such as `aws`. */
export type Schemas = ReadonlyMap<string, ProviderSchema>;
