#!/usr/bin/env python3
"""Keeps HAProxy on a bastion up to date: with the ways of the testbed, and with the nodes of the moment.

It asks for both, writes the configuration, has HAProxy check it, and lets HAProxy load it without dropping a
connection. Whatever goes wrong on the way, HAProxy keeps what it has: the last good configuration. A systemd timer runs
it; it ends with 0 when HAProxy has what was asked for, and with 1 and a reason on standard error when it has not. It keeps
no memory of its own: HAProxy itself says what it has loaded, so nothing that was broken off stays unnoticed.

Settings (JSON, path as the only argument):
  ways           command that prints the configuration, gzipped, in base64
  nodes          command that prints the nodes as JSON: {"worker": ["192.0.2.1", ...], "control-plane": [...]}
  loaded         command that prints, among other words, the digest of what HAProxy has loaded
  statistics     command that prints HAProxy's statistics as CSV
  configuration  file that HAProxy reads
  servers        file by which HAProxy learns, when it loads a configuration, which servers answer
  check          command that checks a file, whose path is appended
  reload         command that makes HAProxy load its file
"""

import base64
import csv
import fcntl
import gzip
import hashlib
import ipaddress
import json
import os
import re
import subprocess
import sys
import time
import zlib

MARK = "# HAProxy of a testbed."
ROLE = re.compile(r"\{(worker|control-plane)\}")
TIMEOUT = 10  # seconds that a command may take
PATIENCE = 10  # seconds after which HAProxy must have loaded what it was told to load


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
    except (ValueError, OSError, EOFError, zlib.error) as error:
        raise Refused(f"what was printed for the ways is no configuration: {error}")
    if not text.startswith(MARK):
        raise Refused("what was printed for the ways is the configuration of something else")
    return text


def read_nodes(output):
    """The addresses of the nodes by role, in order."""
    try:
        listed = json.loads(output)
        return {role: sorted({ipaddress.IPv4Address(str(one)) for one in listed[role] or []}) for role in listed}
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refused(f"what was printed for the nodes is no list of addresses: {error}")


def render(ways, nodes):
    """The configuration and its digest: each line that names a role becomes one line for each node of it."""
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
    text = "\n".join(lines)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return text.replace("{digest}", digest), digest


def is_loaded(digest, settings):
    """Whether HAProxy runs and says that it has loaded the configuration with this digest."""
    try:
        return digest in run(settings["loaded"]).decode(errors="replace").split()
    except Refused:
        return False


def backends(text):
    """The servers of each backend of a configuration: name, address and port."""
    found = {}
    name = None
    for line in text.split("\n"):
        words = line.split()
        if line.startswith("backend "):
            name = words[1]
        elif name and words[:1] == ["server"]:
            address, port = words[2].rsplit(":", 1)
            found.setdefault(name, []).append((words[1], address, port))
    return found


def answering(settings):
    """The servers that HAProxy finds up, as pairs of backend and server; none where it does not run."""
    try:
        rows = csv.DictReader(run(settings["statistics"]).decode(errors="replace").lstrip("# ").splitlines())
    except Refused:
        return set()
    return {(row.get("pxname"), row.get("svname")) for row in rows if (row.get("status") or "").startswith("UP")}


def server_states(text, up):
    """What HAProxy is told of its servers when it loads a configuration (its state file, version 1).

    Without it each server would begin as one that answers, and workers without the pod would be sent connections until they
    are checked. So those that answer go on doing so, and the others of their backend wait for their check. A backend of which
    none answers is left out: there everything is worth a try.
    """
    lines = ["1", "# " + STATE_FIELDS]
    for backend, servers in backends(text).items():
        states = [(server, (backend, server[0]) in up) for server in servers]
        if any(is_up for _, is_up in states):
            lines += [state_line(backend, *server, is_up) for server, is_up in states]
    return "\n".join(lines) + "\n"


STATE_FIELDS = (
    "be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight "
    "srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state "
    "bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr "
    "srv_agent_addr srv_agent_port"
)


def state_line(backend, name, address, port, is_up):
    """One server: running with its last check passed (L4OK), or stopped with its last check failed (L4CON)."""
    state, status, result, health = (2, 6, 3, 3) if is_up else (0, 8, 2, 0)
    return f"1 {backend} 1 {name} {address} {state} 0 1 1 1 {status} {result} {health} 6 0 0 0 - {port} - 0 0 - - 0"


def read(path):
    """The text of a file; nothing where there is none."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return None


def write(path, text):
    """Writes a file so that nobody ever sees half of it."""
    fresh = path + ".new"
    try:
        with open(fresh, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error}")


def refresh(settings):
    """Brings HAProxy up to date. Answers whether something changed."""
    text, digest = render(read_ways(run(settings["ways"])), read_nodes(run(settings["nodes"])))
    path = settings["configuration"]
    before = read(path)
    if text == before and is_loaded(digest, settings):
        return False
    write(settings["servers"], server_states(text, answering(settings)))
    candidate = path + ".candidate"
    write(candidate, text)
    try:
        run(settings["check"] + [candidate])
    finally:
        os.remove(candidate)
    write(path, text)
    try:
        run(settings["reload"])
        wait_until_loaded(digest, settings)
    except Refused:
        if before is not None:
            write(path, before)
        raise
    return True


def wait_until_loaded(digest, settings):
    """HAProxy takes a moment, and keeps its old configuration in silence where it cannot open a port of the new one."""
    end = time.monotonic() + PATIENCE
    while not is_loaded(digest, settings):
        if time.monotonic() > end:
            raise Refused("it did not load what it was told to load; see its journal")
        time.sleep(0.2)


def main(path):
    with open(path, encoding="utf-8") as file:
        settings = json.load(file)
    try:
        with open(settings["servers"] + ".lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # A person may run it beside the timer.
            changed = refresh(settings)
    except Refused as reason:
        print(f"HAProxy keeps what it has: {reason}", file=sys.stderr)
        return 1
    if changed:
        print("HAProxy has loaded a new configuration")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
