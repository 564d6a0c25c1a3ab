import { describe, expect, it } from "vitest";
import { JENKINS_PLUGINS, pluginList } from "../../../../lib/devops/jenkins/plugins";
import { handedValues } from "../../../support/jcasc/configuration";
import { BARE } from "../../../support/jcasc/options";

describe("the plugins", () => {
  it("are pinned, each once, with a version and nothing that is chosen later", () => {
    for (const plugin of pluginList()) expect(plugin).toMatch(/^[a-z0-9-]+:\d[A-Za-z0-9._-]*$/);
    expect(new Set(pluginList().map((plugin) => plugin.split(":")[0])).size).toBe(pluginList().length);
  });

  it("are all that the configuration speaks of", () => {
    const used = ["configuration-as-code", "ldap", "role-strategy", "kubernetes", "cloudbees-folder", "job-dsl"];
    const more = ["pipeline-groovy-lib", "git", "plain-credentials", "gitlab-plugin", "slack", "prometheus"];
    expect(Object.keys(JENKINS_PLUGINS)).toEqual(expect.arrayContaining([...used, ...more]));
  });

  it("are what the chart installs, and it looks for nothing newer", () => {
    const { controller } = handedValues(BARE);
    expect(controller.installPlugins).toEqual(pluginList());
    expect(controller).toMatchObject({
      additionalPlugins: [],
      installLatestPlugins: false,
      installLatestSpecifiedPlugins: false,
      overwritePlugins: true,
    });
  });
});
