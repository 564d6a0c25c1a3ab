#!/usr/bin/env node
// Runs a TypeScript program of this repository: node lib/cli/run.cjs <program> [argument ...]
const { loadTypeScript } = require("./typescript.cjs");

process.argv.splice(1, 1); // The program sees its own name and arguments, as if node had started it.
loadTypeScript(process.argv[1]);
