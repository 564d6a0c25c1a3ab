import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "vitest";
import { parse, stringify } from "yaml";
import { inspect } from "../lib/config/inspect";
import { ledgerSchema } from "../lib/config/ledger";
import { loadDescription } from "../lib/config/load";
import { loadSandbox } from "../lib/config/load-sandbox";
import { placeSchema } from "../lib/config/place";
import { DescriptionError } from "../lib/config/problem";
import { sandboxSchema } from "../lib/config/sandbox/sandbox";
import { expandShorthands } from "../lib/config/sandbox/shorthand";
import { temporaryFolder } from "./support/synth";

let seed = 99;
const rnd = (n: number) => {
  seed = (seed * 1103515245 + 12345) & 0x7fffffff;
  return (seed >> 8) % n;
};
const JUNK: any[] = [
  null,
  5,
  -1,
  1.5,
  true,
  "",
  "X y",
  "a".repeat(300),
  [],
  {},
  ["x"],
  { x: 1 },
  "10Gi",
  "2",
  "0.0.0.0/0",
  "https://256.1.1.1:99999/x",
  "constructor",
  [[1]],
  "__proto__",
  99999,
];
const KEYS = ["Bad Key", "f", "constructor", "toString", "8080", "x", "port", "value", "__proto__", "a.b"];
function paths(v: any, p: any[] = []): any[][] {
  const own = p.length ? [p] : [];
  return typeof v === "object" && v ? [...own, ...Object.keys(v).flatMap((k) => paths(v[k], [...p, k]))] : own;
}
function mutate(v: any) {
  const all = paths(v);
  if (all.length === 0) return;
  const p = all[rnd(all.length)]!;
  let o = v;
  for (const k of p.slice(0, -1)) o = o[k];
  const k = p.at(-1);
  switch (1 + rnd(2)) {
    case 0:
      if (Array.isArray(o)) o.splice(Number(k), 1);
      else delete o[k];
      break;
    case 1:
      o[k] = structuredClone(JUNK[rnd(JUNK.length)]);
      break;
    case 2:
      if (!Array.isArray(o)) {
        const val = o[k];
        delete o[k];
        Object.defineProperty(o, KEYS[rnd(KEYS.length)]!, {
          value: val,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      break;
    case 3:
      if (Array.isArray(o)) o.push(structuredClone(o[0]));
      else
        Object.defineProperty(o, KEYS[rnd(KEYS.length)]!, {
          value: structuredClone(JUNK[rnd(JUNK.length)]),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      break;
  }
}
it("fuzz", { timeout: 600000 }, () => {
  const root = join(__dirname, "..");
  const files = [
    "testbed.yaml",
    "ledger.yaml",
    "places/aws.yaml",
    ...readdirSync(join(root, "sandboxes")).map((f) => `sandboxes/${f}`),
  ];
  const good = Object.fromEntries(files.map((f) => [f, parse(readFileSync(join(root, f), "utf8"))]));
  let undef = 0,
    ok = 0,
    bad = 0;
  const odd = new Set<string>();
  for (let i = 0; i < 6000; i++) {
    const now = structuredClone(good);
    const n = 1;
    for (let j = 0; j < n; j++) mutate(now[files[rnd(files.length)]!]);
    const dir = temporaryFolder();
    mkdirSync(join(dir, "places"));
    mkdirSync(join(dir, "sandboxes"));
    for (const f of files) writeFileSync(join(dir, f), stringify(now[f]));
    for (const f of files) {
      if (f.startsWith("sandboxes")) {
        const r = inspect(sandboxSchema, expandShorthands(now[f]));
        if (r.value === undefined) {
          undef++;
          odd.add("UNDEF " + JSON.stringify(r.findings.map((x) => [x.path.join("."), x.what])));
        }
      }
      if (f.startsWith("places")) {
        const r = inspect(placeSchema, now[f]);
        if (false) odd.add("UNDEFP " + JSON.stringify(r.findings.map((x) => [x.path.join("."), x.what])));
      }
      if (f === "ledger.yaml") {
        const r = inspect(ledgerSchema, now[f]);
        if (r.value === undefined)
          odd.add("UNDEFL " + JSON.stringify(r.findings.map((x) => [x.path.join("."), x.what])));
      }
    }
    try {
      loadDescription({ directory: dir });
      ok++;
    } catch (e: any) {
      if (!(e instanceof DescriptionError)) {
        odd.add("CRASH " + e.stack.slice(0, 600));
        continue;
      }
      bad++;
      if (e.problems.length > 1) odd.add("MULTI\n  " + e.message.replaceAll("\n", "\n  ") + "\n");
      for (const p of e.problems) {
        const lines = readFileSync(join(dir, p.position.file), "utf8").split("\n");
        if (p.position.line > lines.length) odd.add("POS " + JSON.stringify(p));
        if (/undefined|NaN|\[object/.test(p.what + p.mend)) odd.add("TXT " + JSON.stringify(p));
        if (p.mend === "") odd.add("NOMEND " + JSON.stringify(p));
      }
    }
    for (const f of files.filter((x) => x.startsWith("sandboxes")))
      try {
        loadSandbox(join(dir, f));
      } catch (e: any) {
        if (!(e instanceof DescriptionError)) odd.add("CRASH2 " + e.stack.slice(0, 600));
      }
  }
  writeFileSync("/tmp/fuzz.txt", [`${ok} ok ${bad} bad ${undef} undefined`, ...odd].join("\n"));
});
