import { describe, expect, it } from "vitest";
import { NEXUS_LICENCE, NEXUS_LICENCE_TEXT, nexusSchema } from "../../../../lib/config/devops/nexus";

const issuesOf = (value: object) => nexusSchema.safeParse({ licence: NEXUS_LICENCE, ...value }).error?.issues;

describe("Nexus, by its licence alone,", () => {
  const nexus = nexusSchema.parse({ licence: NEXUS_LICENCE });

  it("has a volume of 100Gi and no object storage", () => {
    expect(nexus).toMatchObject({ size: "100Gi" });
    expect(nexus.objectStorage).toBeUndefined();
  });

  it("stands before the public registries, and keeps tags as they are", () => {
    expect(nexus.repositories).toEqual({
      proxies: {
        docker: "https://registry-1.docker.io",
        maven: "https://repo1.maven.org/maven2/",
        npm: "https://registry.npmjs.org",
        pypi: "https://pypi.org",
      },
      immutableTags: true,
    });
  });
});

describe("the licence of Nexus", () => {
  it.each([undefined, null, true, "true", "accepted", `${NEXUS_LICENCE} `, NEXUS_LICENCE.toLowerCase(), "EULA"])(
    "is not accepted by %j, and the message says how, and where its text is",
    (licence) => {
      expect(issuesOf({ licence })).toMatchObject([
        {
          path: ["licence"],
          message: expect.stringContaining(
            `\nTo accept it, read ${NEXUS_LICENCE_TEXT} and write licence: ${NEXUS_LICENCE}.`,
          ),
        },
      ]);
    },
  );
});

describe("a proxy of Nexus", () => {
  it.each([false, "https://mirror.example.org", "https://mirror.example.org:8443/pypi/simple/"])("may be %j", (npm) => {
    expect(issuesOf({ repositories: { proxies: { npm } } })).toBeUndefined();
  });

  it.each([true, null, "no", "off", 0])("given %j, then the message shows what may stand there", (npm) => {
    expect(issuesOf({ repositories: { proxies: { npm } } })).toMatchObject([
      { message: expect.stringContaining('\nWrite false, or it as in "https://registry.npmjs.org".') },
    ]);
  });

  it("given an address that is nearly right, then the message says the right one", () => {
    expect(issuesOf({ repositories: { proxies: { npm: "http://mirror.example.org/npm" } } })).toMatchObject([
      { message: expect.stringContaining('\nWrite "https://mirror.example.org/npm".') },
    ]);
  });
});
