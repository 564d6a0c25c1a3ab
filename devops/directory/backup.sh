#!/bin/sh
# Writes the whole directory to the backup volume, once a day, and keeps the last ones. The files hold hashes of passwords.
set -eu

run=${RUN:-/run/slapd}
backup=${BACKUP:-/backup}
keep=${KEEP:-14}
seconds=${BACKUP_SECONDS:-86400}

say() { echo "backup: $*"; }

write() {
  name=directory-$(date -u +%Y%m%dT%H%M%SZ).ldif
  rm -f "$backup"/.part.*
  (umask 077 && slapcat -n 1 -F "$run/config" -l "$backup/.part.$name") || return 1
  [ -s "$backup/.part.$name" ] || return 1
  mv "$backup/.part.$name" "$backup/$name"
  say "wrote $name"
}

prune() {
  find "$backup" -name 'directory-*.ldif' | sort -r | tail -n "+$((keep + 1))" | while read -r old; do rm -f "$old"; done
}

trap 'exit 0' TERM INT
until [ -e "$run/ready" ]; do
  sleep "${WAIT_SECONDS:-5}" &
  wait $! || true
done
while :; do
  if write; then prune; else say "could not write a backup; the older ones stay"; fi
  sleep "$seconds" &
  wait $! || true
done
