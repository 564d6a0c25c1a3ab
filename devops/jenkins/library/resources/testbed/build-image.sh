#!/bin/sh
# Builds an image from a checkout, as a user without rights.
#   IMAGE              its full name
#   REVISION           the commit that it is built from
#   CONTEXT, FILE      folder that is built, and its Dockerfile; paths in the checkout
#   REGISTRY           where base images may come from that not everybody may pull, with REGISTRY_USERNAME and
#                      REGISTRY_PASSWORD, an account that may only read. Optional
#   REGISTRY_CERTIFICATES  folder with the certificate of the authority that signed the registry's. Optional
set -eu
login=$(mktemp -d)
trap 'rm -rf "$login"' EXIT
echo '{}' >"$login/auth.json"
if [ -n "${REGISTRY_PASSWORD:-}" ]; then
  # By a pipe: arguments are there for every process to read, and in the log of whoever prints them.
  printf '%s' "$REGISTRY_PASSWORD" | buildah login --authfile "$login/auth.json" \
    ${REGISTRY_CERTIFICATES:+--cert-dir "$REGISTRY_CERTIFICATES"} \
    --username "$REGISTRY_USERNAME" --password-stdin "$REGISTRY"
  unset REGISTRY_USERNAME REGISTRY_PASSWORD
fi
# Docker's format, because SHELL and HEALTHCHECK have no place in the other one.
buildah build --isolation chroot --format docker --authfile "$login/auth.json" \
  ${REGISTRY_CERTIFICATES:+--cert-dir "$REGISTRY_CERTIFICATES"} \
  --label "org.opencontainers.image.revision=$REVISION" \
  --file "$CONTEXT/$FILE" --tag "$IMAGE" "$CONTEXT"
