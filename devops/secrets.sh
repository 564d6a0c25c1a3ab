#!/bin/sh
# Makes the secrets of the devops tools that are missing, with random passwords, and hands the accounts that pull images out to
# the sandboxes. What is there already stays as it is. No password stands on a command line or in what is printed.
# $WANTED: lines "secret key kind", kind being random, or text:<text>; $ACCOUNTS: lines "namespace secret username".
set -eu

wanted=${WANTED:-/wanted/secrets}
accounts=${ACCOUNTS:-/wanted/accounts}
scratch=${SCRATCH:-/scratch}
namespace=${NAMESPACE:?}
umask 077

say() { echo "secrets: $*"; }

# 32 letters and digits: about 190 bits.
random() { LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom | head -c 32; }

# has <namespace> <secret> <key>: whether the secret has the key. Fails when nobody could say.
has() {
  kubectl -n "$1" get secret "$2" --ignore-not-found -o json >"$scratch/found" || return 2
  [ -s "$scratch/found" ] || return 1
  jq -e --arg key "$3" '.data // {} | has($key)' "$scratch/found" >/dev/null
}

# put <namespace> <secret> <key> <file> [type]: makes the secret, or gives it the key.
put() {
  jq -n --rawfile value "$4" --arg key "$3" '{data: {($key): ($value | @base64)}}' >"$scratch/patch"
  if [ -s "$scratch/found" ]; then
    kubectl -n "$1" patch secret "$2" --type merge --patch-file "$scratch/patch" >/dev/null
  else
    kubectl -n "$1" create secret generic "$2" --type "${5:-Opaque}" --from-file "$3=$4" >/dev/null
  fi
  rm -f "$scratch/patch"
}

make_missing() {
  while read -r secret key kind; do
    [ -n "$secret" ] || continue
    status=0
    has "$namespace" "$secret" "$key" || status=$?
    [ "$status" -ne 0 ] || continue
    [ "$status" -eq 1 ] || return 1
    case $kind in
      random) random >"$scratch/value" ;;
      text:*) printf %s "${kind#text:}" >"$scratch/value" ;;
      *)
        say "$secret: what is $kind?"
        return 1
        ;;
    esac
    put "$namespace" "$secret" "$key" "$scratch/value"
    rm -f "$scratch/value"
    say "made $key of $secret"
  done <"$wanted"
}

# trust <from> <to>: copies the authority's certificate, which is no secret, away from the key beside it.
trust() {
  status=0
  has "$namespace" "$1" ca.crt || status=$?
  if [ "$status" -ne 0 ]; then
    say "there is no certificate in $1 yet"
    return 1
  fi
  jq -j '.data["ca.crt"] | @base64d' "$scratch/found" >"$scratch/authority"
  status=0
  has "$namespace" "$2" ca.crt || status=$?
  [ "$status" -ne 2 ] || return 1
  if [ "$status" -eq 0 ] && jq -j '.data["ca.crt"] | @base64d' "$scratch/found" | cmp -s - "$scratch/authority"; then return; fi
  put "$namespace" "$2" ca.crt "$scratch/authority"
  say "the tools trust the authority of $1"
}

# hand_out: the accounts that pull, as kubelets read them, each in its namespace; those that are not there yet are told, and come next time.
hand_out() {
  while read -r to from username; do
    [ -n "$to" ] || continue
    kubectl -n "$namespace" get secret "$from" -o json >"$scratch/pull" || return 1
    jq --arg registry "$REGISTRY" --arg username "$username" '.data.password | @base64d as $password
      | {auths: {($registry): {username: $username, password: $password, auth: ($username + ":" + $password | @base64)}}}' \
      "$scratch/pull" >"$scratch/config"
    status=0
    has "$to" "$PULL_SECRET" .dockerconfigjson 2>"$scratch/errors" || status=$?
    if [ "$status" -eq 2 ]; then
      say "$to: not yet: $(head -n 1 "$scratch/errors")"
      continue
    fi
    if [ "$status" -eq 0 ] && jq -j '.data[".dockerconfigjson"] | @base64d' "$scratch/found" | cmp -s - "$scratch/config"; then continue; fi
    if put "$to" "$PULL_SECRET" .dockerconfigjson "$scratch/config" kubernetes.io/dockerconfigjson 2>"$scratch/errors"; then
      say "$to: may pull images"
    else
      say "$to: not yet: $(head -n 1 "$scratch/errors")"
    fi
  done <"$accounts"
  rm -f "$scratch/pull" "$scratch/config"
}

make_missing
[ -z "${TRUST_FROM:-}" ] || trust "$TRUST_FROM" "$TRUST_TO"
[ -z "${PULL_SECRET:-}" ] || hand_out
rm -f "$scratch/found" "$scratch/errors"
