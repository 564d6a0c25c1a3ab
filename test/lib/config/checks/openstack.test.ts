import { describe, expect, it } from "vitest";
import { checkOpenstack } from "../../../../lib/config/checks/openstack";
import { found } from "../support/places";

const group = (count: number, more: object = {}) => ({
  flavor: "m1.xlarge",
  cpu: "8",
  memory: "32Gi",
  count,
  roles: ["worker"],
  ...more,
});
const tags = (tags: object) => found(checkOpenstack, "openstack", { place: { tags } });
const nodes = (nodes: object) => found(checkOpenstack, "openstack", { target: { nodes } });
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, index]));

describe("the check of OpenStack", () => {
  it("given the smallest place, then it is content", () => {
    expect(found(checkOpenstack, "openstack")).toEqual([]);
  });

  it("given tags, then key, sign and value are 255 characters at most", () => {
    expect(tags({ [`a${"k".repeat(99)}`]: "v".repeat(154) })).toEqual([]);
    expect(tags({ [`a${"k".repeat(99)}`]: "v".repeat(155) })).toEqual([
      expect.stringContaining("has 256 characters, more than the 255 of a tag in OpenStack"),
    ]);
  });

  it("given tags, then there are 49 at most beside the testbed's own, whose key is taken", () => {
    const some = (count: number) => Object.fromEntries(Object.keys(many(count)).map((key) => [key, "x"]));
    expect(tags(some(49))).toEqual([]);
    expect(tags(some(50))).toEqual(["tags: has 50 tags, more than 49"]);
    expect(tags({ testbed: "mine", Testbeds: "x" })).toEqual(['tags.testbed: "testbed" is the testbed\'s own tag']);
  });

  it("given tags on another target, then they are none of OpenStack's", () => {
    expect(found(checkOpenstack, "rancher", { place: { tags: { testbed: "mine" } } })).toEqual([]);
  });

  it("given more servers in a group than Nova gives without asking, then it warns", () => {
    expect(nodes({ a: group(10) })).toEqual([]);
    expect(nodes({ a: group(11), b: group(1) })).toEqual([
      "warning: openstack.nodes.a.count: is 11, and OpenStack takes 10 servers in a server group without asking",
    ]);
  });

  it("given more groups than Nova gives without asking, then it warns", () => {
    const groups = (count: number) => Object.fromEntries(Object.keys(many(count)).map((name) => [name, group(1)]));
    expect(nodes(groups(10))).toEqual([]);
    expect(nodes(groups(11))).toEqual([
      "warning: openstack.nodes: has 11 groups, and OpenStack takes 10 server groups without asking",
    ]);
  });

  it("given a disk that a cluster's images fill, then it is too small", () => {
    expect(nodes({ a: group(1, { disk: "20Gi" }) })).toEqual([]);
    expect(nodes({ a: group(1, { disk: "19Gi" }) })).toEqual([
      'openstack.nodes.a.disk: "19Gi" is too small for a node and the images of a cluster',
    ]);
  });

  it("given the role admin for the cluster, then it warns", () => {
    expect(found(checkOpenstack, "openstack", { target: { role: "administrator" } })).toEqual([]);
    expect(found(checkOpenstack, "openstack", { target: { role: "admin" } })).toEqual([
      "warning: openstack.role: makes the cluster an administrator of the whole cloud, and every pod in kube-system with it",
    ]);
  });
});
