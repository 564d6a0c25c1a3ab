import { expect, it } from "vitest";
import { DIRECTORY_TOOLS, DirectoryNames } from "../../../../lib/devops/directory/names";

const names = new DirectoryNames("INFINITECH");

it("given an organisation, then all names end in it", () => {
  expect({ ...names }).toEqual({
    suffix: "o=INFINITECH",
    people: "ou=people,o=INFINITECH",
    groups: "ou=groups,o=INFINITECH",
    services: "ou=services,o=INFINITECH",
    policies: "ou=policies,o=INFINITECH",
    manager: "cn=manager,o=INFINITECH",
    nobody: "cn=nobody,o=INFINITECH",
    record: "cn=bootstrap,o=INFINITECH",
  });
});

it("given somebody, a group, a tool and a policy, then each has a place of its own", () => {
  expect(names.person("ann")).toBe("uid=ann,ou=people,o=INFINITECH");
  expect(names.group("pilot2")).toBe("cn=pilot2,ou=groups,o=INFINITECH");
  expect(names.policy("people")).toBe("cn=people,ou=policies,o=INFINITECH");
  expect(DIRECTORY_TOOLS.map((tool) => names.service(tool))).toEqual([
    "cn=gitlab,ou=services,o=INFINITECH",
    "cn=grafana,ou=services,o=INFINITECH",
    "cn=jenkins,ou=services,o=INFINITECH",
    "cn=nexus,ou=services,o=INFINITECH",
  ]);
});
