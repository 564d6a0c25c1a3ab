#!/usr/bin/env python3
"""Prints what the metadata of a server on OpenStack says to a bastion: its ways, or its nodes.

Arguments: address of the metadata (http://169.254.169.254/openstack/latest/meta_data.json), and "ways" or "nodes".

A value of metadata holds 255 characters, so each text is cut: ways-00, ways-01, ..., the configuration of HAProxy, gzipped,
in base64; worker-00, ... and control-plane-00, ..., addresses with commas between. "contents" says in JSON how many parts
each text has, and the SHA-256 of the three texts with line feeds between. Whoever changes metadata does so in more than one
step: as long as the parts are not those of "contents", nothing is printed, and it ends with 1 and a reason.
"""

import hashlib
import http.client
import json
import sys
import urllib.request

TEXTS = ("ways", "worker", "control-plane")
TIMEOUT = 5  # seconds without a word
LONGEST = 1 << 20  # bytes


class Refused(Exception):
    """The metadata cannot be had, or is not all there; the text says why."""


def fetch(address):
    """The metadata that was given to the server, by name. No proxy stands between."""
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(address, timeout=TIMEOUT) as answer:
            return json.loads(answer.read(LONGEST))["meta"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, http.client.HTTPException) as error:
        raise Refused(f"{address} has no metadata for a bastion: {error!r}")


def put_together(meta):
    """The texts by name."""
    try:
        contents = json.loads(meta["contents"])
        texts = {name: "".join(meta[f"{name}-{part:02}"] for part in range(contents[name])) for name in TEXTS}
        digest = hashlib.sha256("\n".join(texts.values()).encode()).hexdigest()
        if digest == contents["digest"]:
            return texts
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused(f"the metadata is not all there: {error!r}")
    raise Refused("the metadata is not all there: its parts are of more than one version")


if __name__ == "__main__":
    try:
        found = put_together(fetch(sys.argv[1]))
    except Refused as reason:
        sys.exit(str(reason))
    nodes = {role: found[role].split(",") if found[role] else [] for role in TEXTS[1:]}
    print(found["ways"] if sys.argv[2] == "ways" else json.dumps(nodes))
