import { describe, expect, it } from "vitest";
import { placeSchema } from "../../../lib/config/place";
import { SchemaTree } from "../../../lib/config/schema-tree";

const tree = new SchemaTree(placeSchema);

describe("examples from a schema", () => {
  it("given a mapping without one, then it is put together of what it must have", () => {
    expect(tree.example(["rancher", "server"])).toEqual({ url: "https://rancher.example.org" });
    expect(tree.example(["rancher", "hosts", "any"])).toEqual({
      address: "10.0.0.11",
      cpu: "4",
      memory: "16Gi",
      roles: ["worker"],
    });
  });

  it.each(["openstack", "rancher", "existing"] as const)(
    "given the whole target %s, then what stands in is taken",
    (target) => {
      expect(placeSchema.safeParse({ name: "demo", [target]: tree.example([target]) }).error?.issues).toBeUndefined();
    },
  );

  it("given a mapping of which nothing must be there, then that is nothing to show", () => {
    expect(tree.example(["rancher", "server", "signIn"])).toEqual({});
    expect(tree.sample(["rancher", "server", "signIn"])).toBeUndefined();
  });

  it("given a text or a default, then those come first", () => {
    expect(tree.example(["openstack", "authUrl"])).toBe("https://keystone.example.org:5000/v3");
    expect(tree.example(["openstack", "region"])).toBe("RegionOne");
    expect(tree.sample(["openstack", "bastion"])).toEqual({ flavor: "m1.small" });
  });

  it("given a path that leads nowhere, then there is none", () => {
    expect(tree.example(["rancher", "nobody", "knows"])).toBeUndefined();
  });
});
