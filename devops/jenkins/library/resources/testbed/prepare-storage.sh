#!/bin/sh
# Says where and how buildah keeps layers, in the file that CONTAINERS_STORAGE_CONF names, in a folder of the pod's own:
# as overlays where the kernel lets this user mount them, else whole (vfs). Never by FUSE, as the image has it: pods have
# no such device.
set -eu
folder=$(dirname "$CONTAINERS_STORAGE_CONF")
keep() {
  cat >"$CONTAINERS_STORAGE_CONF" <<END
[storage]
driver = "$1"
runroot = "$folder/run"
graphroot = "$folder/storage"
rootless_storage_path = "$folder/storage"
END
}
keep overlay
if ! buildah info >/dev/null 2>&1; then
  rm -rf "$folder/storage" "$folder/run"
  keep vfs
fi
driver=$(buildah info --format '{{.store.GraphDriverName}}')
echo "Layers are kept by $driver."
