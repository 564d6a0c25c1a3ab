import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { loadDescription } from "../../../lib/config/load";
import { changesOf, recordChanges } from "../../../lib/ledger/record";
import { temporaryFolder } from "../synth";

const BLUEPRINT = join(__dirname, "../../../examples/blueprint");

/** One entry of `expose`, as a person writes it. */
export interface WrittenExposure {
  readonly component: string;
  readonly port?: string;
  readonly portNumber?: number;
  readonly replica?: number;
  readonly nodePort?: number;
  readonly host?: string;
  readonly limits?: { readonly rate?: number; readonly body?: string };
  readonly advertise?: string;
  readonly from?: readonly string[];
}

/** The parts of a sandbox's file that the ways in are about. */
export interface WrittenSandbox {
  components: Record<string, WrittenComponent>;
  expose: WrittenExposure[];
  readonly egress?: readonly { readonly internet?: boolean; readonly port?: number; readonly protocol?: string }[];
}

/** The parts of a component that the ways in are about. */
export interface WrittenComponent {
  readonly kind: string;
  readonly replicas?: number;
  readonly scale?: { readonly min?: number };
  readonly ports?: Readonly<Record<string, number | { readonly port: number }>>;
}

/** Ways in beside those of the blueprint: neighbours on one port number, ways of many sources and of none, both ends of the range. */
const FURTHER: Readonly<Record<string, readonly WrittenExposure[]>> = {
  pilot1: [
    { component: "infinistore", from: ["office"] },
    { component: "classification", nodePort: 30101, from: ["trading", "banks"] },
  ],
  pilot3: [
    { component: "consent-ledger" },
    { component: "sharing-api", port: "metrics", nodePort: 30100, from: ["office", "vehicles"] },
  ],
  pilot4: [
    { component: "infinistore", nodePort: 30042, from: ["office"] },
    { component: "optimiser", from: ["trading", "vehicles", "banks"] },
  ],
  pilot5b: [{ component: "boc-api", nodePort: 31000, from: ["campus"] }],
  pilot6: [
    { component: "recommender", port: "http", nodePort: 32767, from: ["office", "trading", "vehicles", "banks"] },
    { component: "recommender", port: "grpc", nodePort: 32766 },
    { component: "portal", from: ["anywhere"] },
  ],
  pilot7: [
    { component: "graph", port: "bolt", replica: 0, nodePort: 30770, from: ["banks"] },
    { component: "graph", port: "bolt", replica: 1, from: ["banks", "campus"] },
    { component: "graph", port: "bolt", nodePort: 30772, from: ["office"] },
  ],
  pilot8: [{ component: "broker", port: "internal", from: ["office"] }],
  pilot9: [{ component: "node", port: "rpc", nodePort: 30304, from: ["office"] }],
  pilot11: [{ component: "infinistore", nodePort: 30884, from: ["office", "consortium"] }],
  pilot13: [{ component: "crawler", portNumber: 9000, from: ["vehicles"] }],
  pilot14: [
    { component: "damage-assessment", nodePort: 32079, from: ["office"] },
    { component: "monitor", nodePort: 32081, from: ["office"] },
  ],
};

/** A full host name beyond the domain, which the place allows. */
const OWN_HOST = "documents.bank.example";

/** The folder of a testbed with fifteen pilots and forty ways in: the blueprint and more, its ledger up to date. */
export function fifteenPilots(): string {
  const directory = temporaryFolder();
  cpSync(BLUEPRINT, directory, { recursive: true });
  editFile<{ hosts?: string[]; sources: Record<string, string[]> }>(directory, "places/aws.yaml", (place) => {
    place.hosts = [OWN_HOST];
    place.sources.campus = ["10.99.0.0/24"];
    place.sources.consortium = ["203.0.113.0/26", "203.0.113.192/26"]; // The office is one of its members.
  });
  editFile<Record<string, object>>(directory, "ledger.yaml", ({ blueprint }) => {
    Object.assign(blueprint ?? {}, { ports: { "pilot4/optimiser/8000": 30500 }, reserved: { pilot13: "31100-31109" } });
  });
  for (const [name, exposures] of Object.entries(FURTHER)) {
    editSandbox(directory, name, ({ expose }) => void expose.push(...exposures));
  }
  for (const name of ["pilot7", "pilot14"]) {
    editSandbox(directory, name, (pilot) => {
      pilot.expose = pilot.expose.filter(({ host }) => host === undefined);
    });
  }
  editSandbox(directory, "pilot13", (pilot) => {
    pilot.components = {}; // A partner describes them in another repository.
    pilot.expose = pilot.expose.map((way) => (way.host === undefined ? way : { ...way, portNumber: 8000 }));
  });
  editSandbox(directory, "pilot14", ({ components }) => {
    const image = "example.org/monitor:1";
    components.monitor = { kind: "stateless", ports: { http: 8000 }, ...{ image } };
  });
  editSandbox(directory, "pilot15", (pilot) => {
    pilot.expose = [{ component: "reader", host: OWN_HOST }];
  });
  commitLedger(directory);
  return directory;
}

/** Changes the file of a sandbox. */
export function editSandbox(directory: string, name: string, edit: (sandbox: WrittenSandbox) => void): void {
  editFile(directory, `sandboxes/${name}.yaml`, edit);
}

/** Makes something of a description that is changed for that long. */
export function whileChanged<T>(directory: string, change: () => void, make: () => T): T {
  const kept = join(temporaryFolder(), "kept");
  cpSync(directory, kept, { recursive: true });
  try {
    change();
    commitLedger(directory);
    return make();
  } finally {
    cpSync(kept, directory, { recursive: true });
  }
}

/** Keeps the node ports that were assigned, as a synth does. */
function commitLedger(directory: string): void {
  const description = loadDescription({ directory });
  recordChanges(directory, description.place.name, changesOf(description));
}

function editFile<T>(directory: string, file: string, edit: (content: T) => void): void {
  const path = join(directory, file);
  const content: T = parse(readFileSync(path, "utf8"));
  edit(content);
  writeFileSync(path, stringify(content));
}
