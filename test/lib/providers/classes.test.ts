import { Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { checkArguments } from "./support/check-arguments";
import { checkAttributes } from "./support/check-attributes";
import { newStack } from "./support/new-stack";
import {
  type Constructible,
  exportsOf,
  loadClass,
  PROVIDER_CLASSES,
  PROVIDERS,
  type ProviderClass,
  schemaOfProvider,
} from "./support/provider-class";
import { sampleOf } from "./support/sample";

const ELEMENTS = PROVIDER_CLASSES.filter(({ section }) => section !== "provider");

describe.each(PROVIDERS)("the classes of %s", (provider) => {
  it("stand for what is recorded of the provider, and for nothing else", () => {
    const { resource_schemas: resources = {}, data_source_schemas: sources = {} } = schemaOfProvider(provider);
    const classes = ELEMENTS.filter((described) => described.provider === provider);
    expect(classes.map(({ section, type }) => `${section} ${type}`).sort()).toEqual(
      [
        ...Object.keys(resources).map((type) => `resource ${type}`),
        ...Object.keys(sources).map((type) => `data ${type}`),
      ].sort(),
    );
  });
});

describe.each(PROVIDER_CLASSES)("the class in $path", (described) => {
  const { className, section, type, interfaces } = described;

  it("has the name and the type that the generator would give it", async () => {
    expect(Object.keys(await exportsOf(described))).toEqual([className]);
    expect((await loadClass(described)).tfResourceType).toBe(type);
  });

  it("takes the arguments that the provider takes, and requires those that it requires", () => {
    expect(checkArguments(described)).toEqual([]);
  });

  it("takes meta-arguments, but for a provider", () => {
    expect(interfaces.get(`${className}Config`)?.takesMetaArguments).toBe(section !== "provider");
  });

  it("writes every argument under its name in Terraform", async () => {
    const { config, terraform } = sampleOf(described, () => true);
    expect(synthesized(described, await loadClass(described), config)).toEqual(terraform);
  });

  it("writes nothing that it is not given", async () => {
    const { config, terraform } = sampleOf(described, ({ required }) => required);
    expect(synthesized(described, await loadClass(described), config)).toEqual(terraform);
  });

  it("writes no argument that is undefined", async () => {
    const { config, terraform } = sampleOf(described, ({ required }) => required);
    const names = interfaces.get(`${className}Config`)?.properties.map(({ name }) => name) ?? [];
    const undefineds = Object.fromEntries(names.map((name) => [name, undefined]));
    expect(synthesized(described, await loadClass(described), { ...undefineds, ...config })).toEqual(terraform);
  });
});

describe.each(ELEMENTS)("the resource or data source in $path", (described) => {
  const { section, type, provider, schema } = described;

  it("reads attributes that the provider has, with their types", async () => {
    const { config } = sampleOf(described, ({ required }) => required);
    const element = new (await loadClass(described))(newStack(), "sample", config);
    const address = `${section === "data" ? "data." : ""}${type}.sample`;
    expect(checkAttributes(element, address, schema)).toEqual([]);
  });

  it("hands on the meta-arguments of Terraform", async () => {
    const { config, terraform } = sampleOf(described, ({ required }) => required);
    const given = { ...config, count: 2, dependsOn: [{ fqn: "some_type.another" }] };
    expect(synthesized(described, await loadClass(described), given)).toEqual({
      ...terraform,
      count: 2,
      depends_on: ["some_type.another"],
    });
  });

  it("is refused in a stack without its provider", async () => {
    const stack = newStack();
    new (await loadClass(described))(stack, "sample", sampleOf(described, ({ required }) => required).config);
    expect(() => Testing.synth(stack, true)).toThrow(new RegExp(`without a matching provider.*\\b${provider}\\b`, "s"));
  });
});

/** What a construct writes. */
function synthesized({ section, type }: ProviderClass, Class: Constructible, config: object): unknown {
  const stack = newStack();
  new Class(stack, "sample", config);
  const written = JSON.parse(Testing.synth(stack))[section][type];
  return section === "provider" ? written[0] : written.sample;
}
