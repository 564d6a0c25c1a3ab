import { describe, expect, it } from "vitest";
import { assertWaysFit } from "../../../lib/bastion/assert-ways-fit";
import { DescriptionError } from "../../../lib/config/problem";
import { descriptionOf } from "../../support/description";
import { manyNetworks } from "../../support/many-networks";
import { sandboxOf } from "../../support/sandbox";

const numbers = (count: number) => Array.from({ length: count }, (_, index) => 30000 + index);
const asserting = (networks: readonly string[], from: string, ports: readonly number[] = [30000]) => {
  const expose = ports.map((nodePort) => ({ component: "ui", portNumber: nodePort, nodePort, from: [from] }));
  const description = descriptionOf({ demo: sandboxOf({ expose }) }, {}, { sources: { office: networks } });
  return () => assertWaysFit(description);
};

describe("the ways in of a description fit", () => {
  it("where there are none, or hosts alone", () => {
    expect(() => assertWaysFit(descriptionOf({}))).not.toThrow();
    const hosts = sandboxOf({ expose: [{ component: "ui", portNumber: 80, host: "ui" }] });
    expect(() => assertWaysFit(descriptionOf({ hosts }))).not.toThrow();
  });

  it("where there are 200 with two networks", () => {
    expect(asserting(["91.10.20.0/24", "91.10.21.0/24"], "office", numbers(200))).not.toThrow();
  });

  it("whatever stands under sources, where the ways are open to anywhere", () => {
    expect(asserting(manyNetworks(3000), "anywhere")).not.toThrow();
  });
});

describe("ways in that do not fit", () => {
  it("are an error of the description, told in one line with what to do", () => {
    let error: unknown;
    try {
      asserting(manyNetworks(1500), "office")();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(DescriptionError);
    expect((error as DescriptionError).problems).toMatchObject([
      {
        severity: "error",
        position: { file: "sandboxes" },
        what: expect.stringMatching(/^The \d+ ways in by node port .* more than the 8000 that it holds$/),
        mend: "Name fewer or wider networks under sources, expose hosts instead, or make a second place.",
      },
    ]);
    expect((error as Error).message).toMatch(/^sandboxes:1:1: The \d+ ways in .* holds\. Name .* second place\.$/);
  });
});
