import { describe, expect, it } from "vitest";
import { NexusConfiguration, type NexusConfigurationProps } from "../../../../lib/devops/nexus/nexus-configuration";
import { IMAGES } from "../../../../lib/versions";
import type { Resources } from "../../../support/sandbox";
import { synthesizeConstruct } from "../../../support/synth";
import { OPTIONS } from "./example";

const resourcesOf = (more: Partial<NexusConfigurationProps> = {}): Resources =>
  JSON.parse(
    synthesizeConstruct((scope) => {
      new NexusConfiguration(scope, "configuration", {
        ...OPTIONS,
        namespace: "devops",
        mirror: {},
        after: [],
        ...more,
      });
    }),
  ).resource;

const [only = {}] = Object.values(resourcesOf().kubernetes_job_v1 ?? {});
const [map = {}] = Object.values(resourcesOf().kubernetes_config_map_v1 ?? {});
const nameOf = (resources: Resources) => {
  const [job] = Object.values(resources.kubernetes_job_v1 ?? {});
  return (job as unknown as { metadata: { name: string } }).metadata.name;
};

describe("the job that configures Nexus", () => {
  it("is waited for, and tries twice at most", () => {
    expect(only).toMatchObject({ wait_for_completion: true, spec: { backoff_limit: 1 } });
  });

  it("stays when it is done, as Terraform would make it again", () => {
    expect(JSON.stringify(only)).not.toContain("ttl_seconds_after_finished");
  });

  it("runs as nobody, with no token, and can write to memory alone", () => {
    expect(only).toMatchObject({
      spec: {
        template: {
          spec: {
            automount_service_account_token: false,
            security_context: { run_as_non_root: true, run_as_user: "65534" },
            container: [
              {
                image: IMAGES.tools,
                security_context: {
                  run_as_non_root: true,
                  read_only_root_filesystem: true,
                  allow_privilege_escalation: false,
                  capabilities: { drop: ["ALL"] },
                },
              },
            ],
          },
        },
      },
    });
    expect(JSON.stringify(only)).toContain('"empty_dir":{"medium":"Memory","size_limit":"16Mi"}');
  });

  it("reads passwords from files of secrets, and from no variable", () => {
    const text = JSON.stringify(only);
    expect(text).not.toContain("secret_key_ref");
    const mounted = text.matchAll(/\{"items":\[\{"key":"(\w+)","path":"([\w-]+)"\}\],"name":"([\w-]+)"\}/g);
    expect([...mounted].map(([, ...file]) => file)).toEqual([
      ["password", "admin", "nexus-admin"],
      ["password", "build-pilot1", "nexus-build-pilot1"],
      ["password", "pull-pilot1", "nexus-pull-pilot1"],
      ["password", "build-pilot15", "nexus-build-pilot15"],
      ["password", "pull-pilot15", "nexus-pull-pilot15"],
      ["password", "build-interface", "nexus-build-interface"],
      ["password", "directory", "directory-bind-nexus"],
    ]);
  });

  it("is told what it does by a map that never changes, in which Nexus' own signs and the shell's arrive as written", () => {
    const { data, immutable } = map as unknown as { data: Record<string, string>; immutable: boolean };
    expect(immutable).toBe(true);
    expect(data["configuration.json"]).toContain('"groupMemberFormat":"$${dn}"');
    expect(data["configure.sh"]).toContain("$${NEXUS_URL:?}");
    expect(
      Object.values(data)
        .join("")
        .match(/(^|[^$])\$\{/g),
    ).toBeNull();
  });

  it("given another description, another secret or another image, then it is another job; given the same, the same", () => {
    const { directory } = OPTIONS;
    const bind = { ...directory.bind, password: { secret: "another", key: "password" } };
    const names = [
      resourcesOf(),
      resourcesOf({ groups: [] }),
      resourcesOf({ directory: { ...directory, bind } }),
      resourcesOf({ mirror: { images: "mirror.example.org" } }),
    ].map(nameOf);
    expect(new Set(names).size).toBe(4);
    expect(nameOf(resourcesOf())).toBe(names[0]);
  });
});
