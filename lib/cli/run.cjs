#!/usr/bin/env node
// Runs a TypeScript program of this repository without a build step: jiti compiles each file once and keeps the result
// in node_modules/.cache. Called by its API rather than its command, it is as fast as compiled JavaScript.
const { resolve } = require("node:path");
const { createJiti } = require("jiti");

process.argv.splice(1, 1); // The program sees its own name and arguments, as if node had started it.
createJiti(__filename)(resolve(process.argv[1]));
