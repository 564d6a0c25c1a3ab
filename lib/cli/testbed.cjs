#!/usr/bin/env node
// The `testbed` command: compiled JavaScript where the package is installed, TypeScript in its own repository.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const source = join(__dirname, "program.ts");
const { program } = existsSync(source)
  ? require("jiti").createJiti(__filename)(source)
  : require("../../dist/lib/cli/program.js");

program().parse();
