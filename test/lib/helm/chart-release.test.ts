import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { Release } from "@cdktf/provider-helm/lib/release";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { DataTerraformRemoteStateLocal, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { ChartRelease, type ChartReleaseProps } from "../../../lib/helm/chart-release";
import { CHARTS, type ChartName } from "../../../lib/versions";
import { filledIn, helmValues } from "../../support/helm-values";
import { only, type Resources } from "../../support/sandbox";
import { synthesize, synthesizeConstruct } from "../../support/synth";

const NOTHING = { fixed: {}, defaults: {} };

function releaseIn(scope: Construct, props: Partial<ChartReleaseProps> = {}, id = "release"): ChartRelease {
  return new ChartRelease(scope, id, {
    chart: "metricsServer",
    releaseName: "figures",
    namespace: "platform",
    values: NOTHING,
    ...props,
  });
}

const textOf = (props: Partial<ChartReleaseProps> = {}) => synthesizeConstruct((scope) => void releaseIn(scope, props));
const blockOf = (props: Partial<ChartReleaseProps> = {}) =>
  only<{ values: string[]; timeout: number; timeouts: Record<string, string> }>(
    JSON.parse(textOf(props)).resource as Resources,
    "helm_release",
  );
const valuesOf = (props: Partial<ChartReleaseProps>) => helmValues(blockOf(props).values);

/** What a synth says of releases of these charts with these values, a line each. */
function problemsOf(...releases: readonly (readonly [ChartName, Partial<ChartReleaseProps>])[]): string[] {
  return problemsIn((stack) => {
    for (const [index, [chart, props]] of releases.entries()) {
      releaseIn(stack, { ...props, chart }, `release-${index}`);
    }
  });
}

function problemsIn(build: (stack: Construct) => void): string[] {
  try {
    synthesize((app) => {
      const stack = new TerraformStack(app, "stack");
      new HelmProvider(stack, "helm", {});
      build(stack);
    });
    return [];
  } catch (error) {
    return String(error)
      .split("\n")
      .flatMap((line) => /\[([\w/-]+)\] (Values of .*)/.exec(line)?.slice(1).join(": ") ?? []);
  }
}

describe("a release of a chart by default", () => {
  it.each(Object.keys(CHARTS) as ChartName[])(
    "is of the pinned version of %s, from where its makers have it",
    (chart) => {
      expect(textOf({ chart })).toHaveResourceWithProperties(Release, {
        ...CHARTS[chart],
        name: "figures",
        namespace: "platform",
      });
    },
  );

  it("waits until everything runs, and takes it back when it does not", () => {
    expect(blockOf()).toMatchObject({ wait: true, atomic: true });
  });

  it("may be destroyed", () => {
    expect(blockOf()).toMatchObject({ lifecycle: { prevent_destroy: false } });
  });

  it("keeps a few of its former revisions, each of which is a secret", () => {
    expect(blockOf()).toMatchObject({ max_history: 5 });
  });

  it("gives Terraform at least the time that the steps of Helm add up to", () => {
    const { timeout, timeouts } = blockOf();
    const seconds = (text = "") => Number(/^(\d+)m$/.exec(text)?.[1]) * 60;
    // Hooks before, what runs, hooks after, and the way back, which takes as long as Helm may take for a step.
    expect(seconds(timeouts.create)).toBeGreaterThan(4 * timeout);
    expect(seconds(timeouts.update)).toBeGreaterThan(4 * timeout);
    expect(seconds(timeouts.delete)).toBeGreaterThan(2 * timeout);
    expect(timeout).toBeGreaterThanOrEqual(300);
  });
});

describe("a release of a chart with options", () => {
  it("does not wait, and takes nothing back, where nodes have to come first (rule 1)", () => {
    expect(blockOf({ wait: false })).toMatchObject({ wait: false, atomic: false });
  });

  it("refuses to be destroyed", () => {
    expect(blockOf({ deletionProtection: true })).toMatchObject({ lifecycle: { prevent_destroy: true } });
  });

  it("comes after others", () => {
    const text = synthesizeConstruct((scope) => {
      const namespace = new NamespaceV1(scope, "namespace", { metadata: { name: "platform" } });
      releaseIn(scope, { after: [namespace] });
    });
    expect(text).toHaveResourceWithProperties(Release, { dependsOn: ["kubernetes_namespace_v1.namespace"] });
  });

  it("comes from a mirror of charts, whatever the repository of the chart", () => {
    const mirror = { charts: "oci://mirror.example.org/charts", images: "mirror.example.org" };
    expect(blockOf({ mirror })).toMatchObject({
      repository: "oci://mirror.example.org/charts",
      chart: "metrics-server",
      version: CHARTS.metricsServer.version,
    });
  });

  it("comes from its own repository where images alone have a mirror", () => {
    expect(blockOf({ mirror: { images: "mirror.example.org" } })).toMatchObject({
      repository: CHARTS.metricsServer.repository,
    });
  });
});

describe("the values of a release", () => {
  const values = { defaults: { replicas: 2, args: ["--a"] }, fixed: { image: { repository: "x/y" } } };

  it("are the defaults and what is fixed", () => {
    expect(valuesOf({ values })).toEqual({ replicas: 2, args: ["--a"], image: { repository: "x/y" } });
  });

  it("are the free ones above the defaults, and below what is fixed", () => {
    const free = { replicas: 3, args: null, image: { repository: "z", tag: "v1" } };
    expect(valuesOf({ values, free })).toEqual({ replicas: 3, args: null, image: { repository: "x/y", tag: "v1" } });
  });

  it("keep what Terraform would read as an expression, in texts and keys, wherever they stand", () => {
    const free = {
      args: ["${HOME}", "%{ if x }", "$${y}", 'it\'s "quoted" \\ ${z}'],
      podAnnotations: { "${key}": "${path.module}" },
    };
    expect(valuesOf({ free })).toEqual(free);
    const [document = ""] = blockOf({ free }).values;
    // Nothing is left that begins an expression of Terraform.
    expect(document.replaceAll(/([$%])\1\{/g, "")).not.toMatch(/[$%]\{/);
  });

  it("keep it beside what Terraform does fill in", () => {
    const text = synthesizeConstruct((scope) => {
      const state = new DataTerraformRemoteStateLocal(scope, "other", { path: "other.tfstate" });
      const fixed = { serviceAccount: { name: state.getString("name") } };
      releaseIn(scope, {
        values: { fixed, defaults: {} },
        free: { args: ["${HOME}"], serviceAccount: { create: true } },
      });
    });
    const { values: documents } = only<{ values: string[] }>(JSON.parse(text).resource, "helm_release");
    expect(helmValues(documents)).toEqual({
      args: ["${HOME}"],
      serviceAccount: { create: true, name: filledIn("data.terraform_remote_state.other.outputs.name") },
    });
  });
});

describe("a release whose values are wrong is refused by a synth", () => {
  it("with a misspelt key, and what was meant", () => {
    expect(problemsOf(["metricsServer", { free: { replcas: 2 } }])).toEqual([
      'stack/release-0: Values of the chart metrics-server 3.13.1: replcas: unknown key "replcas". Did you mean replicas?',
    ]);
  });

  it("with a value of the wrong type", () => {
    expect(problemsOf(["metricsServer", { free: { replicas: "2" } }])).toEqual([
      'stack/release-0: Values of the chart metrics-server 3.13.1: replicas: is the text "2", not a whole number. Take the quotes away: 2.',
    ]);
  });

  it("with a secret in plain text", () => {
    expect(problemsOf(["traefik", { free: { hub: { token: "abc" } } }])).toContainEqual(
      "stack/release-0: Values of the chart traefik 41.3.0: hub.token: looks like a secret, and values stand in states as they are. Keep it in a secret of Kubernetes, and name that.",
    );
  });

  it("wherever they come from: what is fixed and the defaults too", () => {
    const values = { fixed: { replcas: 1 }, defaults: { replicas: "x" } };
    expect(problemsOf(["metricsServer", { values }])).toHaveLength(2);
  });

  it("with free values for what the testbed rests on", () => {
    expect(problemsOf(["cilium", { wait: false, free: { hubble: { enabled: false } } }])).toEqual([
      "stack/release-0: Values of the chart cilium 1.20.0: hubble: is what the testbed rests on, and closed. Remove it.",
    ]);
    expect(
      problemsOf(["cilium", { wait: false, values: { fixed: { hubble: { enabled: false } }, defaults: {} } }]),
    ).toEqual([]);
  });

  it("with all problems of all releases of its stack at once, each once", () => {
    const problems = problemsOf(
      ["metricsServer", { free: { replcas: 2, replicas: "x" } }],
      ["cilium", { wait: false, values: { fixed: { eni: true }, defaults: {} } }],
      ["certManager", {}],
      ["csiDriverNfs", { free: { controller: { replica: 1 } } }],
    );
    expect(problems.map((line) => line.replace(/: .*?: /, " ").split(": ")[0]).sort()).toEqual([
      "stack/release-0 replcas",
      "stack/release-0 replicas",
      "stack/release-1 eni",
      "stack/release-3 controller.replica",
    ]);
  });

  it("and not for what Terraform fills in", () => {
    const problems = problemsIn((stack) => {
      const state = new DataTerraformRemoteStateLocal(stack, "other", { path: "other.tfstate" });
      const fixed = {
        replicas: state.getNumber("replicas"),
        args: state.getList("args"),
        podAnnotations: Token.asStringMap(state.get("annotations")),
        image: { tag: state.getString("password") },
      };
      releaseIn(stack, { values: { fixed, defaults: {} }, free: { replcas: 1 } });
    });
    expect(problems).toEqual([expect.stringContaining("replcas")]);
  });
});
