import type { Command } from "./processes";

/** Runs the `main` of a module as its own program would: the module is all that comes before it, as some patch what follows. */
const MAIN = `
import importlib, sys
sys.argv = sys.argv[1:]
sys.exit(importlib.import_module(sys.argv[0]).main())
`;

/** Debian's Python, for which its packages are: there may be others on the path. */
const PYTHON = "/usr/bin/python3";

/** A program of OpenStack, by the module that it is made of. */
export function python(module: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Command {
  return { program: PYTHON, args: ["-c", MAIN, module, ...args], env };
}
