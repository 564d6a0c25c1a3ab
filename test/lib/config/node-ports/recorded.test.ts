import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadDescription } from "../../../../lib/config/load";
import { changesOf, recordChanges } from "../../../../lib/ledger/record";
import { temporaryFolder } from "../../../support/synth";

const PLACE = `
name: demo
sources: {office: [91.10.20.0/24]}
aws: {region: eu-west-1, apiAccess: [office], admins: ["arn:aws:iam::210987654321:role/admin"]}
`;
const sandbox = (rest = "") => `
components: {ui: {kind: stateless, image: "a/ui:1", ports: {http: 80}}}
datasets: {risk: {}}
expose: [{component: ui, from: [office]}${rest}]
`;

function testbed(sandboxes: Record<string, string>, place = PLACE, ledger?: string): string {
  const folder = temporaryFolder();
  for (const name of ["places", "sandboxes"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "testbed.yaml"), "place: aws\n");
  writeFileSync(join(folder, "places/aws.yaml"), place);
  for (const [name, text] of Object.entries(sandboxes)) write(folder, name, text);
  if (ledger !== undefined) writeFileSync(join(folder, "ledger.yaml"), ledger);
  return folder;
}

function write(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, "sandboxes", `${name}.yaml`), text);
}

/** What a synth does with the ledger. */
function synth(directory: string): { ports: Readonly<Record<string, number>>; said: string[]; text: string } {
  const description = loadDescription({ directory });
  const said = recordChanges(directory, description.place.name, changesOf(description));
  const text = readFileSync(join(directory, "ledger.yaml"), "utf8");
  return { ports: description.assignedPorts, said, text };
}

describe("the node ports of a folder", () => {
  it("are the same at every synth, and the second one has nothing to write", () => {
    const folder = testbed({ pilot1: sandbox(), pilot2: sandbox() });
    const first = synth(folder);
    const second = synth(folder);
    expect(first.ports).toEqual({ "pilot1/ui/80": 30000, "pilot2/ui/80": 30001 });
    expect(second).toEqual({ ...first, said: [] });
  });

  it("stay when sandboxes come and go around them, and when other things of a component change", () => {
    const folder = testbed({ pilot2: sandbox(), pilot3: sandbox() });
    synth(folder);
    write(folder, "pilot1", sandbox());
    write(folder, "pilot3", sandbox(", {component: ui, host: risk.bank.example}").replace("ui:1", "ui:2"));
    writeFileSync(join(folder, "places/aws.yaml"), `${PLACE}hosts: [risk.bank.example]\n`);
    expect(synth(folder).ports).toEqual({ "pilot1/ui/80": 30002, "pilot2/ui/80": 30000, "pilot3/ui/80": 30001 });
    rmSync(join(folder, "sandboxes/pilot2.yaml"));
    writeFileSync(
      join(folder, "ledger.yaml"),
      `${readFileSync(join(folder, "ledger.yaml"), "utf8")}  removed: [pilot2/risk]\n`,
    );
    expect(synth(folder).ports).toEqual({ "pilot1/ui/80": 30002, "pilot3/ui/80": 30001 });
  });

  it("are the same in whatever order the files were made, and the place names them", () => {
    const sandboxes = { pilot10: sandbox(), pilot2: sandbox(), fraud: sandbox() };
    const turned = Object.fromEntries(Object.entries(sandboxes).reverse());
    const { text } = synth(testbed(sandboxes));
    expect(synth(testbed(turned)).text).toBe(text);
    expect(synth(testbed(sandboxes, `${PLACE}sandboxes: [pilot10, pilot2, fraud]\n`)).text).toBe(text);
  });

  it("come from the range that the ledger reserves, beside what else it says", () => {
    const ledger = "# ours\ndemo:\n  reserved: { pilot2: 31000-31099 } # of their repository\n";
    const { text } = synth(testbed({ pilot1: sandbox(), pilot2: sandbox() }, PLACE, ledger));
    expect(text).toBe(
      [
        "# ours",
        "demo:",
        "  reserved: { pilot2: 31000-31099 } # of their repository",
        "  datasets:",
        "    pilot1/risk: { size: 10Gi }",
        "    pilot2/risk: { size: 10Gi }",
        "  ports:",
        "    pilot1/ui/80: 30000",
        "    pilot2/ui/80: 31000",
        "",
      ].join("\n"),
    );
  });

  it("are free for whoever asks for them once their sandbox is gone", () => {
    const folder = testbed({ pilot1: sandbox().replace("datasets: {risk: {}}", "") });
    synth(folder);
    rmSync(join(folder, "sandboxes/pilot1.yaml"));
    write(folder, "pilot2", sandbox().replace("component: ui,", "component: ui, nodePort: 30000,"));
    const { ports, said } = synth(folder);
    expect(ports).toEqual({});
    expect(said).toContain("ledger.yaml: dropped pilot1/ui/80, which is gone or has a number of its own; commit it");
  });
});
