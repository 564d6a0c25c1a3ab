import { describe, expect, it } from "vitest";
import { groovyTests, runGroovyTests } from "./support/maven";
import { suite } from "./support/suite";

// The tests stand in devops/jenkins/test, in Groovy: JenkinsPipelineUnit runs the library there, transformed as in Jenkins.
suite("the pipelines of the library", runGroovyTests, (results) => {
  describe.each([...new Set(groovyTests().map(({ of }) => of))])("%s", (group) => {
    it.each(groovyTests().filter(({ of }) => of === group))("$name", (test) => {
      expect(results()(test)).toBe("");
    });
  });
});
