import { describe, expect, it } from "vitest";
import { checkProviders } from "../../../../lib/config/checks/providers";
import { placeSchema } from "../../../../lib/config/place";
import { PROVIDER_VERSIONS } from "../../../../lib/versions";
import { descriptionAt, findings } from "../support/places";

const ALL = Object.fromEntries(Object.keys(PROVIDER_VERSIONS).map((name) => [name, "1.2.3"]));

describe("the check of pinned providers", () => {
  it.each([
    ["aws", ["openstack", "rancher2"]],
    ["openstack", ["aws"]],
    ["rancher", ["aws", "openstack"]],
    ["existing", ["aws", "openstack", "rancher2"]],
  ] as const)("given a pin of every provider on %s, then those without effect are %j", (target, idle) => {
    const found = findings(checkProviders, target, { place: { providers: ALL } });
    expect(found.map(({ path }) => path?.at(-1)).sort()).toEqual(idle);
    for (const finding of found) {
      expect(finding).toMatchObject({
        target: "key",
        what: `has no effect: nothing on the target ${target} uses this provider`,
        mend: expect.stringMatching(/^Remove it; used are .*helm, kubernetes\.$/),
      });
    }
  });

  it("given no target, then nobody knows which are used", () => {
    const place = placeSchema.parse({ name: "demo", providers: ALL });
    expect(checkProviders({ ...descriptionAt("aws"), place })).toEqual([]);
  });
});
