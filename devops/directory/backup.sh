#!/bin/sh
# Writes the whole directory to the backup volume, once a day, and keeps the last ones. The files hold hashes of passwords.
# A pod that starts again and again writes no more than one that runs: else it would push out all that are older.
set -eu

run=${RUN:-/run/slapd}
backup=${BACKUP:-/backup}
keep=${KEEP:-14}
seconds=${BACKUP_SECONDS:-86400}
check_seconds=${CHECK_SECONDS:-600}

say() { echo "backup: $*"; }

# This may fail by chance, and is tried again soon: the two containers number their processes apart, and LMDB refuses a slapcat
# whose number is slapd's.
write() {
  name=directory-$(date -u +%Y%m%dT%H%M%SZ).ldif
  rm -f "$backup"/.part.*
  (umask 077 && slapcat -n 1 -F "$run/config" -l "$backup/.part.$name") || return 1
  [ -s "$backup/.part.$name" ] || return 1
  mv "$backup/.part.$name" "$backup/$name" || return 1
  say "wrote $name"
}

# True when no backup is younger than a day.
due() {
  [ -z "$(find "$backup" -name 'directory-*.ldif' -newermt "$seconds seconds ago")" ]
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
  if due; then
    if write; then prune; else say "could not write a backup; the older ones stay"; fi
  fi
  sleep "$check_seconds" &
  wait $! || true
done
