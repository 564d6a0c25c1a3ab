import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import { MARK } from "../../lib/bastion/haproxy-configuration";
import { withNodes } from "../../lib/bastion/with-nodes";
import { temporaryFolder } from "../support/synth";

const PROGRAM = join(__dirname, "../../bastion/refresh.py");
const PYTHON = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).stdout?.trim();
if (!PYTHON) console.warn("SKIPPED bastion/refresh.py: this machine has no python3");

/** Runs the program with less patience: <seconds> <settings>. */
const IMPATIENT = `
import importlib.util, sys
spec = importlib.util.spec_from_file_location("refresh", sys.argv[1])
refresh = importlib.util.module_from_spec(spec)
spec.loader.exec_module(refresh)
refresh.TIMEOUT = refresh.PATIENCE = float(sys.argv[2])
sys.exit(refresh.main(sys.argv[3]))
`;

const WAYS = `${MARK}\n# loaded {digest}\nbackend a\n  server {worker} {worker}:30040 check\n`;
const NODES = { worker: ["192.0.2.10", "192.0.2.9"] };
const packed = (text: string) => gzipSync(text).toString("base64");

/** How a program that stands in for HAProxy behaves. */
type Behaviour = "works" | "fails" | "hangs" | "dies with the program" | "loads nothing";

/** What a run of the program did. */
interface Refreshed {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What was called, in this order. */
  readonly calls: readonly string[];
}

/** A machine on which files stand in for what is asked, and small programs for HAProxy. */
class Machine {
  private readonly folder = mkdtempSync(join(temporaryFolder(), "bastion-"));
  private readonly state = join(this.folder, "state");
  private readonly calls = join(this.folder, "calls");

  constructor() {
    mkdirSync(this.state);
    this.ways(WAYS);
    this.nodes(NODES);
    this.check("works");
    this.reload("works");
    this.answering();
    const settings = {
      ways: ["cat", this.file("ways")],
      nodes: ["sh", this.file("nodes")],
      configuration: this.configuration,
      servers: join(this.state, "servers"),
      loaded: ["cat", this.file("loaded")],
      statistics: ["cat", this.file("statistics")],
      check: ["sh", this.file("check")],
      reload: ["sh", this.file("reload")],
    };
    writeFileSync(this.file("settings.json"), JSON.stringify(settings));
  }

  get configuration(): string {
    return join(this.state, "haproxy.cfg");
  }

  private file(name: string): string {
    return join(this.folder, name);
  }

  ways(text: string): void {
    this.waysPrint(`${packed(text)}\n`);
  }

  waysPrint(output: string | Buffer): void {
    writeFileSync(this.file("ways"), output);
  }

  nodes(listing: object): void {
    this.nodesPrint(JSON.stringify(listing));
  }

  nodesPrint(output: string): void {
    writeFileSync(this.file("listing"), output);
    this.listNodesWith(`cat ${this.file("listing")}`);
  }

  listNodesWith(script: string): void {
    writeFileSync(this.file("nodes"), script);
  }

  noWays(): void {
    rmSync(this.file("ways"));
  }

  /** HAProxy finds these servers of the backend a up, and all others of it down. */
  answering(...servers: readonly string[]): void {
    const lines = [...NODES.worker, "BACKEND"].map((name) => `a,${name},${servers.includes(name) ? "UP" : "DOWN"},`);
    writeFileSync(this.file("statistics"), `# pxname,svname,status,\n${lines.join("\n")}\n`);
  }

  /** HAProxy does not run. */
  stopped(): void {
    for (const name of ["loaded", "statistics"]) rmSync(this.file(name), { force: true });
  }

  check(behaviour: Behaviour): void {
    const script = `echo check >> ${this.calls}; cp "$1" ${this.file("checked")}`;
    writeFileSync(this.file("check"), `${script}; ${ending(behaviour)}`);
  }

  reload(behaviour: Behaviour): void {
    const load = `sed -n 's/^# loaded //p' ${this.configuration} > ${this.file("loaded")}`;
    const script = `echo reload >> ${this.calls}; ${behaviour === "works" ? load : ending(behaviour)}`;
    writeFileSync(this.file("reload"), script);
  }

  /** What HAProxy was asked to check at last. */
  checked(): string {
    return readFileSync(this.file("checked"), "utf8");
  }

  /** What HAProxy reads. */
  configured(): string {
    return readFileSync(this.configuration, "utf8");
  }

  /** What HAProxy is told of its servers. */
  states(): string[] {
    return readFileSync(join(this.state, "servers"), "utf8").trim().split("\n");
  }

  /** Every file that the program keeps, with its content. */
  kept(): Record<string, string> {
    const files = readdirSync(this.state, { withFileTypes: true }).filter((entry) => entry.isFile());
    const names = files.map(({ name }) => name).sort();
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(this.state, name), "utf8")]));
  }

  refresh(patience = 20): Refreshed {
    rmSync(this.calls, { force: true });
    const args = ["-c", IMPATIENT, PROGRAM, String(patience), this.file("settings.json")];
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
    const { status, stdout, stderr } = spawnSync(PYTHON, args, { encoding: "utf8", env });
    const calls = existsSync(this.calls) ? readFileSync(this.calls, "utf8").trim().split("\n") : [];
    return { status, stdout, stderr, calls };
  }
}

function ending(behaviour: Behaviour): string {
  const endings = {
    works: "true",
    fails: "echo it does not work >&2; exit 3",
    hangs: "exec sleep 30",
    "dies with the program": "kill -KILL $PPID",
    "loads nothing": "true",
  };
  return endings[behaviour];
}

const NOTHING_DONE = { status: 0, stdout: "", stderr: "", calls: [] };
const LOADED = {
  status: 0,
  stdout: "HAProxy has loaded a new configuration\n",
  stderr: "",
  calls: ["check", "reload"],
};
/** The line of HAProxy's state file for a server of the backend a that answers, or does not. */
const state = (server: string, up: boolean) =>
  `1 a 1 ${server} ${server} ${up ? "2 0 1 1 1 6 3 3" : "0 0 1 1 1 8 2 0"} 6 0 0 0 - 30040 - 0 0 - - 0`;

describe.skipIf(!PYTHON)("a refresh of the bastion", () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });

  it("given a new machine, then HAProxy checks and loads the configuration with the nodes", () => {
    expect(machine.refresh()).toEqual(LOADED);
    expect(machine.configured()).toBe(withNodes(WAYS, NODES));
    expect(machine.checked()).toBe(withNodes(WAYS, NODES));
  });

  it("can be run by its path alone", () => {
    const { status, stderr } = spawnSync(PYTHON, [PROGRAM, "/nowhere/settings.json"], { encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toContain("/nowhere/settings.json");
  });

  it("given a configuration that came with the machine, when it was never loaded, then it is loaded", () => {
    writeFileSync(machine.configuration, withNodes(WAYS, NODES));
    expect(machine.refresh()).toEqual(LOADED);
  });

  it("given a configuration that is no text, then it is replaced", () => {
    writeFileSync(machine.configuration, Buffer.from([0xff, 0xfe, 0x00]));
    expect(machine.refresh()).toEqual(LOADED);
    expect(machine.configured()).toBe(withNodes(WAYS, NODES));
  });

  it("given a node that is listed twice, then it is written once", () => {
    machine.nodes({ worker: ["192.0.2.9", "192.0.2.10", "192.0.2.9"] });
    machine.refresh();
    expect(machine.configured()).toBe(withNodes(WAYS, NODES));
  });

  it("given a role without nodes that no way leads to, then it does not matter", () => {
    machine.nodes({ ...NODES, "control-plane": null });
    expect(machine.refresh()).toEqual(LOADED);
  });
});

describe.skipIf(!PYTHON)("a refresh of a bastion that is up to date", () => {
  let machine: Machine;
  let before: Record<string, string>;
  beforeEach(() => {
    machine = new Machine();
    machine.refresh();
    before = machine.kept();
  });

  const keepsEverything = (refreshed: Refreshed, reason: string, calls: readonly string[] = []) => {
    expect(refreshed).toMatchObject({ status: 1, stdout: "", calls });
    expect(refreshed.stderr).toMatch(/^HAProxy keeps what it has: .+\n$/s);
    expect(refreshed.stderr).toContain(reason);
    expect(machine.kept()).toEqual(before);
  };

  it("given nothing new, then nothing is done", () => {
    expect(machine.refresh()).toEqual(NOTHING_DONE);
    expect(machine.kept()).toEqual(before);
  });

  it("given the same nodes in another order, then nothing is done", () => {
    machine.nodes({ worker: [...NODES.worker].reverse() });
    expect(machine.refresh()).toEqual(NOTHING_DONE);
  });

  it("given another node, then it is checked and loaded once", () => {
    const nodes = { worker: [...NODES.worker, "192.0.2.11"] };
    machine.nodes(nodes);
    expect(machine.refresh()).toEqual(LOADED);
    expect(machine.configured()).toBe(withNodes(WAYS, nodes));
    expect(machine.refresh()).toEqual(NOTHING_DONE);
  });

  it("given another way, then it is checked and loaded once", () => {
    const ways = WAYS.replace("30040", "30041");
    machine.ways(ways);
    expect(machine.refresh()).toEqual(LOADED);
    expect(machine.configured()).toBe(withNodes(ways, NODES));
    expect(machine.refresh()).toEqual(NOTHING_DONE);
  });

  it("given a configuration that somebody edited, then it is written anew", () => {
    writeFileSync(machine.configuration, "edited");
    expect(machine.refresh()).toEqual(LOADED);
    expect(machine.kept()).toEqual(before);
  });

  it("given that HAProxy does not run, then it is started with what it had", () => {
    machine.stopped();
    expect(machine.refresh()).toEqual(LOADED);
    expect(machine.configured()).toBe(before["haproxy.cfg"]);
  });

  describe("and loads another node", () => {
    const nodes = { worker: [...NODES.worker, "192.0.2.11"] };
    const fields = 25;
    beforeEach(() => machine.nodes(nodes));

    it("given servers of which one answers, then it goes on, and the others wait for their check, new ones too", () => {
      machine.answering("192.0.2.10");
      machine.refresh();
      const [version, names = "", ...servers] = machine.states();
      expect(version).toBe("1");
      expect(names.replace("# ", "").split(" ")).toHaveLength(fields);
      expect(servers).toEqual([state("192.0.2.9", false), state("192.0.2.10", true), state("192.0.2.11", false)]);
      for (const line of servers) expect(line.split(" ")).toHaveLength(fields);
    });

    it("given servers of which none answers, then all are tried", () => {
      machine.answering();
      machine.refresh();
      expect(machine.states()).toHaveLength(2);
    });

    it("given that those that answer are gone, then all are tried", () => {
      machine.answering("192.0.2.9");
      machine.nodes({ worker: ["192.0.2.10", "192.0.2.11"] });
      machine.refresh();
      expect(machine.states()).toHaveLength(2);
    });

    it("given that HAProxy does not run, then all are tried", () => {
      machine.answering("192.0.2.9");
      machine.stopped();
      machine.refresh();
      expect(machine.states()).toHaveLength(2);
    });
  });

  it("given a listing that fails, then everything stays, and the reason is what it said", () => {
    machine.listNodesWith("echo no rights >&2; exit 254");
    keepsEverything(machine.refresh(), "ended with 254: no rights");
  });

  it("given a listing that fails with what is no text, then everything stays", () => {
    machine.listNodesWith("printf '\\377' >&2; exit 1");
    keepsEverything(machine.refresh(), "ended with 1: \ufffd");
  });

  it("given a listing that prints nodes and fails, then everything stays", () => {
    machine.listNodesWith(`echo '{"worker": ["192.0.2.99"]}'; exit 1`);
    keepsEverything(machine.refresh(), "ended with 1");
  });

  it("given a listing that takes too long, then everything stays", () => {
    machine.listNodesWith("exec sleep 30");
    keepsEverything(machine.refresh(1), "timed out");
  });

  it.each([
    ["nothing", "", "no list of addresses"],
    ["no role", "{}", "no node with the role worker"],
    ["no worker", '{"worker": []}', "no node with the role worker"],
    ["null for the workers", '{"worker": null}', "no node with the role worker"],
    ["null", "null", "no list of addresses"],
    ["a web page", "<html><body>502 Bad Gateway</body></html>", "no list of addresses"],
    ["half of it", '{"worker": ["192.0.2.9", "192.0', "no list of addresses"],
    ["an IPv6 address", '{"worker": ["2001:db8::1"]}', "2001:db8::1"],
    ["a host name", '{"worker": ["ip-192-0-2-9.ec2.internal"]}', "ip-192-0-2-9.ec2.internal"],
    ["a network", '{"worker": ["192.0.2.0/24"]}', "192.0.2.0/24"],
    ["a number", '{"worker": [9]}', "no list of addresses"],
    ["one good and one bad address", '{"worker": ["192.0.2.9", null]}', "no list of addresses"],
    ["an address and more", '{"worker": ["192.0.2.9:1 backup\\n"]}', "no list of addresses"],
    ["a list of addresses without a role", '["192.0.2.9"]', "no list of addresses"],
    ["a text for the workers", '{"worker": "192.0.2.9"}', "no list of addresses"],
  ])("given a listing that prints %s, then everything stays", (_, output, reason) => {
    machine.nodesPrint(output);
    keepsEverything(machine.refresh(), reason);
  });

  it("given ways that cannot be asked for, then everything stays", () => {
    machine.noWays();
    keepsEverything(machine.refresh(), "cat");
  });

  it.each<[string, string | Buffer, string]>([
    ["nothing", "", "something else"],
    ["no base64", "%%%", "no configuration"],
    ["base64 of no gzip", Buffer.from(WAYS).toString("base64"), "no configuration"],
    ["gzip without base64", gzipSync(WAYS), "no configuration"],
    ["gzip of something else", packed("global\n  maxconn 1\n"), "something else"],
    ["gzip of no text", gzipSync(Buffer.from([0xff, 0xfe])).toString("base64"), "no configuration"],
    ["gzip that is cut off", gzipSync(WAYS).subarray(0, -12).toString("base64"), "no configuration"],
    ["gzip without its end", gzipSync(WAYS).subarray(0, -1).toString("base64"), "no configuration"],
    ["gzip with a wrong byte", damaged(gzipSync(WAYS)).toString("base64"), "no configuration"],
  ])("given ways that are %s, then everything stays", (_, output, reason) => {
    machine.waysPrint(output);
    keepsEverything(machine.refresh(), reason);
  });

  it("given a way to a role that is not listed, then everything stays", () => {
    machine.ways(WAYS.replaceAll("{worker}", "{control-plane}"));
    keepsEverything(machine.refresh(), "no node with the role control-plane");
  });

  describe("and is to load another configuration", () => {
    const ways = WAYS.replace("30040", "30041");
    beforeEach(() => machine.ways(ways));

    it("given that HAProxy refuses it, then everything stays, and the reason is what it said", () => {
      machine.check("fails");
      keepsEverything(machine.refresh(), "ended with 3: it does not work", ["check"]);
    });

    it("given that the check takes too long, then everything stays", () => {
      machine.check("hangs");
      keepsEverything(machine.refresh(1), "timed out", ["check"]);
    });

    it("given that the check refused it, when it works again, then it is loaded", () => {
      machine.check("fails");
      machine.refresh();
      machine.check("works");
      expect(machine.refresh()).toEqual(LOADED);
    });

    it.each(["fails", "hangs"] as const)("given that the reload %s, then the last good one is back", (behaviour) => {
      machine.reload(behaviour);
      keepsEverything(machine.refresh(behaviour === "hangs" ? 1 : 20), "", ["check", "reload"]);
    });

    it("given that HAProxy says nothing and loads nothing, then the last good one is back, and the next one tries again", () => {
      machine.reload("loads nothing");
      keepsEverything(machine.refresh(0.3), "did not load", ["check", "reload"]);
      machine.reload("works");
      expect(machine.refresh()).toEqual(LOADED);
    });

    it("given a file that cannot be written, then everything stays", () => {
      mkdirSync(`${machine.configuration}.new`);
      keepsEverything(machine.refresh(), "cannot be written", ["check"]);
    });

    it("given that the reload failed, when it works again, then it is loaded", () => {
      machine.reload("fails");
      machine.refresh();
      machine.reload("works");
      expect(machine.refresh()).toEqual(LOADED);
      expect(machine.configured()).toBe(withNodes(ways, NODES));
    });

    it("given that it is killed while it checks, then everything stays, and the next one loads and tidies", () => {
      machine.check("dies with the program");
      expect(machine.refresh().status).toBeNull();
      expect(machine.kept()).toMatchObject(before);
      machine.check("works");
      expect(machine.refresh()).toEqual(LOADED);
      expect(machine.configured()).toBe(withNodes(ways, NODES));
    });

    it("given that it is killed between writing and reloading, then the next one reloads", () => {
      machine.reload("dies with the program");
      expect(machine.refresh().status).toBeNull();
      machine.reload("works");
      expect(machine.refresh()).toEqual(LOADED);
      expect(machine.configured()).toBe(withNodes(ways, NODES));
    });
  });
});

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.fill(0xff, 12, 16);
  return copy;
}
