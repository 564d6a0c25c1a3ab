// cdktf's own matchers for vitest. There is no package jest-cdktf-matchers: cdktf ships the matchers, bound to jest's global
// `expect`. Theirs compare either nested parts or asymmetric matchers; this comparison does both, in either spelling of keys.
import * as cdktf from "cdktf/lib/testing/matchers";
import { snakeCase } from "cdktf/lib/util";
import { expect } from "vitest";

interface Asymmetric {
  asymmetricMatch(actual: unknown): boolean;
}

type Fields = Record<string, unknown>;

function matches(expected: unknown, actual: unknown): boolean {
  if (isAsymmetric(expected)) return expected.asymmetricMatch(actual);
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, index) => matches(item, actual[index]))
    );
  }
  if (isFields(expected)) {
    return (
      isFields(actual) &&
      Object.keys(expected).every((key) => matches(expected[key], actual[key in actual ? key : snakeCase(key)]))
    );
  }
  return Object.is(expected, actual);
}

function isAsymmetric(value: unknown): value is Asymmetric {
  return isFields(value) && typeof value.asymmetricMatch === "function";
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const some = (items: Fields, expected: Fields) => Object.values(items).some((item) => matches(expected, item));
const resource = cdktf.getToHaveResourceWithProperties(some);
const dataSource = cdktf.getToHaveDataSourceWithProperties(some);
const provider = cdktf.getToHaveProviderWithProperties(some);

const answer = (result: cdktf.AssertionReturn) => ({ pass: result.pass, message: () => result.message });

/** Refuses anything that is no resource class: `.not.toHaveResource("aws_vpc")` would pass whatever the stack holds. */
function checked(type: cdktf.TerraformConstructor): cdktf.TerraformConstructor {
  if (!type?.tfResourceType) throw new TypeError("Give a resource class with a static tfResourceType");
  return type;
}

expect.extend({
  toHaveResource: (stack: string, type) => answer(resource(stack, checked(type), {})),
  toHaveResourceWithProperties: (stack: string, type, fields) => answer(resource(stack, checked(type), fields)),
  toHaveDataSourceWithProperties: (stack: string, type, fields) => answer(dataSource(stack, checked(type), fields)),
  toHaveProviderWithProperties: (stack: string, type, fields) => answer(provider(stack, checked(type), fields)),
});

declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: the type parameter must be written as vitest writes it
  interface Matchers<T = any> {
    /** Whether the synthesized stack has a resource of the class. */
    toHaveResource(type: cdktf.TerraformConstructor): T;
    /** Whether one resource of the class has all these fields. */
    toHaveResourceWithProperties(type: cdktf.TerraformConstructor, fields: Fields): T;
    /** Whether one data source of the class has all these fields. */
    toHaveDataSourceWithProperties(type: cdktf.TerraformConstructor, fields: Fields): T;
    /** Whether the provider has all these fields. */
    toHaveProviderWithProperties(type: cdktf.TerraformConstructor, fields: Fields): T;
  }
}
