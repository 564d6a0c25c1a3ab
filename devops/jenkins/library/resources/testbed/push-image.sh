#!/bin/sh
# Pushes an image that was built and tested here. The last line that it prints is the digest that the registry knows it by.
#   IMAGE              its full name
#   REGISTRY           the registry, with REGISTRY_USERNAME and REGISTRY_PASSWORD, an account that may push
#   REGISTRY_CERTIFICATES  folder with the certificate of the authority that signed the registry's. Optional
set -eu
login=$(mktemp -d)
trap 'rm -rf "$login"' EXIT
# By a pipe: arguments are there for every process to read, and in the log of whoever prints them.
printf '%s' "$REGISTRY_PASSWORD" | buildah login --authfile "$login/auth.json" \
  ${REGISTRY_CERTIFICATES:+--cert-dir "$REGISTRY_CERTIFICATES"} \
  --username "$REGISTRY_USERNAME" --password-stdin "$REGISTRY" >&2
unset REGISTRY_USERNAME REGISTRY_PASSWORD
buildah push --authfile "$login/auth.json" ${REGISTRY_CERTIFICATES:+--cert-dir "$REGISTRY_CERTIFICATES"} \
  --digestfile "$login/digest" "$IMAGE" "docker://$IMAGE" >&2
cat "$login/digest"
echo
