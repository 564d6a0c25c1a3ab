#!/bin/sh
# Runs a command in an image that was just built, before anybody else has it.
#   IMAGE              its full name
#   COMMAND            what the image's shell runs
set -eu
container=$(buildah from --pull-never "$IMAGE")
trap 'buildah rm "$container" >/dev/null' EXIT
buildah run --isolation chroot "$container" -- sh -c "$COMMAND"
