#!/usr/bin/env python3
"""Keeps HAProxy on a bastion up to date: with the ways of the testbed, and with the nodes of the moment.

It asks for both, writes the configuration, has HAProxy check it, and lets HAProxy load it without dropping a
connection. Whatever goes wrong on the way, HAProxy keeps what it has: the last good configuration. A systemd timer runs
it; it ends with 0 when HAProxy has what was asked for, and with 1 and a reason on standard error when it has not.

Settings (JSON, path as the only argument):
  ways           command that prints the configuration, gzipped, in base64
  nodes          command that prints the nodes as JSON: {"worker": ["192.0.2.1", ...], "control-plane": [...]}
  configuration  file that HAProxy reads
  loaded         file that remembers what HAProxy has loaded
  check          command that checks a file, whose path is appended
  reload         command that makes HAProxy load its file
"""

import base64
import gzip
import ipaddress
import json
import os
import re
import subprocess
import sys

MARK = "# HAProxy of a testbed."
ROLE = re.compile(r"\{(worker|control-plane)\}")
TIMEOUT = 20  # seconds that a command may take: all of them together less than the minute that a change may take


class Refused(Exception):
    """Something came that HAProxy must not load; the text says what."""


def run(command):
    """The output of a command."""
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Refused(str(error))
    if done.returncode != 0:
        text = (done.stderr or done.stdout).decode(errors="replace").strip()
        raise Refused(f"{' '.join(command[:3])} ended with {done.returncode}: {text}")
    return done.stdout


def read_ways(output):
    """The configuration without nodes."""
    try:
        text = gzip.decompress(base64.b64decode(output.strip(), validate=True)).decode()
    except (ValueError, OSError, EOFError) as error:
        raise Refused(f"what was printed for the ways is no configuration: {error}")
    if not text.startswith(MARK):
        raise Refused("what was printed for the ways is the configuration of something else")
    return text


def read_nodes(output):
    """The addresses of the nodes by role, in order."""
    try:
        listed = json.loads(output)
        return {role: sorted({ipaddress.IPv4Address(one) for one in listed[role] or []}) for role in listed}
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(f"what was printed for the nodes is no list of addresses: {error}")


def render(ways, nodes):
    """The configuration: each line that names a role becomes one line for each node of it."""
    lines = []
    for line in ways.split("\n"):
        found = ROLE.search(line)
        if not found:
            lines.append(line)
            continue
        role = found.group(1)
        if not nodes.get(role):
            raise Refused(f"no node with the role {role} is listed")
        lines += [line.replace("{" + role + "}", str(address)) for address in nodes[role]]
    return "\n".join(lines)


def read(path):
    """The text of a file; nothing where there is none."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


def write(path, text):
    """Writes a file so that nobody ever sees half of it."""
    fresh = path + ".new"
    with open(fresh, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def refresh(settings):
    """Brings HAProxy up to date. Answers whether something changed."""
    text = render(read_ways(run(settings["ways"])), read_nodes(run(settings["nodes"])))
    path, loaded = settings["configuration"], settings["loaded"]
    before = read(path)
    if text == before and text == read(loaded):
        return False
    candidate = path + ".candidate"
    write(candidate, text)
    try:
        run(settings["check"] + [candidate])
    finally:
        os.remove(candidate)
    write(path, text)
    try:
        run(settings["reload"])
    except Refused:
        if before is not None:
            write(path, before)
        raise
    write(loaded, text)
    return True


def main(path):
    with open(path, encoding="utf-8") as file:
        settings = json.load(file)
    try:
        changed = refresh(settings)
    except Refused as reason:
        print(f"HAProxy keeps what it has: {reason}", file=sys.stderr)
        return 1
    if changed:
        print("HAProxy has loaded a new configuration")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
