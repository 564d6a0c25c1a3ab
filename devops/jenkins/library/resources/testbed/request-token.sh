#!/bin/sh
# Gets a token of a sandbox's robot for one hour, by the API of Kubernetes and with the account that this pod runs as. It
# goes into a file in memory, which the next container reads: into no log, no variable of Jenkins and no command line.
#   SANDBOX            the sandbox
#   ACCOUNT            folder with token and ca.crt of the pod's account
#   ROBOT              folder in memory; token and ca.crt are written there
#   KUBE_HOST          address of the API
set -eu
umask 077
answer=$ROBOT/answer.json
trap 'rm -f "$answer"' EXIT
# The header goes by a pipe: arguments are there for every process to read.
status=$(
  printf 'Authorization: Bearer %s' "$(cat "$ACCOUNT/token")" |
    curl --silent --show-error --max-time 30 --retry 3 --cacert "$ACCOUNT/ca.crt" --header @- \
      --header 'Content-Type: application/json' --output "$answer" --write-out '%{http_code}' \
      --data '{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":3600}}' \
      "$KUBE_HOST/api/v1/namespaces/$SANDBOX/serviceaccounts/robot/token"
)
if [ "$status" != 201 ]; then
  echo "The API gives no token of the robot of $SANDBOX (HTTP $status):" >&2
  sed -n '/"message"/{s/.*"message": *"//;s/",* *$//;s/\\"/"/g;p;}' "$answer" >&2
  echo "Check that the frame of $SANDBOX is applied, and that this pod runs with the account deploy-$SANDBOX." >&2
  exit 1
fi
tr -d '\n' <"$answer" | sed -n 's/.*"token": *"\([A-Za-z0-9._-]*\)".*/\1/p' >"$ROBOT/token"
cp "$ACCOUNT/ca.crt" "$ROBOT/ca.crt"
[ -s "$ROBOT/token" ]
echo "The robot of $SANDBOX has a token for one hour."
