#!/usr/bin/env node
// The `testbed` command: compiled JavaScript where the package is installed, TypeScript in its own repository.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const source = join(__dirname, "program.ts");

async function main() {
  const { program } = existsSync(source)
    ? await require("./typescript.cjs").loadTypeScript(source)
    : require("../../dist/lib/cli/program.js");
  program().parse();
}

main();
