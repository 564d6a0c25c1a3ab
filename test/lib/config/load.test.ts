import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadDescription } from "../../../lib/config/load";
import { temporaryFolder } from "../../support/synth";

const PLACE = `
name: demo
aws:
  region: eu-west-1
  apiAccess: [anywhere]
  admins: ["arn:aws:iam::210987654321:role/admin"]
`;

function folderWith(testbed: string, places: Record<string, string> = { aws: PLACE }): string {
  const directory = temporaryFolder();
  mkdirSync(join(directory, "places"));
  writeFileSync(join(directory, "testbed.yaml"), testbed);
  for (const [name, text] of Object.entries(places)) writeFileSync(join(directory, "places", `${name}.yaml`), text);
  return directory;
}

describe("loadDescription", () => {
  it("fills in the values of the source documents (INF-4, INF-11, INF-12, INF-13)", () => {
    const { place } = loadDescription({ directory: folderWith("place: aws") });
    expect(place.aws).toMatchObject({
      clusterName: "INFINITECH-BP",
      nodeName: "INFINITECHBPNode",
      nodes: { default: { instance: "t3a.xlarge", disk: "50Gi", min: 2, initial: 2, max: 3 } },
    });
  });

  it("uses the place that it is told, before the one in the file", () => {
    const directory = folderWith("place: aws", {
      aws: PLACE,
      nova: PLACE.replace("demo", "nova").replace("west-1", "west-2"),
    });
    expect(loadDescription({ directory, place: "nova" }).place.name).toBe("nova");
    expect(loadDescription({ directory }).place.name).toBe("demo");
  });

  it.each(["minor: 1.34", 'minor: "1.34"', "minor: '1.34'"])("reads a version as text, written as %s", (minor) => {
    expect(
      loadDescription({ directory: folderWith(`place: aws\nkubernetes: {${minor}}`) }).testbed.kubernetes.minor,
    ).toBe("1.34");
  });

  it("keeps the last zero of a version without quotes", () => {
    const testbed = "place: aws\nkubernetes: {minor: 1.40, untested: true}";
    expect(loadDescription({ directory: folderWith(testbed) }).testbed.kubernetes.minor).toBe("1.40");
  });

  it("given a file where a folder belongs, then it says so", () => {
    const directory = join(folderWith("place: aws"), "testbed.yaml");
    expect(() => loadDescription({ directory })).toThrow("this is a file. Name the folder that holds testbed.yaml");
  });

  it("allows a newer Kubernetes minor by name", () => {
    const testbed = 'place: aws\nkubernetes: {minor: "1.99", untested: true}';
    expect(loadDescription({ directory: folderWith(testbed) }).testbed.kubernetes.minor).toBe("1.99");
  });

  it("knows anchors and merges", () => {
    const nodes = "  nodes:\n    default: &common {min: 1, initial: 1}\n    extra: {<<: *common, max: 9}\n";
    const { place } = loadDescription({ directory: folderWith("place: aws", { aws: `${PLACE}${nodes}` }) });
    expect(place.aws?.nodes.extra).toMatchObject({ min: 1, initial: 1, max: 9 });
  });

  it("warns of example addresses and accounts, and goes on", () => {
    const place = PLACE.replace("name: demo", "name: demo\nsources: {office: [198.51.100.7/32]}").replace(
      "210987654321",
      "123456789012",
    );
    const { warnings } = loadDescription({ directory: folderWith("place: aws", { aws: place }) });
    expect(warnings.map(({ what }) => what)).toEqual([
      '"198.51.100.7/32" is an example address',
      "123456789012 is an example account",
    ]);
  });

  it("takes anywhere by name alone", () => {
    expect(loadDescription({ directory: folderWith("place: aws") }).warnings).toEqual([]);
  });

  it("warns of a cluster that another place has in the same region, which one account refuses", () => {
    const directory = folderWith("place: aws", { aws: PLACE, twin: PLACE.replace("demo", "twin") });
    expect(loadDescription({ directory }).warnings.map(({ what }) => what)).toEqual([
      '"INFINITECH-BP" is the cluster of places/twin.yaml in the same region too',
    ]);
  });

  describe("with ways in by node port", () => {
    const folderExposing = (...expose: string[]) => {
      const directory = folderWith("place: aws");
      mkdirSync(join(directory, "sandboxes"));
      writeFileSync(
        join(directory, "sandboxes/pilot1.yaml"),
        `expose:\n${expose.map((way) => `  - ${way}\n`).join("")}`,
      );
      return directory;
    };

    it("gives each its number", () => {
      const { sandboxes, assignedPorts } = loadDescription({
        directory: folderExposing("{component: ui, portNumber: 80, from: [anywhere]}"),
      });
      expect(sandboxes.pilot1?.expose).toMatchObject([{ portNumber: 80, nodePort: 30000 }]);
      expect(assignedPorts).toEqual({ "pilot1/ui/80": 30000 });
    });

    it("warns of those that are open to nobody, by the number that they were assigned", () => {
      const { warnings } = loadDescription({ directory: folderExposing("{component: ui, portNumber: 80}") });
      expect(warnings).toMatchObject([
        {
          position: { file: "sandboxes/pilot1.yaml", line: 2, column: 5 },
          what: "nobody may come in by the node port 30000",
        },
      ]);
    });

    it("refuses more of them than the bastion takes, those that are assigned among them", () => {
      const ways = Array.from(
        { length: 201 },
        (_, port) => `{component: ui, portNumber: ${port + 1}, from: [anywhere]}`,
      );
      const quota = "quota: {services: 300}\n";
      const directory = folderExposing(...ways);
      const file = join(directory, "sandboxes/pilot1.yaml");
      writeFileSync(file, `${quota}${readFileSync(file, "utf8")}`);
      expect(() => loadDescription({ directory })).toThrow(
        "places/aws.yaml:2:7: name: its sandboxes have 201 ways in by node port, more than the 200 of one bastion. " +
          "Expose hosts instead, or make a second place.",
      );
    });
  });
});
