#!/usr/bin/env python3
"""Asks HAProxy something by its socket, which answers also when HAProxy has all the connections that it takes.

Arguments: path of the socket, command. Ends with 1 where HAProxy does not run.
"""

import socket
import sys


def ask(path, command):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(5)
        connection.connect(path)
        connection.sendall(command.encode() + b"\n")
        parts = iter(lambda: connection.recv(65536), b"")
        return b"".join(parts).decode(errors="replace")


if __name__ == "__main__":
    try:
        print(ask(sys.argv[1], sys.argv[2]))
    except OSError as error:
        sys.exit(f"HAProxy does not answer by {sys.argv[1]}: {error}")
