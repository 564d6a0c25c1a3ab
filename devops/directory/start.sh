#!/bin/sh
# Runs the directory: makes slapd's configuration, starts slapd, puts in what is missing, and does so again when the
# certificate or a password of a tool changes. All that is said of the directory comes from the files in $BOOTSTRAP.
set -eu

bootstrap=${BOOTSTRAP:-/bootstrap}
passwords=${PASSWORDS:-/passwords}
tls=${TLS:-/tls}
run=${RUN:-/run/slapd}
data=${DATA:-/data}
backup=${BACKUP:-/backup}
listen=${LISTEN:-ldaps://:1636/}
check_seconds=${CHECK_SECONDS:-30}

socket="ldapi://$(printf %s "$run/ldapi" | sed 's|/|%2F|g')"
scratch=$run/scratch
slapd_pid=

say() { echo "directory: $*"; }

# The LDAP tools read ~/.ldaprc and the machine's own settings, which have no say here.
export LDAPNOINIT=1

manage() {
  tool=$1
  shift
  "$tool" -Q -Y EXTERNAL -H "$socket" "$@"
}

# What slapd reads when it starts, and what is set right after: a change of it needs a new start.
fingerprint() {
  find "$tls/" "$passwords/services/" "$passwords/people/" -type f -exec cat {} + 2>/dev/null | cksum
}

configure() {
  rm -rf "$run/config"
  mkdir -p "$run/config" "$scratch"
  slapadd -n 0 -F "$run/config" -l "$bootstrap/config.ldif"
}

# The entries of another organisation would lie in the volume unseen, and their backups would go out one by one.
check_organisation() {
  organisation=${RECORD#*,}
  if [ -s "$data/organisation" ] && [ "$(cat "$data/organisation")" != "$organisation" ]; then
    say "the volume is of $(cat "$data/organisation"), and not of $organisation: the organisation cannot be changed"
    exit 1
  fi
}

# An empty volume takes what somebody has put beside the backups to be restored: once, and all of it or nothing.
restore() {
  if [ -e "$data/restoring" ]; then
    say "a restore was interrupted: what it left is thrown away"
    rm -f "$data/data.mdb" "$data/lock.mdb" "$data/restoring"
  fi
  if [ -e "$data/data.mdb" ] || [ ! -e "$backup/restore.ldif" ]; then return 0; fi
  say "the volume is empty: restoring $backup/restore.ldif"
  : >"$data/restoring"
  if ! slapadd -q -n 1 -F "$run/config" -l "$backup/restore.ldif"; then
    rm -f "$data/data.mdb" "$data/lock.mdb" "$data/restoring" # so that half of it is not taken for all
    say "the backup cannot be restored"
    exit 1
  fi
  rm -f "$data/restoring"
  # Under that name it would come back, old as it is then, whenever a volume is empty again.
  mv "$backup/restore.ldif" "$backup/restored-$(date -u +%Y%m%dT%H%M%SZ).ldif" || say "restore.ldif stays where it is"
}

start() {
  # It keeps a table of as many connections as it may have files open, which some container runtimes put at a million.
  # shellcheck disable=SC3045 # not in POSIX, but in every shell that is called sh where slapd is
  ulimit -n "${MOST_FILES:-4096}"
  slapd -F "$run/config" -h "$listen $socket" -d "${LOG_LEVEL:-stats}" &
  slapd_pid=$!
  tries=0
  until manage ldapwhoami >/dev/null 2>&1; do
    kill -0 "$slapd_pid" 2>/dev/null || { say "slapd did not start"; exit 1; }
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || { say "slapd does not answer"; exit 1; }
    sleep 0.2
  done
}

stop() {
  rm -f "$run/ready"
  [ -n "$slapd_pid" ] || return 0
  kill -INT "$slapd_pid" 2>/dev/null || true
  wait "$slapd_pid" 2>/dev/null || true
  slapd_pid=
}

# Adds entries or values one by one; what is there already (68 an entry, 20 a value) stays as it is. Anything else that fails is told.
add() {
  if manage ldapmodify "$@" -c >/dev/null 2>"$scratch/errors"; then return 0; fi
  if grep -q '^ldap' "$scratch/errors" && ! grep '^ldap' "$scratch/errors" | grep -q -v -e ' (68)$' -e ' (20)$'; then return 0; fi
  cat "$scratch/errors" >&2
  return 1
}

# set_password <dn> <file>: what stands in the file, without the line's end that an editor leaves; slapd stores a hash of it.
set_password() {
  (umask 077 && printf %s "$(cat "$2")" >"$scratch/password")
  manage ldappasswd -T "$scratch/password" "$1" >/dev/null
  rm -f "$scratch/password"
}

# True when the tool's password is the one in the file.
has_password() {
  (umask 077 && printf %s "$(cat "$2")" >"$scratch/password")
  status=0
  ldapwhoami -x -H "$socket" -D "$1" -y "$scratch/password" >/dev/null 2>&1 || status=$?
  rm -f "$scratch/password"
  return "$status"
}

seed() {
  add -a -f "$bootstrap/base.ldif"
  while read -r tool dn; do
    [ -n "$tool" ] || continue
    file=$passwords/services/$tool/password
    [ -s "$file" ] || { say "there is no password for the account of $tool"; return 1; }
    has_password "$dn" "$file" || set_password "$dn" "$file"
  done <"$bootstrap/services"
  while read -r uid dn; do
    [ -n "$uid" ] || continue
    known=$(manage ldapsearch -LLL -o ldif-wrap=no -b "$RECORD" -s base "(roleOccupant=$dn)" 1.1)
    [ -z "$known" ] || continue
    # Somebody whom the directory does not take, as with a mail address that another has by now, keeps nobody else out.
    if ! add -a -f "$bootstrap/person.$uid.ldif"; then say "cannot put in $uid"; continue; fi
    [ ! -s "$bootstrap/groups.$uid.ldif" ] || add -f "$bootstrap/groups.$uid.ldif"
    file=$passwords/people/$uid
    password=$(manage ldapsearch -LLL -b "$dn" -s base '(userPassword=*)' 1.1)
    if [ -n "$password" ]; then say "$uid has a password, which stays"
    elif [ -s "$file" ]; then set_password "$dn" "$file"
    else
      say "there is no password for $uid yet: it is taken as soon as it is there, or an administrator sets one"
      continue
    fi
    printf 'dn: %s\nchangetype: modify\nadd: roleOccupant\nroleOccupant: %s\n' "$RECORD" "$dn" >"$scratch/record.ldif"
    add -f "$scratch/record.ldif"
    say "put in $uid"
  done <"$bootstrap/people"
}

trap 'stop; exit 0' TERM INT
trap stop EXIT

mkdir -p "$run"
rm -f "$run/ready" # of a container that was ended without warning
while :; do
  before=$(fingerprint)
  check_organisation
  configure
  restore
  start
  seed
  printf %s "${RECORD#*,}" >"$data/organisation"
  : >"$run/ready"
  say "ready"
  while [ "$(fingerprint)" = "$before" ]; do
    kill -0 "$slapd_pid" 2>/dev/null || { say "slapd has ended"; exit 1; }
    sleep "$check_seconds" &
    wait $! || true
  done
  say "a certificate or a password has changed: starting anew"
  stop
done
