// Loads a TypeScript program of this repository without a build step by hand: esbuild bundles it with all that it imports
// into one file in node_modules/.cache, and again when one of its files has changed. A start then reads one file instead of
// hundreds, and is faster than compiled JavaScript (bench/README.md).
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require("node:fs");
const { dirname, join, resolve } = require("node:path");

const CACHE = join(__dirname, "../../node_modules/.cache/testbed-blueprint");

/** Loads the program at a path, and answers its exports. */
async function loadTypeScript(path) {
  const source = resolve(path);
  const bundle = join(CACHE, `${createHash("sha256").update(source).digest("hex").slice(0, 16)}.cjs`);
  if (!isFresh(bundle)) await build(source, bundle);
  return require(bundle);
}

/** Whether a bundle is the one that was written last, and none of the files in it has changed since. */
function isFresh(bundle) {
  try {
    const stamps = Object.entries(JSON.parse(readFileSync(`${bundle}.json`, "utf8")));
    return stamps.every(([file, stamp]) => stampOf(file) === stamp);
  } catch {
    return false; // There is no bundle yet, or one of its files is gone.
  }
}

function stampOf(file) {
  const { mtimeMs, size } = statSync(file);
  return `${mtimeMs} ${size}`;
}

async function build(source, bundle) {
  const fresh = `${bundle}.${process.pid}.new`; // Another process may be building the same bundle.
  const { metafile } = await require("esbuild").build({
    entryPoints: [source],
    outfile: fresh,
    bundle: true,
    platform: "node",
    target: "node20",
    metafile: true,
    logLevel: "warning",
    plugins: [ownFolders, noTokenTraces],
  });
  mkdirSync(CACHE, { recursive: true });
  renameSync(fresh, bundle);
  const files = [...Object.keys(metafile.inputs).map((file) => resolve(file)), bundle];
  writeFileSync(`${fresh}.json`, JSON.stringify(Object.fromEntries(files.map((file) => [file, stampOf(file)]))));
  renameSync(`${fresh}.json`, `${bundle}.json`);
}

/** Lets `__dirname` and `__filename` speak of the source file, not of the bundle. */
const ownFolders = {
  name: "own-folders",
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?[jt]s$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      if (!/\b__(dirname|filename)\b/.test(text)) return undefined;
      const names = `var __filename = ${JSON.stringify(path)}, __dirname = ${JSON.stringify(dirname(path))};`;
      return { contents: `${names}${text}`, loader: path.endsWith("ts") ? "ts" : "js" };
    });
  },
};

/**
 * Keeps cdktf from writing down, for each of thousands of tokens, the whole stack that it was made on: a third of the time
 * of a synth (bench/README.md), for an error message that our own checks come before.
 */
const noTokenTraces = {
  name: "no-token-traces",
  setup({ onLoad }) {
    const filter = /cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/;
    onLoad({ filter }, () => ({ contents: "exports.captureStackTrace = () => [];", loader: "js" }));
  },
};

module.exports = { loadTypeScript };
