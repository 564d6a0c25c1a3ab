import type { Command } from "./processes";
import { type Listener, LOOPBACK, type Site } from "./site";

/** Serves a WSGI program with this many processes. */
export function uwsgi(
  site: Site,
  listener: Listener,
  program: string,
  processes: number,
  env: Readonly<Record<string, string>>,
): Command {
  const options = [
    "--plugins=python3",
    `--http-socket=${LOOPBACK}:${site.port(listener)}`,
    `--wsgi-file=${program}`,
    "--master",
    `--processes=${processes}`,
    // Catalogs and tokens make long headers.
    "--buffer-size=65535",
    // It ends each connection after an answer: whoever asks must know, or would ask again on the same one.
    "--add-header=Connection: close",
    "--need-app",
    "--die-on-term",
  ];
  return { program: "uwsgi", args: options, env };
}
